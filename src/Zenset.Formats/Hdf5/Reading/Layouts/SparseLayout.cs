using System.Collections.Immutable;
using System.Globalization;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading.Layouts;

/// <summary>
/// Groups of <c>data</c>, <c>indices</c> and <c>indptr</c>: compressed matrices of AnnData, SciPy and 10x Genomics. A row of 10x is a cell,
/// although its file says that the matrix has a row for each gene: compressed columns of the one are compressed rows of the other.
/// </summary>
internal sealed class SparseLayout : ILayout
{
    public void Take(StoredGroup group, TableCollector into)
    {
        if (!group.TryDataset("data", out var data) || !group.TryDataset("indices", out var indices) || !group.TryDataset("indptr", out var indptr)) return;
        into.Try(group.Path, () =>
        {
            if (ShapeOf(group, into) is not [>= 0 and var rows, >= 0 and var columns]) return;
            if (group.TryDataset("barcodes", out var cells) && cells.Rows == columns && indptr.Rows == columns + 1)
                TakeCells(group, into, cells, indptr, indices, data, rows);
            else
                TakeMatrix(group, into, indptr, indices, data, rows, columns);
        });
    }

    private static void TakeCells(StoredGroup group, TableCollector into, StoredDataset cells, StoredDataset indptr, StoredDataset indices, StoredDataset data, long genes)
    {
        if (SparseMatrix.Of(indptr, indices, data, genes) is not { } matrix) return;
        var counts = new CompressedRows(new Field { Name = "counts", Type = FieldType.Sparse(matrix.Plan.Type, genes) }, matrix);
        var table = into.Add(group.Path, [DatasetColumn.Whole(cells, "barcode"), counts], group.Attributes);
        into.Note("hdf5/cells", table.Name, "a row is a cell (barcode), and a position of 'counts' a feature (gene)");
        group.Take(cells, indptr, indices, data);
        if (group.TryDataset("shape", out var shape)) group.Take(shape);
        // 10x 3.0 has a group of features, 2.0 two datasets beside the matrix.
        var names = group.Group("features")?.Dataset("name") ?? group.Dataset("gene_names");
        if (names is not null && names.Rows == genes) into.NameFeatures(table.Name, "counts", names);
    }

    private static void TakeMatrix(StoredGroup group, TableCollector into, StoredDataset indptr, StoredDataset indices, StoredDataset data, long rows, long columns)
    {
        var isByColumns = IsByColumns(group, indptr, rows, columns);
        if (indptr.Rows != (isByColumns ? columns : rows) + 1)
        {
            throw new NotSupportedSourceException(
                Hdf5Errors.Layout, string.Create(CultureInfo.InvariantCulture, $"'indptr' has {indptr.Rows:N0} values, which does not fit a matrix of {rows:N0} × {columns:N0}"),
                new SourceLocation { Source = into.File.Source, Resource = group.Path }, "Write the matrix again.");
        }
        if (SparseMatrix.Of(indptr, indices, data, isByColumns ? rows : columns) is not { } matrix) return;
        var name = group.Name.Length == 0 ? "values" : group.Name;
        var field = new Field { Name = name, Type = FieldType.Sparse(matrix.Plan.Type, columns) };
        if (isByColumns) into.AddSorted(group.Path, name, rows, matrix, group.Attributes);
        else into.Add(group.Path, [new CompressedRows(field, matrix)], group.Attributes);
        group.Take(indptr, indices, data);
        foreach (var said in (string[])["shape", "format"])
        {
            if (group.TryDataset(said, out var dataset)) group.Take(dataset);
        }
    }

    // AnnData says it in an attribute (before 0.7 in another); SciPy's own way has a dataset. A square matrix that says nothing is by rows.
    private static bool IsByColumns(StoredGroup group, StoredDataset indptr, long rows, long columns)
    {
        var said = group.Attributes.Text("encoding-type") ?? group.Attributes.Text("h5sparse_format") ?? group.Attributes.Text("format");
        if (said is not null) return said.StartsWith("csc", StringComparison.Ordinal);
        return indptr.Rows != rows + 1 && indptr.Rows == columns + 1;
    }

    private static ImmutableArray<long>? ShapeOf(StoredGroup group, TableCollector into)
    {
        var said = group.Attributes["shape"] ?? group.Attributes["h5sparse_shape"];
        if (said is not null) return said.Values.All(v => v is long) ? [.. said.Values.Cast<long>()] : null;
        return group.TryDataset("shape", out var shape) && shape.Type.Class == Hdf5Class.Integer && shape.Rows == 2 ? SmallDataset.Numbers(into.File, shape) : null;
    }
}
