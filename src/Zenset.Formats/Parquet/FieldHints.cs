using System.Collections.Immutable;
using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Formats.Arrow;
using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>What key-value metadata says of a field beyond its physical type.</summary>
/// <param name="Type">Its true type, or null.</param>
/// <param name="IsCategorical">Its values are categories, which stand in its dictionary pages.</param>
/// <param name="IsOrdered">The order of its categories means something.</param>
/// <param name="Declared">All that Zenset itself said of it, or null.</param>
/// <param name="Stored">Not null in a part of a repository, whose columns are named and typed as Delta allows.</param>
internal sealed record FieldHint(FieldType? Type, bool IsCategorical, bool IsOrdered, Field? Declared = null, StoredColumn? Stored = null)
{
    public static FieldHint None { get; } = new(null, false, false);
}

/// <summary>Reads the keys that Zenset, Arrow and pandas leave in Parquet files. What does not fit the file is left aside.</summary>
internal static class FieldHints
{
    /// <summary>The key of Zenset's own description of the fields, in parts and in exported files: see <see cref="ManifestJson.WriteFields"/>.</summary>
    public const string Key = "zenset:fields";

    private const int MaxDepth = 50;

    /// <summary>One hint for each field.</summary>
    public static IReadOnlyList<FieldHint> Of(ParquetMetadata metadata, IReadOnlyList<NodeReading> readings, Connection connection)
    {
        var nodes = metadata.Root.Children;
        if (metadata.KeyValues.TryGetValue(Key, out var own) && TryReadOwn(own) is { } declared && declared.Length == nodes.Length)
        {
            if (IsPart(declared, nodes, readings, connection))
            {
                var stored = StoredColumn.For(declared);
                return [.. declared.Select((f, i) => Declared(f) with { Stored = stored[i] })];
            }
            if (declared.Zip(nodes).All(p => p.First.Name == p.Second.Name)) return [.. declared.Select(Declared)];
        }
        var hints = Enumerable.Repeat(FieldHint.None, nodes.Length).ToArray();
        if (metadata.KeyValues.TryGetValue(ArrowSchema.Key, out var arrow) && ArrowSchema.TryRead(arrow) is { } fields
            && fields.Length == nodes.Length && fields.Zip(nodes).All(p => p.First.Name == p.Second.Name))
        {
            for (var i = 0; i < hints.Length; i++) hints[i] = OfArrow(fields[i], readings[i].Type);
        }
        if (metadata.KeyValues.TryGetValue("pandas", out var pandas)) ApplyPandas(pandas, nodes, hints);
        return hints;
    }

    private static FieldHint Declared(Field field) => new(field.Type, field.IsNominal, field.Categories?.Ordered ?? false, field);

    /// <summary>The fields that a value of <see cref="Key"/> describes, or null when it cannot be.</summary>
    public static ImmutableArray<Field>? TryReadOwn(string json)
    {
        // The parser of types follows their nesting; a hostile text must not lead it off the stack.
        var depth = 0;
        foreach (var c in json)
        {
            if (c == '<' && ++depth > MaxDepth) return null;
            if (c == '>') depth--;
        }
        try
        {
            return ManifestJson.TryReadFields(json) is { } fields
                && fields.All(f => f.Categories is not { } c || f.Type.Kind == FieldKind.String && c.Values.Distinct(StringComparer.Ordinal).Count() == c.Values.Length)
                ? fields : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // The engine itself tells what a part has for each field.
    private static bool IsPart(ImmutableArray<Field> declared, ImmutableArray<ParquetNode> nodes, IReadOnlyList<NodeReading> readings, Connection connection)
    {
        var stored = StoredColumn.For(declared);
        if (stored.Zip(nodes).Any(p => p.First.Name != p.Second.Name) || !stored.Any(c => c.IsConverted || c.IsRenamed)) return false;
        try
        {
            using var query = connection.Query($"SELECT {string.Join(", ", stored.Select(c => c.Encode($"CAST(NULL AS {FieldEngine.TypeOf(c.Field)})")))} LIMIT 0");
            return query.Columns.Zip(readings).All(p => p.First.Type == FieldEngine.TypeOf(p.Second.Type));
        }
        catch (DuckDbException)
        {
            return false;
        }
    }

    private static FieldHint OfArrow(ArrowField arrow, FieldType type)
    {
        var isText = arrow.Type is ArrowTypeId.Utf8 or ArrowTypeId.LargeUtf8 or ArrowTypeId.Utf8View && type.Kind == FieldKind.String;
        var refined = Refine(arrow, type);
        return new FieldHint(refined.Equals(type) ? null : refined, arrow.IsDictionary && isText, arrow.IsOrdered);
    }

    // The file's own type, with what Parquet cannot say: a vector's length, the zone, whole seconds.
    private static FieldType Refine(ArrowField arrow, FieldType type) => (type.Kind, arrow.Type) switch
    {
        // Parquet has no seconds: some writers leave them as plain numbers (arrow-rs), others as milliseconds (Arrow C++).
        (FieldKind.Int64, ArrowTypeId.Timestamp) when arrow.Unit == 0 => FieldType.Timestamp(TimeUnit.Second, IsZone(arrow.Zone) ? arrow.Zone : null),
        (FieldKind.Timestamp, ArrowTypeId.Timestamp) => FieldType.Timestamp(
            arrow.Unit == 0 && type.Unit == TimeUnit.Millisecond ? TimeUnit.Second : type.Unit,
            type.Zone is null ? null : IsZone(arrow.Zone) ? arrow.Zone : type.Zone),
        (FieldKind.List, ArrowTypeId.FixedSizeList) when arrow.Children.Length == 1 && arrow.ListSize > 0 => FieldType.FixedList(Refine(arrow.Children[0], type.Item!), arrow.ListSize),
        (FieldKind.List, ArrowTypeId.List or ArrowTypeId.LargeList or ArrowTypeId.ListView or ArrowTypeId.LargeListView) when arrow.Children.Length == 1 =>
            FieldType.List(Refine(arrow.Children[0], type.Item!)),
        (FieldKind.Struct, ArrowTypeId.Struct) when arrow.Children.Length == type.Members.Length =>
            FieldType.Struct(type.Members.Zip(arrow.Children, (m, a) => new FieldMember(m.Name, Refine(a, m.Type)))),
        (FieldKind.Map, ArrowTypeId.Map) when arrow.Children is [{ Children: [var key, var value] }] => FieldType.Map(Refine(key, type.Key!), Refine(value, type.Item!)),
        _ => type,
    };

    // The text form of a type has no room for brackets in a zone.
    private static bool IsZone(string? zone) => zone is { Length: > 0 and < 100 } && zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-' or ':');

    // pandas' developer documentation, "Storing pandas DataFrame objects in Apache Parquet format".
    private static void ApplyPandas(string json, ImmutableArray<ParquetNode> nodes, FieldHint[] hints)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (!document.RootElement.TryGetProperty("columns", out var columns) || columns.ValueKind != JsonValueKind.Array) return;
            foreach (var column in columns.EnumerateArray())
            {
                if (column.ValueKind != JsonValueKind.Object || Text(column, "pandas_type") != "categorical") continue;
                var name = Text(column, "field_name") ?? Text(column, "name");
                var ordered = column.TryGetProperty("metadata", out var details) && details.ValueKind == JsonValueKind.Object
                    && details.TryGetProperty("ordered", out var flag) && flag.ValueKind == JsonValueKind.True;
                for (var i = 0; i < hints.Length; i++)
                {
                    if (nodes[i].Name == name) hints[i] = hints[i] with { IsCategorical = true, IsOrdered = ordered || hints[i].IsOrdered };
                }
            }
        }
        catch (JsonException)
        {
            // Not a description of a data frame; the key is kept as it is.
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
