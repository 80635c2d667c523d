using System.Collections.Immutable;
using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.Arff.Writing;

/// <summary>What a table would lose as ARFF: what our own reader, without options, would not give back, and what OpenML's clients misread.</summary>
internal static class ArffLosses
{
    public static IEnumerable<LossRule> Find(TableShape table, ArffDialect dialect)
    {
        if (table.Fields.IsEmpty)
        {
            yield return new LossRule(null, "a table without fields is no ARFF file");
            yield break;
        }
        if (dialect == ArffDialect.OpenMl && table.Rows == 0) yield return new LossRule(null, "clients of OpenML cannot load a file without rows");
        var plan = ArffWritePlan.For(table, dialect);
        for (var i = 0; i < plan.Columns.Length; i++)
        {
            foreach (var rule in OfColumn(plan.Columns[i], dialect, plan.Attributes.Length)) yield return rule;
            if (GainsNames(plan, i, table.Features))
                yield return new LossRule(plan.Columns[i].Field.Name, "its positions have no names, attributes need some, and they come back with it as a table of their own");
            if (i == plan.WeightColumn) yield return new LossRule(plan.Columns[i].Field.Name, "a missing weight becomes 1", $"{Sql.Name(plan.Columns[i].Field.Name)} IS NULL");
        }
        if (table.Features.Any(f => f.Position.HasValue) && (table.Features.Any(f => f.Type is null) || table.Fields.Any(t => !table.Features.Any(f => f.Field == t.Name))))
            yield return new LossRule(null, "the table of names comes back with a row for every attribute, and its type as ARFF says it");
        foreach (var attribute in plan.Attributes)
        {
            var column = plan.Columns[attribute.Column];
            var isExpanded = column.Form is ArffCellForm.Vector or ArffCellForm.Sparse;
            if (!isExpanded && attribute.Name != column.Field.Name)
                yield return new LossRule(column.Field.Name, $"the name is written as '{Quoting.Shorten(attribute.Name)}'");
        }
    }

    private static IEnumerable<LossRule> OfColumn(ArffWriteColumn column, ArffDialect dialect, int attributes)
    {
        var field = column.Field;
        var value = Sql.Name(field.Name);
        var becomes = ReadBackAs(column, dialect, attributes);
        if (becomes is not null && becomes != field.Type.ToString()) yield return new LossRule(field.Name, $"{field.Type} becomes {becomes}");
        switch (column.Form)
        {
            case ArffCellForm.Double when dialect == ArffDialect.OpenMl:
                yield return new LossRule(field.Name, "NaN becomes a missing value", $"isnan({value})");
                break;
            case ArffCellForm.Float when dialect == ArffDialect.OpenMl:
                yield return new LossRule(field.Name, "NaN becomes a missing value", $"isnan({value})");
                break;
            case ArffCellForm.NumberText when field.Type.Kind is FieldKind.UInt64 or FieldKind.Int128:
                yield return new LossRule(
                    field.Name, "integers beyond 64 bits make the whole field float64", $"CAST({value} AS HUGEINT) NOT BETWEEN {long.MinValue} AND {long.MaxValue}");
                break;
            case ArffCellForm.Text when field.Type.Kind == FieldKind.String && dialect == ArffDialect.OpenMl:
                yield return new LossRule(field.Name, "line breaks and tabs become blanks", $"regexp_matches({value}, '[\\n\\r\\t]')");
                yield return new LossRule(field.Name, "clients of OpenML take the text ? for a missing value", $"{value} = '?'");
                if (field.IsNominal) yield return new LossRule(field.Name, "a nominal field without categories becomes text");
                break;
            case ArffCellForm.Nominal:
                foreach (var rule in OfCategories(field, value, dialect)) yield return rule;
                break;
            case ArffCellForm.Days or ArffCellForm.Micros when dialect == ArffDialect.Weka:
                yield return new LossRule(field.Name, $"dates lose what the pattern {ArffCellForms.PatternOf(field).Text} does not hold", DateCondition(field, value));
                break;
            case ArffCellForm.Vector when column.ItemForm == ArffCellForm.Text:
                yield return new LossRule(field.Name, "a missing vector becomes a vector of missing values", $"{value} IS NULL");
                if (dialect == ArffDialect.OpenMl)
                    yield return new LossRule(field.Name, "clients of OpenML misread line breaks, tabs and the text ?", $"list_bool_or(list_transform({value}, lambda x: x = '?' OR regexp_matches(x, '[\\n\\r\\t]')))");
                break;
            case ArffCellForm.Vector:
                yield return new LossRule(field.Name, "a missing vector becomes a vector of missing values", $"{value} IS NULL");
                if (dialect == ArffDialect.OpenMl && HasNaN(field.Type.Item!))
                    yield return new LossRule(field.Name, "NaN becomes a missing value", $"list_bool_or(list_transform(CAST({value} AS DOUBLE[]), lambda x: isnan(x)))");
                break;
            case ArffCellForm.Sparse:
                yield return new LossRule(field.Name, "a missing vector becomes one of zeros", $"{value} IS NULL");
                if (dialect == ArffDialect.OpenMl && HasNaN(field.Type.Item!))
                    yield return new LossRule(field.Name, "NaN becomes a missing value", $"list_bool_or(list_transform({value}.\"values\", lambda x: isnan(x)))");
                break;
            case ArffCellForm.Relational:
                yield return new LossRule(
                    field.Name, "missing rows inside a value become rows of missing values", $"list_bool_or(list_transform({value}, lambda x: x IS NULL))");
                break;
            default:
                break;
        }
        if (field.IsNominal && column.Form is not (ArffCellForm.Nominal or ArffCellForm.Text)) yield return new LossRule(field.Name, "the categories of numbers are not kept");
    }

    private static IEnumerable<LossRule> OfCategories(Field field, string value, ArffDialect dialect)
    {
        var categories = field.Categories!;
        if (categories.Ordered) yield return new LossRule(field.Name, "it is not said that the order of the categories means something");
        if (dialect == ArffDialect.Weka) yield break;
        if (categories.Values.Any(v => v.AsSpan().IndexOfAny("\n\r\t") >= 0)) yield return new LossRule(field.Name, "line breaks and tabs in categories become blanks");
        if (categories.Values.Contains("?")) yield return new LossRule(field.Name, "clients of OpenML take the text ? for a missing value", $"CAST({value} AS VARCHAR) = '?'");
    }

    private static string DateCondition(Field field, string value)
    {
        var plain = field.Type switch
        {
            { Kind: FieldKind.Date } => value,
            // The parts of zoned times depend on the session; those of the same instant without a zone do not.
            { Zone: not null, Unit: not TimeUnit.Nanosecond } => $"make_timestamp(CASE WHEN isfinite({value}) THEN epoch_us({value}) END)",
            _ => $"CAST({value} AS TIMESTAMP)",
        };
        var conditions = ArffCellForms.PatternOf(field).LossConditions(plain, field.Type.Kind == FieldKind.Timestamp).Prepend($"NOT isfinite({value})");
        if (field.Type.Unit == TimeUnit.Nanosecond) conditions = conditions.Append($"epoch_ns({value}) % 1000 <> 0");
        return string.Join(" OR ", conditions);
    }

    // The type that our reader finds, in the words of field types; null when it needs no saying.
    private static string? ReadBackAs(ArffWriteColumn column, ArffDialect dialect, int attributes)
    {
        var type = column.Field.Type;
        return column.Form switch
        {
            ArffCellForm.Integer => type.Kind == FieldKind.Null ? "float64" : "int64",
            ArffCellForm.NumberText => type.Kind == FieldKind.Decimal ? "float64" : "int64",
            ArffCellForm.Float or ArffCellForm.Double => "float64",
            ArffCellForm.Boolean => "nominal {False,True}",
            ArffCellForm.Nominal => null,
            ArffCellForm.Text => type.IsNested ? "text (JSON)" : type.Kind == FieldKind.Binary ? "text (Base64)" : "string",
            ArffCellForm.Days or ArffCellForm.Micros when dialect == ArffDialect.OpenMl => "string",
            ArffCellForm.Days => "date",
            ArffCellForm.Micros => FieldType.Timestamp(TimeUnit.Microsecond, type.Zone is null ? null : "UTC").ToString(),
            ArffCellForm.Relational => ReadBack(type).ToString(),
            ArffCellForm.Sparse => FieldType.Sparse(FieldType.Float64, type.Length).ToString(),
            ArffCellForm.Vector when column.ItemForm == ArffCellForm.Text && type.Length >= ArffLayout.LeastVectorLength && attributes >= ArffLayout.MostColumns => FieldType.FixedList(FieldType.String, type.Length).ToString(),
            ArffCellForm.Vector when type.Length >= ArffLayout.LeastVectorLength && attributes >= ArffLayout.MostColumns => FieldType.FixedList(FieldType.Float64, type.Length).ToString(),
            ArffCellForm.Vector => string.Create(CultureInfo.InvariantCulture, $"{type.Length:N0} fields"),
            _ => null,
        };
    }

    private static FieldType ReadBack(FieldType relational) => FieldType.List(FieldType.Struct(relational.Item!.Members.Select(m => m with
    {
        Type = ArffCellForms.OfMember(m.Type) switch
        {
            ArffCellForm.Relational => ReadBack(m.Type),
            ArffCellForm.Boolean or ArffCellForm.Text => FieldType.String,
            ArffCellForm.Days => FieldType.Date,
            ArffCellForm.Micros => FieldType.Timestamp(TimeUnit.Microsecond, m.Type.Zone is null ? null : "UTC"),
            _ => FieldType.Float64,
        },
    })));

    // A vector that is read as one has its names beside it.
    private static bool GainsNames(ArffWritePlan plan, int column, ImmutableArray<Feature> features)
    {
        var (field, form, _) = plan.Columns[column];
        return (form == ArffCellForm.Sparse || (form == ArffCellForm.Vector && field.Type.Length >= ArffLayout.LeastVectorLength && plan.Attributes.Length >= ArffLayout.MostColumns))
            && !features.Any(f => f.Field == field.Name && f.Position.HasValue);
    }

    private static bool HasNaN(FieldType item) => item.Kind is FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64;
}
