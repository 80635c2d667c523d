using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Formats.Csv.Writing;

/// <summary>What a table would lose as CSV: what our own reader would not give back.</summary>
internal static class CsvLosses
{
    // Text that stands for a number, a date, a time or a truth value when nothing says that it is text.
    private const string ValueText =
        @"\s*([+-]?([0-9]+([.,][0-9]*)*|[.,][0-9]+)([eE][+-]?[0-9]+)?|(?i:true|false|[+-]?nan|[+-]?inf(inity)?)|[0-9]{1,4}[-/. ][0-9A-Za-z]{1,3}[-/. ][0-9]{1,4}([ T].*)?|[0-9]{1,2}:[0-9]{2}.*)\s*";

    public static IEnumerable<LossRule> Find(TableShape table, CsvWriteOptions options)
    {
        if (!options.HasHeader(table) && options.Header == false) yield return new LossRule(null, "names of fields are not written");
        var texts = table.Fields.Where(IsText).ToList();
        var expanded = WideRun.Expanded(table);
        for (var i = 0; i < table.Fields.Length; i++)
        {
            var field = table.Fields[i];
            foreach (var loss in FindOne(expanded.Contains(i) ? AsColumns(field) : field)) yield return loss;
            if (field.Type.Kind != FieldKind.Null)
                yield return new LossRule(field.Name, $"without a value in any row it comes back without its type ({Quoting.Shorten(field.Type.ToString())})") { Condition = $"count({Sql.Name(field.Name)}) = 0" };
            if (!expanded.Contains(i) && table.Features.Any(f => f.Field == field.Name && f.Position.HasValue))
                yield return new LossRule(field.Name, "the names of its positions are not written");
            // Quotes say that numbers are text only where other values stand without them.
            if (!IsText(field) || (!options.QuoteAll && texts.Count < table.Fields.Length)) continue;
            var others = options.QuoteAll ? [] : texts.Where(t => t != field).Select(t => $"({Sql.Name(t.Name)} IS NULL OR {Looks(t)})");
            yield return new LossRule(
                field.Name, "text that looks like numbers, dates or truth values can come back as these", string.Join(" AND ", [Looks(field), .. others]));
        }
    }

    private static IEnumerable<LossRule> FindOne(Field field)
    {
        var type = field.Type;
        if (field.Name.Length == 0) yield return new LossRule(field.Name, "an empty name comes back as another");
        if (field.Categories is { } categories) yield return new LossRule(field.Name, $"its {categories.Values.Length:N0} {(categories.Ordered ? "ordered " : "")}categories come back as plain text");
        if (field.Role != FieldRole.None) yield return new LossRule(field.Name, $"its role ({field.Role.ToString().ToLowerInvariant()}) is not kept");
        if (field.Description is not null) yield return new LossRule(field.Name, "its description is not kept");
        switch (type.Kind)
        {
            case FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.UInt8 or FieldKind.UInt16 or FieldKind.UInt32:
                yield return new LossRule(field.Name, $"{type} comes back as int64");
                break;
            case FieldKind.UInt64 or FieldKind.Int128:
                yield return new LossRule(field.Name, $"{type} comes back as the narrowest of int64, uint64 and decimal(38,0) that holds its values");
                break;
            case FieldKind.Float16 or FieldKind.Float32:
                yield return new LossRule(field.Name, $"{type} comes back as float64");
                break;
            case FieldKind.Decimal:
                yield return new LossRule(field.Name, type.Scale == 0 ? $"{type} comes back as int64, or as decimal(38,0) where it is larger" : $"{type} comes back as float64");
                break;
            case FieldKind.Binary:
                yield return new LossRule(field.Name, "bytes are written as base64 and come back as text");
                break;
            case FieldKind.Uuid or FieldKind.Interval:
                yield return new LossRule(field.Name, $"{type} comes back as text");
                break;
            case FieldKind.Date:
                yield return OutOfRange(field);
                break;
            case FieldKind.Time:
                if (type.Unit is TimeUnit.Second or TimeUnit.Millisecond) yield return new LossRule(field.Name, $"{type} comes back as time[us]");
                break;
            case FieldKind.Timestamp:
                if (type.Unit is TimeUnit.Second or TimeUnit.Millisecond) yield return new LossRule(field.Name, $"{type} comes back in microseconds");
                if (type.Zone is not (null or "UTC")) yield return new LossRule(field.Name, $"its zone ({Quoting.Shorten(type.Zone)}) comes back as UTC; the instants stay");
                yield return OutOfRange(field);
                break;
            case FieldKind.List or FieldKind.FixedList or FieldKind.Struct or FieldKind.Map or FieldKind.Sparse:
                yield return new LossRule(field.Name, "nested values are written as JSON and come back as text");
                break;
            case FieldKind.Null or FieldKind.Boolean or FieldKind.Int64 or FieldKind.Float64 or FieldKind.String:
                break;
        }
    }

    // Columns of a wide table come back as the vector that they were, as far as their own type does.
    private static Field AsColumns(Field vector) => vector with { Type = vector.Type.Item!, Role = vector.Role == FieldRole.Feature ? FieldRole.None : vector.Role };

    private static bool IsText(Field field) => field.Type.Kind == FieldKind.String;

    private static string Looks(Field field) => $"regexp_full_match(CAST({Sql.Name(field.Name)} AS VARCHAR), {Sql.Text(ValueText)})";

    private static LossRule OutOfRange(Field field)
    {
        var column = Sql.Name(field.Name);
        return new LossRule(
            field.Name, "years before 1 and after 9999 come back as text, with the whole field",
            $"(NOT isfinite({column}) OR year({column}) < 1 OR year({column}) > 9999)");
    }
}
