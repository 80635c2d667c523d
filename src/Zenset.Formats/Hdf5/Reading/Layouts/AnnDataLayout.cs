using System.Collections.Immutable;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Reading.Layouts;

/// <summary>AnnData's data frames (<c>obs</c>, <c>var</c>): a dataset for each column, or a group for categories and for values that may be missing.</summary>
/// <remarks>anndata, on-disk format: encoding-type dataframe 0.2.0, categorical 0.2.0, nullable-integer and nullable-boolean 0.1.0.</remarks>
internal sealed class AnnDataLayout : ILayout
{
    public void Take(StoredGroup group, TableCollector into)
    {
        if (group.Path.Length == 0) NameVariables(group, into);
        if (group.Attributes.Text("encoding-type") != "dataframe" || group.Attributes.Text("_index") is not { } index) return;
        into.Try(group.Path, () =>
        {
            string[] names = [index, .. group.Attributes["column-order"]?.Texts ?? []];
            var columns = ImmutableArray.CreateBuilder<TableColumn>();
            foreach (var name in names.Distinct())
            {
                if (group.TryDataset(name, out var dataset))
                {
                    into.Try(dataset.Path, () => columns.Add(DatasetColumn.Whole(dataset, name)));
                    group.Take(dataset);
                }
                else if (group.Group(name) is { } nested && Column(nested, name, into) is { } column)
                {
                    columns.Add(column);
                    group.Groups.Remove(nested);
                }
            }
            if (columns.Count == 0) return;
            if (columns.FirstOrDefault(c => c.Rows != columns[0].Rows) is { } odd)
            {
                throw new NotSupportedSourceException(
                    Hdf5Errors.Layout, $"column '{Quoting.Shorten(odd.Field.Name)}' has {odd.Rows} rows, and the index has {columns[0].Rows}",
                    new SourceLocation { Source = into.File.Source, Resource = group.Path }, "Write the frame again.");
            }
            into.Add(group.Path, columns.ToImmutable(), group.Attributes);
        });
    }

    // The columns of X are the rows of var.
    private static void NameVariables(StoredGroup root, TableCollector into)
    {
        if (root.Group("var") is not { } variables || variables.Attributes.Text("_index") is not { } index || !variables.TryDataset(index, out var names)) return;
        var width = root.Dataset("X") is { Dimensions.Length: 2 } dense ? dense.RowElements : root.Group("X")?.Attributes["shape"]?.Values is [long, long columns] ? columns : -1;
        if (width == names.Rows) into.NameFeatures("X", "X", names);
    }

    private static TableColumn? Column(StoredGroup group, string name, TableCollector into)
    {
        switch (group.Attributes.Text("encoding-type"))
        {
            case "categorical" when group.TryDataset("codes", out var codes) && group.TryDataset("categories", out var categories) && codes.Memory.Class == Hdf5Class.Integer && codes.IsColumn:
                if (SmallDataset.Texts(into.File, categories) is not { } texts || texts.Distinct().Count() != texts.Length) return null;
                var plan = CellPlan.Codes(codes, texts, group.Attributes["ordered"]?.Number == 1);
                return DatasetColumn.Of(codes, name, 0, plan);
            case "nullable-integer" or "nullable-boolean" or "nullable-string-array" when group.TryDataset("values", out var values) && group.TryDataset("mask", out var mask)
                && mask.IsColumn && values.IsColumn && mask.Memory.Size == 1 && mask.Rows == values.Rows:
                return new MaskedColumn(DatasetColumn.Whole(values, name), mask);
            default:
                return null;
        }
    }
}
