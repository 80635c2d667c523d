using System.Text.Json;
using Zenset.Formats.Sqlite.Database;
using Zenset.Formats.Sqlite.Values;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Schema;

/// <summary>
/// The table <c>zenset_fields</c>, which says of columns what SQLite has no word for: the exact type, categories, the role. One row for each such column.
/// </summary>
internal static class FieldsTable
{
    /// <summary>Its name.</summary>
    public const string Name = "zenset_fields";

    /// <summary>The statement that makes it.</summary>
    public const string Declaration = $"CREATE TABLE {Name} (\"table\" TEXT, \"column\" TEXT, resource TEXT, field TEXT, PRIMARY KEY (\"table\", \"column\"))";

    // A field of the widest kind has a hundred thousand categories.
    private const int MostFieldBytes = 64 << 20;

    /// <summary>A table of these columns is one.</summary>
    public static bool Is(TableInfo table) =>
        table.Name == Name && table.Columns.Select(c => c.Name).SequenceEqual(["table", "column", "resource", "field"]);

    /// <summary>What it says, by table and column.</summary>
    public static Dictionary<(string Table, string Column), (string Resource, Field Field)> Read(SqliteDatabase database)
    {
        var said = new Dictionary<(string, string), (string, Field)>();
        using var rows = database.Prepare($"SELECT \"table\", \"column\", resource, field FROM main.{Name}");
        while (rows.Step())
        {
            if (rows.Text(0) is { } table && rows.Text(1) is { } column && rows.Text(2) is { } resource && rows.Text(3) is { Length: < MostFieldBytes } json && Parse(json) is { } field)
                said[(table, column)] = (resource, field);
        }
        return said;
    }

    /// <summary>The text of a field.</summary>
    public static string Write(Field field)
    {
        var list = ManifestJson.WriteFields([field with { Column = null }]);
        return list[1..^1].Trim();
    }

    // What cannot be understood is as if it were not said. Types are read recursively, so their depth is checked before.
    private static Field? Parse(string json)
    {
        try
        {
            using (var document = JsonDocument.Parse(json))
            {
                if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("zenset:type", out var type) || type.GetString() is not { } text) return null;
                if (text.AsSpan().Count('<') > NestedReader.MaxDepth) return null;
            }
            return ManifestJson.TryReadFields($"[{json}]") is [var field] && FieldSoundness.IsSound(field) ? field with { Column = null } : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or OverflowException)
        {
            return null;
        }
    }
}
