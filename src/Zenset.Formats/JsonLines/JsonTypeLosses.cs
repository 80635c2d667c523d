using Zenset.Model;

namespace Zenset.Formats.JsonLines;

/// <summary>
/// Where a table's values do not tell its types: JSON has no schema, and the reader finds types from all rows. So these losses are about a
/// table and not about rows.
/// </summary>
internal static class JsonTypeLosses
{
    // Texts that IsoLayout may take for dates and times. That it wants all of one layout, and days that exist, is left to it.
    private const string IsoText = @"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{3}([0-9]{3}){0,2})?Z?)?";

    /// <summary>The losses of a field.</summary>
    public static IEnumerable<LossRule> Of(Field field)
    {
        if (field.Type.Kind == FieldKind.Null || field.SourceFormat == JsonLinesTable.JsonText) yield break;
        var name = Sql.Name(field.Name);
        var places = Places(field.Type, name, 0).ToList();
        yield return new LossRule(field.Name, field.Type.IsNested ? "some of it has no value in any row, so its type is not known when it is read" : "it has no value in any row, so its type is not known when it is read")
        {
            Condition = $"count(*) > 0 AND ({string.Join(" OR ", places.Select(p => $"NOT coalesce(bool_or({p.HasValue}), false)"))})",
        };
        if (field.IsNominal) yield break;
        var texts = places.Where(p => p.HasText is not null).Select(p => $"coalesce(bool_or({p.HasValue}), false) AND NOT coalesce(bool_or({p.HasText}), false)").ToList();
        if (texts.Count > 0) yield return new LossRule(field.Name, "all its texts look like ISO 8601 dates or times, so they can come back as these") { Condition = string.Join(" OR ", texts) };
        if (HoldsMap(field.Type))
        {
            yield return new LossRule(field.Name, "maps of few keys, or of keys that are no text, come back as structs")
            {
                Condition = field.Type is { Kind: FieldKind.Map, Key.Kind: FieldKind.String } && !HoldsMap(field.Type.Item!) ? JsonShape.IsNotSurelyMap($"map_keys({name})") : null,
            };
        }
    }

    private static bool HoldsMap(FieldType type) => type.Kind == FieldKind.Map || type.Item is { } item && HoldsMap(item) || type.Members.Any(m => HoldsMap(m.Type));

    // Each place where values are, with SQL that is true of a row that has one there, and, of texts, of a row with one that is no date.
    private static IEnumerable<(string HasValue, string? HasText)> Places(FieldType type, string value, int depth)
    {
        var item = $"n{depth}";
        var inner = type.Kind switch
        {
            FieldKind.List or FieldKind.FixedList => InList(type.Item!, value),
            FieldKind.Sparse => InList(type.Item!, $"{value}.\"values\""),
            FieldKind.Map => InList(type.Item!, $"map_values({value})"),
            FieldKind.Struct => type.Members.SelectMany(m => Places(m.Type, $"{value}.{Sql.Name(m.Name)}", depth + 1)),
            FieldKind.Null => [],
            FieldKind.String => [($"{value} IS NOT NULL", $"NOT regexp_full_match(CAST({value} AS VARCHAR), {Sql.Text(IsoText)})")],
            _ => [($"{value} IS NOT NULL", (string?)null)],
        };
        return type.IsNested ? inner.DefaultIfEmpty(($"{value} IS NOT NULL", null)) : inner;

        IEnumerable<(string, string?)> InList(FieldType of, string list) =>
            Places(of, item, depth + 1).Select(p => (Any(p.HasValue, list), p.HasText is { } text ? Any(text, list) : null));

        string Any(string predicate, string list) => $"len(list_filter({list}, lambda {item}: {predicate})) > 0";
    }
}
