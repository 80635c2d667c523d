using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.MatrixMarket.Writing;

/// <summary>How a table becomes a matrix.</summary>
/// <param name="IsSparse">One sparse field: a coordinate file. Otherwise an array.</param>
/// <param name="Item">Type that values are written as: float64, int64, uint64, or boolean for a pattern.</param>
/// <param name="Columns">Columns of the matrix.</param>
internal sealed record MtxPlan(bool IsSparse, FieldType Item, long Columns)
{
    /// <summary>The word for the type of values.</summary>
    public string Word => Item.Kind switch { FieldKind.Float64 => "real", FieldKind.Int64 => "integer", FieldKind.UInt64 => "unsigned-integer", _ => "pattern" };

    /// <summary>The plan; null when there is none.</summary>
    public static MtxPlan? For(TableShape table)
    {
        var types = table.Fields.Select(f => f.IsNominal ? FieldType.String : f.Type).ToList();
        switch (types)
        {
            case [{ Kind: FieldKind.Sparse } sparse]:
                return sparse.Item!.Kind == FieldKind.Boolean ? new MtxPlan(true, FieldType.Boolean, sparse.Length) : Common([sparse.Item]) is { } item ? new MtxPlan(true, item, sparse.Length) : null;
            case [{ Kind: FieldKind.FixedList } vector]:
                return Common([vector.Item!]) is { } of && vector.Length <= int.MaxValue ? new MtxPlan(false, of, vector.Length) : null;
            default:
                return Common(types) is { } common ? new MtxPlan(false, common, types.Count) : null;
        }
    }

    public static Obstacle? FindObstacle(TableShape table) => For(table) is not null ? null : new Obstacle(
        table.Fields.Length == 1
            ? $"field '{Quoting.Shorten(table.Fields[0].Name)}' is {(table.Fields[0].IsNominal ? "nominal" : Quoting.Shorten(table.Fields[0].Type.ToString()))}, and a matrix holds numbers"
            : "its fields are not all numbers, or not of kinds that go together, and a matrix holds numbers of one kind",
        "Name fields of numbers, or one sparse or vector field, with --columns.");

    public static IEnumerable<LossRule> FindLosses(TableShape table)
    {
        if (For(table) is not { } plan) yield break;
        var field = table.Fields[0];
        if (field.Type.Kind is not (FieldKind.Sparse or FieldKind.FixedList)) yield return new LossRule(null, "fields become the columns of a matrix: their names are not kept, and they come back as one vector field");
        else if (field.Name != MtxFormat.FieldName) yield return new LossRule(field.Name, $"its name is not kept: a matrix has none, and it comes back as '{MtxFormat.FieldName}'");
        foreach (var each in table.Fields)
        {
            var name = Sql.Name(each.Name);
            var type = each.Type.Kind is FieldKind.Sparse or FieldKind.FixedList ? each.Type.Item! : each.Type;
            var values = each.Type.Kind == FieldKind.Sparse ? $"{name}.\"values\"" : name;
            if (!type.Equals(plan.Item)) yield return new LossRule(each.Name, $"{type} comes back as {plan.Item}");
            if (plan.Item.Kind == FieldKind.Float64 && type.Kind is FieldKind.Int64 or FieldKind.UInt64)
                yield return new LossRule(each.Name, "whole numbers beyond 2^53 become the nearest floating-point numbers", $"{name} > 9007199254740992{(type.Kind == FieldKind.Int64 ? $" OR {name} < -9007199254740992" : "")}");
            yield return new LossRule(each.Name, "missing values become NaN, or 0 among whole numbers, and missing sparse rows empty ones", each.Type.IsNested
                ? string.Create(CultureInfo.InvariantCulture, $"{name} IS NULL OR len(list_filter(CAST({values} AS {FieldEngine.TypeOf(type)}[]), lambda n: n IS NULL)) > 0") : $"{name} IS NULL");
            if (type.Kind == FieldKind.Boolean) yield return new LossRule(each.Name, "entries that are false become true: a pattern has no values", $"list_contains({values}, false)");
        }
    }

    // The type that all values can be written as; null when there is none.
    private static FieldType? Common(IReadOnlyList<FieldType> types)
    {
        if (types.Count == 0 || types.Any(t => t.Kind is not (FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64) && !(t.IsInteger && t.Kind != FieldKind.Int128))) return null;
        if (types.Any(t => !t.IsInteger)) return FieldType.Float64;
        if (types.All(t => t.Kind == FieldKind.UInt64)) return FieldType.UInt64;
        return types.Any(t => t.Kind == FieldKind.UInt64) ? null : FieldType.Int64;
    }
}
