using System.Collections.Immutable;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Writing;
using Zenset.Model;

namespace Zenset.Formats.Idx;

/// <summary>How a table becomes an IDX file.</summary>
/// <param name="Record">Type of a row.</param>
/// <param name="RowLengths">Axes of a row.</param>
internal sealed record IdxPlan(Dtype Record, ImmutableArray<long> RowLengths)
{
    /// <summary>The shape of the array with so many rows.</summary>
    public ArrayShape ShapeOf(long rows)
    {
        var element = Record;
        while (element.Kind == DtypeKind.Subarray) element = element.Item!;
        return new ArrayShape(element, [rows, .. RowLengths]);
    }

    /// <summary>The plan; null when there is none.</summary>
    public static IdxPlan? For(TableShape table)
    {
        if (table.Fields is not [{ IsNominal: false } field]) return null;
        var lengths = ImmutableArray.CreateBuilder<long>();
        var (item, count) = (field.Type, (Int128)1);
        for (; item.Kind == FieldKind.FixedList; item = item.Item!)
        {
            lengths.Add(item.Length);
            count *= item.Length;
        }
        if (lengths.Count >= IdxHeader.MaxAxes || count > Dtype.MaxBytes / 8) return null;
        if (DtypeChoice.For(item) is not { } plain || IdxHeader.TypeFor(plain) is not { } element || item.Kind is FieldKind.Decimal or FieldKind.Int128 or FieldKind.Null) return null;
        var record = element;
        for (var axis = lengths.Count - 1; axis >= 0; axis--) record = Dtype.Subarray(record, (int)lengths[axis]);
        // A vector that was a picture is one again.
        if (ArrayMetadata.Read(table.SourceMetadata) is [{ Shape: { Lengths.Length: > 2 and < IdxHeader.MaxAxes } source }] && lengths is [var length]
            && source.RowLengths.Aggregate((Int128)1, (product, n) => product * n) == length && source.RowLengths.All(n => n <= uint.MaxValue))
        {
            return new IdxPlan(record, source.RowLengths);
        }
        return new IdxPlan(record, lengths.ToImmutable());
    }

    public static Obstacle? FindObstacle(TableShape table)
    {
        const string fix = "Name one field with --columns, and write others into files of their own.";
        if (table.Fields.Length != 1) return new Obstacle(System.FormattableString.Invariant($"it has {table.Fields.Length:N0} fields, and an IDX file holds one array"), fix);
        return For(table) is null
            ? new Obstacle($"field '{Quoting.Shorten(table.Fields[0].Name)}' is {(table.Fields[0].IsNominal ? "nominal" : Quoting.Shorten(table.Fields[0].Type.ToString()))}, and an IDX file holds uint8, int8, int16, int32, float32, float64 and vectors of them", "Write npy, which has more types.")
            : null;
    }

    public static IEnumerable<LossRule> FindLosses(TableShape table)
    {
        if (For(table) is not { } plan) yield break;
        var field = table.Fields[0];
        if (field.Name != IdxFormat.FieldName)
            yield return new LossRule(field.Name, $"its name is not kept: the array has none, and comes back as '{IdxFormat.FieldName}'");
        if (field.Type is { Kind: FieldKind.FixedList, Item.Kind: FieldKind.FixedList }) yield return new LossRule(field.Name, "vectors of vectors come back as one vector");
        if (MissingValues.Predicate(field.Type, plan.Record, Sql.Name(field.Name)) is { } missing) yield return new LossRule(field.Name, MissingValues.Message, missing);
    }
}
