using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Reading;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>A field of a table that Zenset wrote.</summary>
/// <param name="Field">The field.</param>
/// <param name="Node">Its values.</param>
internal sealed record OwnColumn(Model.Field Field, StoredNode Node) : TableColumn(Field)
{
    public override ImmutableArray<StoredDataset> Datasets { get; } = [.. Node.Datasets];
    public override long Rows => Node.Rows;
    public override long Bytes => Datasets.Sum(d => d.Bytes);

    public override ColumnReader Open(Windows windows) => new Reader(Node.Open(windows));

    private sealed class Reader(NodeReader node) : ColumnReader
    {
        public override int Limit(long row, int rows, long end) => node.Limit(row, rows);

        public override void Fill(VectorBuilder target, long row, int rows) => node.Fill(target, row, rows);
    }
}
