using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Csv.Types;
using Zenset.Model;

namespace Zenset.Formats.Csv.Writing;

/// <summary>
/// In which layout each date and time is written: as the source did, if all values of the table fit it and are read back from it, otherwise
/// as ISO 8601.
/// </summary>
internal static class TimeLayouts
{
    /// <summary>The layouts by field; null for fields that are no dates.</summary>
    public static TimeLayout?[] Choose(Connection connection, ImmutableArray<Field> fields, string from, bool iso, CancellationToken cancellationToken)
    {
        var doubts = Doubts(fields, iso, out var layouts);
        if (doubts.Count == 0) return layouts;
        using var query = connection.Query($"SELECT {string.Join(", ", doubts.Select(d => d.Sql))} {from}", cancellationToken);
        if (!query.Read()) return layouts;
        for (var i = 0; i < doubts.Count; i++)
        {
            if (!query.Current[i].IsMissing(0) && query.Current[i].Values<byte>()[0] != 0) layouts[doubts[i].Field] = doubts[i].Layout;
        }
        return layouts;
    }

    /// <summary>Some layout can only be chosen when all values were seen.</summary>
    public static bool AreDoubtful(ImmutableArray<Field> fields, bool iso) => Doubts(fields, iso, out _).Count > 0;

    private static List<(int Field, TimeLayout Layout, string Sql)> Doubts(ImmutableArray<Field> fields, bool iso, out TimeLayout?[] layouts)
    {
        layouts = new TimeLayout?[fields.Length];
        var doubts = new List<(int Field, TimeLayout Layout, string Sql)>();
        for (var i = 0; i < layouts.Length; i++)
        {
            if (fields[i].Type.Kind is not (FieldKind.Date or FieldKind.Time or FieldKind.Timestamp)) continue;
            layouts[i] = Iso(fields[i].Type);
            if (iso || fields[i].SourceFormat is not { } pattern || TimeLayout.FromPattern(pattern) is not { } layout || layout.Pattern == layouts[i]!.Pattern) continue;
            if (Doubt(fields[i].Type, layout, CsvWriter.ColumnName(i)) is { } sql) doubts.Add((i, layout, sql));
        }
        return doubts;
    }

    /// <summary>ISO 8601, with a blank before the time.</summary>
    public static TimeLayout Iso(FieldType type) => new()
    {
        Order = type.Kind == FieldKind.Time ? DateOrder.None : DateOrder.YearMonthDay,
        Between = type.Kind == FieldKind.Timestamp ? (byte)' ' : (byte)0,
        HasTime = type.Kind != FieldKind.Date,
        HasSeconds = type.Kind != FieldKind.Date,
        // Nine digits say that it is nanoseconds.
        FractionDigits = type.Kind != FieldKind.Date && type.Unit == TimeUnit.Nanosecond ? 9 : 0,
        HasZone = type is { Kind: FieldKind.Timestamp, Zone: not null },
    };

    // SQL that is true when the layout gives all values back; null when it never does.
    private static string? Doubt(FieldType type, TimeLayout layout, string column)
    {
        if (type.Unit == TimeUnit.Nanosecond && type.Kind != FieldKind.Date) return null;
        var isDate = type.Kind == FieldKind.Date;
        if (layout.HasTime == isDate || (layout.Order == DateOrder.None) != (type.Kind == FieldKind.Time) || layout.HasZone != type.Zone is not null) return null;
        var conditions = new List<string>();
        if (layout.Order is DateOrder.DayMonthYear or DateOrder.MonthDayYear) conditions.Add($"max(day({column})) > 12");
        if (layout.Order != DateOrder.None) conditions.Add($"min(year({column})) >= 1 AND max(year({column})) <= 9999");
        if (!isDate)
        {
            // Microseconds that the layout leaves out must be zero. No digits after seconds: as many as there are.
            var unit = !layout.HasSeconds ? 60_000_000 : layout.FractionDigits == 0 ? 0 : (int)Math.Pow(10, Math.Max(0, 6 - layout.FractionDigits));
            if (unit > 1) conditions.Add($"bool_and(epoch_us({column}) % {unit} = 0)");
        }
        return conditions.Count == 0 ? "true" : $"({string.Join(" AND ", conditions)})";
    }
}
