using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Columns;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Model;

namespace Zenset.Formats.Npz;

/// <summary>
/// The tables that Zenset wrote: the array <c>__zenset__</c> is JSON, in UTF-8, that says of which arrays each field is made. NumPy opens
/// all of them without it.
/// </summary>
internal static class NpzLayout
{
    /// <summary>Name of the array.</summary>
    public const string Name = "__zenset__";

    /// <summary>Version of the layout.</summary>
    public const int Version = 1;

    private const int MaxBytes = 64 << 20;

    /// <summary>The tables; none when the archive has no layout.</summary>
    /// <exception cref="SourceDataException">It has one that the arrays do not fit.</exception>
    public static IReadOnlyList<ITable> TryRead(ImmutableArray<NpzArray> arrays, string source, long? segmentRows, CancellationToken cancellationToken)
    {
        if (arrays.FirstOrDefault(a => a.Name == Name) is not { } layout) return [];
        var place = new SourceLocation { Source = source, Resource = Name };
        if (layout.Shape is not { Lengths.Length: 1, Type: { Kind: DtypeKind.Unsigned, Bytes: 1 } }) return [];
        try
        {
            using var json = JsonDocument.Parse(SmallArray.Bytes(layout, MaxBytes, cancellationToken));
            var version = json.RootElement.GetProperty("version").GetInt32();
            if (version != Version)
                throw new NotSupportedSourceException(NpzErrors.Layout, string.Create(CultureInfo.InvariantCulture, $"it has version {version} of the layout, and {Version} is known"), place, "Install a later Zenset, or remove the entry to read the arrays as they are.");
            var byName = arrays.ToDictionary(a => a.Name, StringComparer.Ordinal);
            return [.. json.RootElement.GetProperty("tables").EnumerateArray().Select(t => ReadTable(t, byName, segmentRows, cancellationToken))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            throw new SourceDataException(
                NpzErrors.Layout, $"it does not describe the arrays: {Quoting.Shorten(e.Message, 120)}", place, "Write the file again, or remove the entry to read the arrays as they are.", e);
        }
    }

    private static ArrayTable ReadTable(JsonElement table, Dictionary<string, NpzArray> arrays, long? segmentRows, CancellationToken cancellationToken)
    {
        var rows = table.GetProperty("rows").GetInt64();
        if (rows < 0) throw new FormatException("a table has less than no rows");
        var fields = ImmutableArray.CreateBuilder<Field>();
        var columns = ImmutableArray.CreateBuilder<IColumnPlan>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new NpzPieces(arrays, cancellationToken);
        foreach (var element in table.GetProperty("fields").EnumerateArray())
        {
            var type = FieldTypeText.Parse(element.GetProperty("type").GetString()!);
            NpzPieces.RequireMemberNames(type);
            var (plan, categories) = reader.Read(element.GetProperty("data"), type, rows, isField: true);
            var field = new Field
            {
                Name = element.GetProperty("name").GetString()!,
                Type = type,
                Categories = categories,
                Role = element.TryGetProperty("role", out var role) ? Enum.GetValues<FieldRole>().FirstOrDefault(r => ManifestJson.RoleText(r) == role.GetString()) : FieldRole.None,
                Description = element.TryGetProperty("description", out var description) ? description.GetString() : null,
                SourceFormat = element.TryGetProperty("sourceFormat", out var format) ? format.GetString() : null,
            };
            if (field.Name.Contains('\0', StringComparison.Ordinal) || !names.Add(field.Name)) throw new FormatException($"the field '{Quoting.Shorten(field.Name)}' is there twice, or has the character NUL in its name");
            fields.Add(field);
            columns.Add(plan);
        }
        if (fields.Count == 0) throw new FormatException("a table has no fields");
        // Rows that no array has cost the file nothing.
        if (!reader.HasRows && rows > 1 << 20) throw new FormatException("a table has more rows than its arrays");
        return new ArrayTable(table.GetProperty("name").GetString()!, rows, fields.ToImmutable(), columns.ToImmutable(), ImmutableSortedDictionary<string, string>.Empty) { SegmentRows = segmentRows };
    }
}
