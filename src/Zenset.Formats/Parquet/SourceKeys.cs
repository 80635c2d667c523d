using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zenset.Formats.Arrow;
using Zenset.Model;

namespace Zenset.Formats.Parquet;

/// <summary>Key-value metadata of a file to be written: what the source had, as far as it is still true, and what Zenset adds.</summary>
internal static class SourceKeys
{
    /// <summary>The keys and values.</summary>
    public static Dictionary<string, string?> For(ImmutableArray<Field> fields, ImmutableSortedDictionary<string, string> source, Func<Field, bool> hasPlainIntervals)
    {
        var keys = source.Keys.ToDictionary(k => k, _ => (string?)null);
        foreach (var (key, value) in StillTrue(fields, source)) keys[key] = value;
        keys[ArrowSchema.Key] = keys.GetValueOrDefault(ArrowSchema.Key) ?? ArrowSchema.Write(ArrowFields.Of(fields, hasPlainIntervals));
        keys[FieldHints.Key] = ManifestJson.WriteFields(fields);
        return keys;
    }

    /// <summary>What the source had, as far as it is true of these fields.</summary>
    public static IEnumerable<KeyValuePair<string, string>> StillTrue(ImmutableArray<Field> fields, ImmutableSortedDictionary<string, string> source)
    {
        var names = fields.Select(f => f.Name).ToList();
        foreach (var (key, value) in source)
        {
            var kept = key switch
            {
                ArrowSchema.Key => IsStillTrue(value, fields) ? value : null,
                "pandas" => Pandas(value, names),
                "huggingface" => HuggingFace(value, names),
                _ => NamesOtherFields(value, names) ? null : value,
            };
            if (kept is not null) yield return KeyValuePair.Create(key, kept);
        }
    }

    // Readers apply it by position, so one field more or less would spoil all.
    private static bool IsStillTrue(string value, ImmutableArray<Field> fields) =>
        ArrowSchema.TryRead(value) is { } arrow && ArrowSchema.IsSound(value) && arrow.Length == fields.Length
        && arrow.Zip(fields).All(p => p.First.Name == p.Second.Name && (p.Second.IsNominal ? p.First.IsDictionary && p.First.IsOrdered == p.Second.Categories!.Ordered : Agrees(p.First, p.Second.Type)));

    private static bool Agrees(ArrowField arrow, FieldType type) => (arrow.Type, type.Kind) switch
    {
        // pandas' timedelta and dictionaries of numbers are plain numbers in Parquet.
        (ArrowTypeId.Duration, FieldKind.Int64) => true,
        (ArrowTypeId.Int, _) => type.IsInteger && arrow.Width == Bits(type) && arrow.IsSigned == type.Kind is FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64,
        (ArrowTypeId.FloatingPoint, FieldKind.Float16) => arrow.Width == 0,
        (ArrowTypeId.FloatingPoint, FieldKind.Float32) => arrow.Width == 1,
        (ArrowTypeId.FloatingPoint, FieldKind.Float64) => arrow.Width == 2,
        (ArrowTypeId.Utf8 or ArrowTypeId.LargeUtf8 or ArrowTypeId.Utf8View, FieldKind.String) => !arrow.IsDictionary,
        (ArrowTypeId.Binary or ArrowTypeId.LargeBinary or ArrowTypeId.BinaryView or ArrowTypeId.FixedSizeBinary, FieldKind.Binary) => true,
        (ArrowTypeId.FixedSizeBinary, FieldKind.Uuid) => arrow.Width == 16,
        (ArrowTypeId.Bool, FieldKind.Boolean) or (ArrowTypeId.Null, FieldKind.Null) or (ArrowTypeId.Date, FieldKind.Date) or (ArrowTypeId.Time, FieldKind.Time) => true,
        (ArrowTypeId.Decimal, FieldKind.Decimal) => arrow.Precision == type.Precision && arrow.Scale == type.Scale,
        (ArrowTypeId.Timestamp, FieldKind.Timestamp) => arrow.Unit == (int)type.Unit && arrow.Zone == type.Zone,
        (ArrowTypeId.List or ArrowTypeId.LargeList or ArrowTypeId.ListView or ArrowTypeId.LargeListView, FieldKind.List) => arrow.Children is [var item] && Agrees(item, type.Item!),
        (ArrowTypeId.FixedSizeList, FieldKind.FixedList) => arrow.ListSize == type.Length && arrow.Children is [var item] && Agrees(item, type.Item!),
        (ArrowTypeId.Struct, FieldKind.Struct) => arrow.Children.Length == type.Members.Length && arrow.Children.Zip(type.Members).All(p => p.First.Name == p.Second.Name && Agrees(p.First, p.Second.Type)),
        (ArrowTypeId.Map, FieldKind.Map) => arrow.Children is [{ Children: [var key, var value] }] && Agrees(key, type.Key!) && Agrees(value, type.Item!),
        _ => false,
    };

    private static int Bits(FieldType type) => type.Kind switch
    {
        FieldKind.Int8 or FieldKind.UInt8 => 8,
        FieldKind.Int16 or FieldKind.UInt16 => 16,
        FieldKind.Int32 or FieldKind.UInt32 => 32,
        _ => 64,
    };

    // Of columns that are gone, the description goes too; an index that is gone becomes none.
    private static string? Pandas(string value, List<string> names)
    {
        if (Parse(value) is not JsonObject root || root["columns"] is not JsonArray columns) return null;
        var isWhole = columns.All(c => NameOf(c) is { } name && names.Contains(name)) && names.All(n => columns.Any(c => NameOf(c) == n));
        if (isWhole) return value;
        root["columns"] = new JsonArray([.. columns.Where(c => NameOf(c) is { } name && names.Contains(name)).Select(c => c!.DeepClone())]);
        if (root["index_columns"] is JsonArray index)
        {
            // An index is the name of a column, or an object that describes a range.
            root["index_columns"] = new JsonArray([.. index.Where(c => c is JsonObject || Text(c) is { } name && names.Contains(name)).Select(c => c!.DeepClone())]);
        }
        return root.ToJsonString();
    }

    private static string? NameOf(JsonNode? column) => column is JsonObject o ? Text(o["field_name"]) ?? Text(o["name"]) : null;

    private static string? Text(JsonNode? node) => node is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    // datasets refuses a file whose features are not its columns.
    private static string? HuggingFace(string value, List<string> names)
    {
        if (Parse(value) is not JsonObject root || root["info"] is not JsonObject info || info["features"] is not JsonObject features) return null;
        if (names.Any(n => !features.ContainsKey(n))) return null;
        if (features.Count == names.Count) return value;
        info["features"] = new JsonObject(names.Select(n => KeyValuePair.Create(n, features[n]?.DeepClone())));
        return root.ToJsonString();
    }

    // Schemas of Spark, Avro and others: an object with a list of named fields. Spoiled when the fields are others now.
    private static bool NamesOtherFields(string value, List<string> names) =>
        value.Length > 1 && value[0] == '{' && Parse(value) is JsonObject root && root["fields"] is JsonArray fields
        && !fields.Select(f => f is JsonObject o ? Text(o["name"]) : null).SequenceEqual(names);

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
