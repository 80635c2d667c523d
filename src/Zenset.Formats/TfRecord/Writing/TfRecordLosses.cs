using Zenset.Model;

namespace Zenset.Formats.TfRecord.Writing;

/// <summary>What a table would lose as TFRecord: what our own reader would not give back.</summary>
/// <remarks>
/// The file has no schema, and the reader finds types from all rows. So some losses are about a table and not about rows: lists that have the same
/// number of items everywhere come back as vectors.
/// </remarks>
internal static class TfRecordLosses
{
    public static IEnumerable<LossRule> Of(TableShape table)
    {
        yield return new LossRule(null, "a table without rows is a file without bytes, which says nothing of its fields") { Condition = "count(*) = 0" };
        if (TfRecordWritePlan.IsRaw(table.Fields))
        {
            yield return new LossRule(table.Fields[0].Name, "a missing record becomes an empty one", $"{Sql.Name(table.Fields[0].Name)} IS NULL");
            yield break;
        }
        var plan = TfRecordWritePlan.For(table.Fields);
        if (plan.Columns.SkipWhile(c => c.Depth < 2).Any(c => c.Depth < 2)) yield return new LossRule(null, "lists of lists come back after the other fields");
        foreach (var field in table.Fields)
        {
            foreach (var rule in OfField(field)) yield return rule;
        }
    }

    private static IEnumerable<LossRule> OfField(Field field)
    {
        var (type, value) = (field.Type, Sql.Name(field.Name));
        if (field.Categories is not null) yield return new LossRule(field.Name, "its list of categories is not kept; values are written as text");
        if (type.Kind != FieldKind.Null && TfRecordWritePlan.KindOf(type) is not null || TfRecordWritePlan.IsSequence(type))
            yield return new LossRule(field.Name, "it has no value in any row, so its type is not known when it is read") { Condition = $"count(*) > 0 AND count({value}) = 0" };

        if (TfRecordWritePlan.KindOf(type) is not null)
        {
            foreach (var rule in OfScalar(field, type, value)) yield return rule;
        }
        else if (TfRecordWritePlan.IsSequence(type) && TfRecordWritePlan.KindOf(type.Item!) is not null)
        {
            foreach (var rule in OfItems(field, type.Item!, value, "a list of")) yield return rule;
            foreach (var rule in field.SourceFormat == TfRecordFields.FeatureList ? OfSteps(field, value) : OfList(field, value)) yield return rule;
        }
        else if (TfRecordWritePlan.IsSequence(type) && TfRecordWritePlan.IsSequence(type.Item!) && TfRecordWritePlan.KindOf(type.Item!.Item!) is not null)
        {
            foreach (var rule in OfItems(field, type.Item.Item!, $"flatten({Lists(type, value)})", "lists of")) yield return rule;
            foreach (var rule in OfListOfLists(field, value)) yield return rule;
        }
        else if (type.Kind is FieldKind.Struct or FieldKind.Sparse)
        {
            yield return new LossRule(field.Name, $"its members become features of their own, called '{Quoting.Shorten(field.Name)}/…'");
        }
        else
        {
            yield return new LossRule(field.Name, $"{type} is written as JSON text and comes back as text");
        }
    }

    private static IEnumerable<LossRule> OfScalar(Field field, FieldType type, string value)
    {
        if (ReadBack(type) is { } back && !back.Equals(type)) yield return new LossRule(field.Name, $"{type} comes back as {back}");
        if (Unfit(type, value) is var (message, predicate)) yield return new LossRule(field.Name, message, predicate);
        if (type.Kind == FieldKind.Binary)
            yield return new LossRule(field.Name, "all its values are text, so it comes back as text") { Condition = $"count({value}) > 0 AND bool_and({IsText(value)})" };
    }

    private static IEnumerable<LossRule> OfItems(Field field, FieldType item, string list, string what)
    {
        if (ReadBack(item) is { } back && !back.Equals(item)) yield return new LossRule(field.Name, $"{what} {item} comes back as {what} {back}");
        if (Unfit(item, "x") is var (message, predicate)) yield return new LossRule(field.Name, message, $"len(list_filter({list}, lambda x: {predicate})) > 0");
        if (item.Kind == FieldKind.Binary)
            yield return new LossRule(field.Name, "all its values are text, so they come back as text") { Condition = $"max(len({list})) > 0 AND coalesce(bool_and(len(list_filter({list}, lambda x: NOT {IsText("x")})) = 0), true)" };
    }

    private static IEnumerable<LossRule> OfList(Field field, string value)
    {
        yield return new LossRule(field.Name, "missing items are left out", $"len(list_filter({value}, lambda x: x IS NULL)) > 0");
        if (field.Type.Kind == FieldKind.FixedList)
        {
            if (field.Type.Length <= 1) yield return new LossRule(field.Name, "a vector of fewer than two items comes back as a single value");
            yield break;
        }
        yield return new LossRule(field.Name, "no row has more than one item, so it comes back as single values") { Condition = $"count({value}) > 0 AND max(len({value})) <= 1" };
        yield return new LossRule(field.Name, "all rows have the same number of items, so it comes back as a vector") { Condition = $"max(len({value})) > 1 AND min(len({value})) = max(len({value}))" };
    }

    private static IEnumerable<LossRule> OfSteps(Field field, string value)
    {
        yield return new LossRule(field.Name, "a missing list becomes an empty one", $"{value} IS NULL");
        yield return new LossRule(field.Name, "no list has an item, so the type of items is not known when it is read") { Condition = $"count({value}) > 0 AND coalesce(max(len(list_filter({value}, lambda x: x IS NOT NULL))), 0) = 0" };
    }

    private static IEnumerable<LossRule> OfListOfLists(Field field, string value)
    {
        yield return new LossRule(field.Name, "a missing list becomes an empty one", $"{value} IS NULL");
        yield return new LossRule(field.Name, "missing items are left out", $"len(list_filter({value}, lambda s: len(list_filter(s, lambda x: x IS NULL)) > 0)) > 0");
        if (field.Type.Kind == FieldKind.FixedList || field.Type.Item!.Kind == FieldKind.FixedList) yield return new LossRule(field.Name, "vectors in it come back as lists");
        yield return new LossRule(field.Name, "no list in it has more than one item, so it comes back as a list of single values")
        {
            Condition = $"count({value}) > 0 AND coalesce(max(list_max(list_transform({value}, lambda s: len(s)))), 0) <= 1",
        };
    }

    // The type of a value that is read; null where there is none.
    private static FieldType? ReadBack(FieldType type) => TfRecordWritePlan.KindOf(type) switch
    {
        FeatureKind.Int64 => FieldType.Int64,
        FeatureKind.Float => FieldType.Float32,
        FeatureKind.Bytes => type.Kind == FieldKind.Binary ? FieldType.Binary : FieldType.String,
        _ => null,
    };

    // Values that do not fit what holds them.
    private static (string Message, string Predicate)? Unfit(FieldType type, string value) => type.Kind switch
    {
        FieldKind.UInt64 or FieldKind.Int128 => ("integers beyond 64 bits become missing", $"({value} IS NOT NULL AND TRY_CAST({value} AS BIGINT) IS NULL)"),
        FieldKind.Float64 => ("numbers with more digits than float32 has are rounded to it", $"(isfinite({value}) AND TRY_CAST(TRY_CAST({value} AS FLOAT) AS DOUBLE) IS DISTINCT FROM {value})"),
        FieldKind.Decimal => ("numbers with more digits than float32 has are rounded to it", $"({value} IS NOT NULL AND TRY_CAST(TRY_CAST({value} AS FLOAT) AS {FieldEngine.TypeOf(type)}) IS DISTINCT FROM {value})"),
        _ => null,
    };

    private static string Lists(FieldType type, string value) => $"CAST({value} AS {FieldEngine.TypeOf(type.Item!.Item!)}[][])";

    // Bytes that are not UTF-8 do not turn into text, and text with them does not turn into itself.
    private static string IsText(string value) => $"(TRY(decode({value})) IS NOT NULL)";
}
