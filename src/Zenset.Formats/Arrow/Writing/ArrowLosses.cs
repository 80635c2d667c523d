using System.Globalization;
using Zenset.Formats.Arrow.Writing.Columns;
using Zenset.Formats.Parquet;
using Zenset.Model;

namespace Zenset.Formats.Arrow.Writing;

/// <summary>What Arrow cannot hold.</summary>
internal static class ArrowLosses
{
    public static IEnumerable<LossRule> Of(TableShape table)
    {
        foreach (var field in table.Fields)
        {
            var name = Sql.Name(field.Name);
            if (Where(field.Type, name, 0, IsInfinite) is { } infinite) yield return new LossRule(field.Name, "Arrow has no infinite dates; they are written as missing", infinite);
            if (Where(field.Type, name, 0, IsTooLong) is { } tooLong)
            {
                yield return new LossRule(field.Name, "Arrow counts intervals in nanoseconds, of which 64 bits hold 292 years; longer ones are written as missing", tooLong);
            }
        }
    }

    private static string? IsInfinite(FieldType type, string value) => type.Kind switch
    {
        FieldKind.Date => $"isinf({value})",
        FieldKind.Timestamp => $"isinf(CAST({value} AS {(type.Zone is not null && type.Unit != TimeUnit.Nanosecond ? "TIMESTAMPTZ" : "TIMESTAMP")}))",
        _ => null,
    };

    private static string? IsTooLong(FieldType type, string value) => type.Kind == FieldKind.Interval
        ? string.Create(CultureInfo.InvariantCulture, $"abs({IntervalParts.Micros(value)}::HUGEINT) > {IntervalLimits.MostMicroseconds}")
        : null;

    // SQL that is true where any value of the type, at any depth, is as the leaf's predicate says; null when none can be.
    private static string? Where(FieldType type, string value, int depth, Func<FieldType, string, string?> leaf)
    {
        var item = string.Create(CultureInfo.InvariantCulture, $"n{depth}");
        return type.Kind switch
        {
            FieldKind.List or FieldKind.FixedList => Any(Where(type.Item!, item, depth + 1, leaf), value),
            FieldKind.Sparse => Any(Where(type.Item!, item, depth + 1, leaf), $"{value}.\"values\""),
            FieldKind.Map => Either([Any(Where(type.Key!, item, depth + 1, leaf), $"map_keys({value})"), Any(Where(type.Item!, item, depth + 1, leaf), $"map_values({value})")]),
            FieldKind.Struct => Either([.. type.Members.Select(m => Where(m.Type, $"{value}.{Sql.Name(m.Name)}", depth + 1, leaf))]),
            _ => leaf(type, value),
        };

        string? Any(string? predicate, string list) => predicate is null ? null : $"len(list_filter({list}, lambda {item}: {predicate})) > 0";

        static string? Either(IEnumerable<string?> predicates) => predicates.OfType<string>().ToList() is { Count: > 0 } any ? $"({string.Join(" OR ", any)})" : null;
    }
}
