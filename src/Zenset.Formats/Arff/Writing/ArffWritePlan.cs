using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Formats.Arff.Writing;

/// <summary>A field on its way out.</summary>
/// <param name="Field">The field.</param>
/// <param name="Form">How its values arrive.</param>
/// <param name="ItemForm">Vector and sparse: how the items arrive.</param>
internal sealed record ArffWriteColumn(Field Field, ArffCellForm Form, ArffCellForm ItemForm);

/// <summary>An attribute to declare.</summary>
/// <param name="Name">Name, as it is written before quoting.</param>
/// <param name="Column">Column that holds its values.</param>
/// <param name="IsInteger">A position of a vector that is declared integer.</param>
/// <param name="Categories">Categories of a position of a text vector; none when it is declared as text.</param>
internal readonly record struct ArffWriteAttribute(string Name, int Column, bool IsInteger, ImmutableArray<string> Categories);

/// <summary>Attributes in a row that one column holds.</summary>
/// <param name="Column">The column.</param>
/// <param name="From">First position in its vector; 0 when it is no vector.</param>
/// <param name="Count">Number of attributes.</param>
/// <param name="FirstAttribute">Index of the first of them.</param>
internal readonly record struct ArffWriteRun(int Column, int From, int Count, int FirstAttribute);

/// <summary>Which attributes a table becomes, in which order.</summary>
/// <remarks>
/// A vector or sparse field becomes as many attributes as it has positions, named and ordered by the table's features where there are
/// any; a vector of texts only if they name it, and no field is sparse. With a sparse field all rows are written as sparse rows. In the Weka dialect a weight field becomes instance weights.
/// </remarks>
internal sealed class ArffWritePlan
{
    private ArffWritePlan(
        ImmutableArray<ArffWriteColumn> columns, ImmutableArray<ArffWriteAttribute> attributes, ImmutableArray<ArffWriteRun> runs, int weightColumn, ArffDialect dialect)
    {
        Columns = columns;
        Attributes = attributes;
        Runs = runs;
        WeightColumn = weightColumn;
        Dialect = dialect;
        IsSparse = columns.Any(c => c.Form == ArffCellForm.Sparse);
    }

    public ImmutableArray<ArffWriteColumn> Columns { get; }
    public ImmutableArray<ArffWriteAttribute> Attributes { get; }
    public ImmutableArray<ArffWriteRun> Runs { get; }

    /// <summary>Column of instance weights, or -1.</summary>
    public int WeightColumn { get; }

    public ArffDialect Dialect { get; }

    /// <summary>Rows are written as <c>{index value, …}</c>.</summary>
    public bool IsSparse { get; }

    public static ArffWritePlan For(TableShape table, ArffDialect dialect)
    {
        var isNamed = NamedTexts(table);
        ImmutableArray<ArffWriteColumn> columns = [.. table.Fields.Select(f =>
        {
            var form = isNamed.Contains(f.Name) ? ArffCellForm.Vector : ArffCellForms.Of(f, dialect);
            return new ArffWriteColumn(f, form, form is ArffCellForm.Vector or ArffCellForm.Sparse ? ArffCellForms.OfItem(f.Type.Item!) ?? ArffCellForm.Text : form);
        })];
        var weight = dialect == ArffDialect.Weka && columns.Length > 1 ? FindWeight(columns) : -1;
        var order = SourceOrder(columns, weight, table.Features) ?? FieldOrder(columns, weight, table.Features);
        var names = ArffText.AttributeNames(order.Select(p => p.Name), dialect);

        var attributes = ImmutableArray.CreateBuilder<ArffWriteAttribute>(order.Count);
        var runs = ImmutableArray.CreateBuilder<ArffWriteRun>();
        for (var i = 0; i < order.Count; i++)
        {
            var (column, position, _, feature) = order[i];
            attributes.Add(new ArffWriteAttribute(names[i], column, columns[column].ItemForm == ArffCellForm.Integer || feature?.Type is "integer", feature?.Categories ?? []));
            if (runs.Count > 0 && runs[^1] is var last && last.Column == column && last.From + last.Count == position) runs[^1] = last with { Count = last.Count + 1 };
            else runs.Add(new ArffWriteRun(column, position, 1, i));
        }
        return new ArffWritePlan(columns, attributes.MoveToImmutable(), runs.ToImmutable(), weight, dialect);
    }

    private static HashSet<string> NamedTexts(TableShape table)
    {
        if (table.Features.IsEmpty || table.Fields.Any(f => f.Type.Kind == FieldKind.Sparse)) return [];
        var expanded = WideRun.Expanded(table);
        return [.. table.Fields.Where((f, i) => expanded.Contains(i) && f.Type.Item!.Kind == FieldKind.String).Select(f => f.Name)];
    }

    private static int FindWeight(ImmutableArray<ArffWriteColumn> columns)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Field.Role == FieldRole.Weight && columns[i].Form is ArffCellForm.Integer or ArffCellForm.Float or ArffCellForm.Double) return i;
        }
        return -1;
    }

    // The order that the source had, if the features tell of every position, in ascending order within each field.
    private static List<Place>? SourceOrder(ImmutableArray<ArffWriteColumn> columns, int weight, ImmutableArray<Feature> features)
    {
        if (features.IsEmpty) return null;
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++) byName[columns[i].Field.Name] = i;
        var seen = new long[columns.Length];
        var order = new List<Place>(features.Length + columns.Length);
        foreach (var feature in features)
        {
            if (!byName.TryGetValue(feature.Field, out var column) || column == weight) continue;
            var position = feature.Position ?? 0;
            if (position != seen[column]++ || IsExpanded(columns[column]) != feature.Position.HasValue) return null;
            order.Add(new Place(column, position, feature.Position is null ? columns[column].Field.Name : feature.Name, feature.Position is null ? null : feature));
        }
        for (var i = 0; i < columns.Length; i++)
        {
            if (IsExpanded(columns[i]) ? seen[i] != columns[i].Field.Type.Length : seen[i] > 1) return null;
            if (seen[i] == 0 && i != weight) order.Add(new Place(i, 0, columns[i].Field.Name, null));
        }
        return order;
    }

    private static List<Place> FieldOrder(ImmutableArray<ArffWriteColumn> columns, int weight, ImmutableArray<Feature> features)
    {
        var names = new Dictionary<(string, int), Feature>();
        foreach (var feature in features)
        {
            if (feature.Position is { } position) names[(feature.Field, position)] = feature;
        }
        var order = new List<Place>();
        for (var i = 0; i < columns.Length; i++)
        {
            if (i == weight) continue;
            var field = columns[i].Field;
            if (!IsExpanded(columns[i]))
            {
                order.Add(new Place(i, 0, field.Name, null));
                continue;
            }
            for (var k = 0; k < field.Type.Length; k++)
            {
                order.Add(names.TryGetValue((field.Name, k), out var feature)
                    ? new Place(i, k, feature.Name, feature)
                    : new Place(i, k, string.Create(CultureInfo.InvariantCulture, $"{field.Name}_{k}"), null));
            }
        }
        return order;
    }

    private static bool IsExpanded(ArffWriteColumn column) => column.Form is ArffCellForm.Vector or ArffCellForm.Sparse;

    private readonly record struct Place(int Column, int Position, string Name, Feature? Feature);
}
