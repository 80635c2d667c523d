using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.JsonLines;

/// <summary>What JSON cannot hold: numbers keep every digit, but not their width, as JSON has none.</summary>
internal static class JsonLosses
{
    public static IEnumerable<LossRule> Of(TableShape table, OptionValues options)
    {
        if (options.Get(JsonLinesFormat.OmitMissingOption, false))
        {
            yield return new LossRule(null, "fields come back in the order in which rows first have them")
            {
                Condition = string.Join(" OR ", table.Fields.Select(f => $"count({Sql.Name(f.Name)}) < count(*)")),
            };
        }
        yield return new LossRule(null, "a table without rows is a file without bytes, which says nothing of its fields") { Condition = "count(*) = 0" };
        foreach (var field in table.Fields)
        {
            var name = Sql.Name(field.Name);
            if (NotFinite(field.Type, name, 0) is { } notFinite) yield return new LossRule(field.Name, "JSON has no NaN and no infinities; null is written", notFinite);
            if (field.Categories is { } categories)
            {
                yield return new LossRule(field.Name, string.Create(
                    CultureInfo.InvariantCulture, $"its list of {categories.Values.Length:N0} {(categories.Ordered ? "ordered " : "")}categories is not kept; values are written as text"));
            }
            if (OtherWidth(field.Type) is { } width) yield return new LossRule(field.Name, $"the width of its numbers ({width}) is not kept; whole numbers come back as int64 where they fit, others as float64");
            if (Holds(field.Type, FieldKind.FixedList)) yield return new LossRule(field.Name, "vectors come back as lists");
            if (Holds(field.Type, FieldKind.Binary)) yield return new LossRule(field.Name, "bytes are written as base64 text and come back as text");
            if (Holds(field.Type, FieldKind.Decimal)) yield return new LossRule(field.Name, "decimals are written with all digits, but read as floating-point numbers");
            if (Holds(field.Type, FieldKind.Time)) yield return new LossRule(field.Name, "times of day are written as text and come back as text");
            if (Holds(field.Type, FieldKind.Interval)) yield return new LossRule(field.Name, "intervals are written as ISO 8601 text and come back as text");
            if (Holds(field.Type, FieldKind.Uuid)) yield return new LossRule(field.Name, "UUIDs are written as text and come back as text");
            if (Holds(field.Type, FieldKind.Sparse)) yield return new LossRule(field.Name, "it is written as an object with indices and values, and comes back as that");
            foreach (var rule in JsonTypeLosses.Of(field)) yield return rule;
            if (field.Type is { Kind: FieldKind.Timestamp, Zone: { } zone } && zone != "UTC") yield return new LossRule(field.Name, $"its zone '{Quoting.Shorten(zone)}' is not kept; times are written in UTC");
            if (field.Type.Kind is FieldKind.Date or FieldKind.Timestamp)
            {
                yield return new LossRule(field.Name, "dates outside the years 1 to 9999 come back as text", $"(isinf({name}) OR year({name}) NOT BETWEEN 1 AND 9999)");
            }
        }
    }

    // The first number in it that is not as wide as those that JSON is read into.
    private static FieldType? OtherWidth(FieldType type) => type switch
    {
        { IsInteger: true, Kind: not FieldKind.Int64 } or { Kind: FieldKind.Float16 or FieldKind.Float32 } => type,
        _ => (type.Item is { } item ? OtherWidth(item) : null) ?? (type.Key is { } key ? OtherWidth(key) : null) ?? type.Members.Select(m => OtherWidth(m.Type)).FirstOrDefault(t => t is not null),
    };

    private static bool Holds(FieldType type, FieldKind kind) =>
        type.Kind == kind || type.Item is { } item && Holds(item, kind) || type.Key is { } key && Holds(key, kind) || type.Members.Any(m => Holds(m.Type, kind));

    // SQL that is true where some number in the value is not finite; null when there are no floating-point numbers.
    private static string? NotFinite(FieldType type, string value, int depth)
    {
        var item = $"n{depth}";
        return type.Kind switch
        {
            FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64 => $"NOT isfinite({value})",
            FieldKind.List or FieldKind.FixedList => Any(NotFinite(type.Item!, item, depth + 1), value),
            FieldKind.Sparse => Any(NotFinite(type.Item!, item, depth + 1), $"{value}.\"values\""),
            FieldKind.Map => Any(NotFinite(type.Item!, item, depth + 1), $"map_values({value})"),
            FieldKind.Struct => type.Members.Select(m => NotFinite(m.Type, $"{value}.{Sql.Name(m.Name)}", depth + 1)).OfType<string>().ToList() is { Count: > 0 } any
                ? $"({string.Join(" OR ", any)})" : null,
            _ => null,
        };

        string? Any(string? predicate, string list) => predicate is null ? null : $"len(list_filter({list}, lambda {item}: {predicate})) > 0";
    }
}
