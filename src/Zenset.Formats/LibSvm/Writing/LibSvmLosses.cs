using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.LibSvm.Writing;

/// <summary>What a table would lose as LibSVM text: what our own reader would not give back.</summary>
internal static class LibSvmLosses
{
    public static Obstacle? ObstacleOf(TableShape table, OptionValues options)
    {
        var plan = LibSvmPlan.For(table, options);
        if (plan.Dimension > int.MaxValue - 1) return new Obstacle("it has more values in a row than there are indices");
        if (plan.Label >= 0 && !IsLabel(table.Fields[plan.Label]))
            return new Obstacle($"field '{Quoting.Shorten(table.Fields[plan.Label].Name)}' is {Kind(table.Fields[plan.Label])}, and a label is a number", "Name another field with --label.");
        foreach (var (i, _) in plan.Features)
        {
            var field = table.Fields[i];
            var item = field.Type.Kind is FieldKind.Sparse or FieldKind.FixedList ? field.Type.Item! : field.Type;
            if (field.IsNominal || !IsNumber(item))
                return new Obstacle($"field '{Quoting.Shorten(field.Name)}' is {Kind(field)}, and its values are numbers", "Choose fields with --columns, and the label with --label.");
        }
        return table.Fields.IsEmpty ? new Obstacle("it has no fields") : null;
    }

    public static IEnumerable<LossRule> Of(TableShape table, OptionValues options)
    {
        var plan = LibSvmPlan.For(table, options);
        foreach (var rule in OfLabel(table, plan)) yield return rule;
        if (plan.Query >= 0)
        {
            var field = table.Fields[plan.Query];
            if (field.Type.Kind != FieldKind.Int64) yield return new LossRule(field.Name, $"{field.Type} comes back as int64");
            if (field.Type.Kind is FieldKind.UInt64 or FieldKind.Int128) yield return new LossRule(field.Name, "a qid beyond 64 bits is left out", $"{Sql.Name(field.Name)} NOT BETWEEN {long.MinValue} AND {long.MaxValue}");
            yield return new LossRule(field.Name, "without a qid in any row there is no such field", null) { Condition = $"count({Sql.Name(field.Name)}) = 0" };
        }
        if (plan.Features is [var (only, _)] && table.Fields[only] is { Type.Kind: FieldKind.Sparse } sparse)
        {
            foreach (var rule in OfSparse(sparse, plan)) yield return rule;
        }
        else
        {
            yield return new LossRule(null, "fields become the positions of one sparse field 'features' of float64; their names are not kept");
            foreach (var (i, _) in plan.Features)
            {
                var field = table.Fields[i];
                var name = Sql.Name(field.Name);
                var missing = field.Type.Kind switch
                {
                    FieldKind.Sparse => $"{name} IS NULL OR len(list_filter({name}.\"values\", lambda x: x IS NULL)) > 0",
                    FieldKind.FixedList => $"{name} IS NULL OR len(list_filter(CAST({name} AS DOUBLE[]), lambda x: x IS NULL)) > 0",
                    _ => $"{name} IS NULL",
                };
                yield return new LossRule(field.Name, "missing values are left out, which most programs read as 0", missing);
            }
        }
        if (table.Fields.Length > 0) yield return new LossRule(null, "without rows there is nothing to tell types by") { Condition = "count(*) = 0" };
    }

    private static IEnumerable<LossRule> OfLabel(TableShape table, LibSvmPlan plan)
    {
        if (plan.Label < 0)
        {
            yield return new LossRule(null, "there is no label, which every row needs: 0 is written (--label names a field)");
            yield break;
        }
        var field = table.Fields[plan.Label];
        var value = Sql.Name(field.Name);
        var item = field.Type.Kind == FieldKind.List ? field.Type.Item! : field.Type;
        if (field.Name != "label") yield return new LossRule(field.Name, "it comes back as 'label'");
        else if (field.Role != FieldRole.Target) yield return new LossRule(field.Name, "it comes back as the target");
        if (field.IsNominal) yield return new LossRule(field.Name, "categories become their numbers, from 0");
        else if (item.Kind is not (FieldKind.Int64 or FieldKind.Float64)) yield return new LossRule(field.Name, $"{item} comes back as {(item.IsInteger || item.Kind == FieldKind.Boolean ? "int64" : "float64")}");
        if (field.Type.Kind == FieldKind.List)
        {
            yield return new LossRule(field.Name, "missing labels are left out", $"{value} IS NULL OR len(list_filter({value}, lambda x: x IS NULL)) > 0");
            yield return new LossRule(field.Name, "where every row has one label, it comes back as a number, not as a list") { Condition = $"coalesce(max(len({value})), 0) = 1 AND coalesce(min(len({value})), 0) = 1" };
            if (!Int(item)) yield return new LossRule(field.Name, "where no row has a label, they come back as int64") { Condition = $"coalesce(max(len({value})), 0) = 0" };
            foreach (var (i, _) in plan.Features.Where(f => table.Fields[f.Field].Type.Kind == FieldKind.Sparse))
                yield return new LossRule(field.Name, "a row without labels and entries is left out", $"coalesce(len({value}), 0) = 0 AND coalesce(len({Sql.Name(table.Fields[i].Name)}.indices), 0) = 0");
        }
        else
        {
            yield return new LossRule(field.Name, "a missing label becomes 0", $"{value} IS NULL");
            if (!Int(item) && !field.IsNominal) yield return new LossRule(field.Name, "where no row has a label, it comes back as int64") { Condition = $"count({value}) = 0" };
        }
        if (item.Kind is FieldKind.UInt64 or FieldKind.Int128 && field.Type.Kind != FieldKind.List)
            yield return new LossRule(field.Name, "integers beyond 64 bits make all labels float64", $"{value} NOT BETWEEN {long.MinValue} AND {long.MaxValue}");
        if (item.Kind is FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64 && field.Type.Kind != FieldKind.List)
            yield return new LossRule(field.Name, "the sign and payload of NaN are not kept", $"isnan({value}) AND signbit({value})");
    }

    private static IEnumerable<LossRule> OfSparse(Field field, LibSvmPlan plan)
    {
        var value = Sql.Name(field.Name);
        if (field.Name != "features") yield return new LossRule(field.Name, "it comes back as 'features'");
        else if (field.Role != FieldRole.Feature) yield return new LossRule(field.Name, "it comes back as a feature");
        if (field.Type.Item!.Kind != FieldKind.Float64) yield return new LossRule(field.Name, $"{field.Type.Item} comes back as float64");
        yield return new LossRule(field.Name, "a missing vector becomes an empty one", $"{value} IS NULL");
        yield return new LossRule(field.Name, "missing values are left out, which most programs read as 0", $"len(list_filter({value}.\"values\", lambda x: x IS NULL)) > 0");
        // Indices increase, but nothing makes a foreign table keep to that; the greatest is looked for.
        yield return new LossRule(field.Name, "the length of the vector is not kept: the highest index of all rows takes its place")
        {
            Condition = string.Create(CultureInfo.InvariantCulture, $"coalesce(max(list_max({value}.indices)), 0) + 1 <> {field.Type.Length}"),
        };
        if (plan.IndexBase == 0)
            yield return new LossRule(field.Name, "without an entry at index 0 readers take the first index for 1") { Condition = $"coalesce(min(list_min({value}.indices)), 1) > 0" };
    }

    private static bool Int(FieldType type) => type.IsInteger || type.Kind == FieldKind.Boolean;

    private static bool IsLabel(Field field) =>
        field.IsNominal && field.Categories is { Values.Length: > 0 } && field.Type.Kind == FieldKind.String || !field.IsNominal && IsNumber(field.Type.Kind == FieldKind.List ? field.Type.Item! : field.Type);

    private static bool IsNumber(FieldType type) => type.IsInteger || type.Kind is FieldKind.Boolean or FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64;

    private static string Kind(Field field) => field.IsNominal ? "nominal" : Quoting.Shorten(field.Type.ToString());
}
