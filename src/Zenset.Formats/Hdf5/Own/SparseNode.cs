using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Reading;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>Sparse vectors: the three datasets of a compressed matrix.</summary>
/// <param name="starts">Where the entries of each row begin.</param>
/// <param name="positions">Positions, 32-bit numbers.</param>
/// <param name="values">Values.</param>
/// <param name="length">Positions of a vector.</param>
internal sealed class SparseNode(StoredDataset starts, StoredNode positions, StoredNode values, long length) : StoredNode
{
    public override IEnumerable<StoredDataset> Datasets => [starts, .. positions.Datasets, .. values.Datasets];
    public override long Rows => starts.Rows - 1;

    public override NodeReader Open(Windows windows) =>
        new Reader(new ItemOffsets(windows[starts], starts.Rows, Math.Min(positions.Rows, values.Rows)), positions.Open(windows), values.Open(windows), length);

    private sealed class Reader(ItemOffsets offsets, NodeReader positions, NodeReader values, long length) : NodeReader
    {
        public override int Limit(long row, int rows) => offsets.Limit(row, rows, values);

        public override void Fill(VectorBuilder target, long row, int rows)
        {
            var total = offsets.Load(row, rows);
            var indices = target.Member(0);
            var data = target.Member(1);
            indices.ReserveItems(total);
            data.ReserveItems(total);
            for (var i = 0; i < rows; i++) indices.Entries[i] = data.Entries[i] = offsets.EntryOf(i);
            indices.SetItemCount(total);
            data.SetItemCount(total);
            if (total == 0) return;
            positions.Fill(indices.Items, offsets.First, total);
            values.Fill(data.Items, offsets.First, total);
            for (var i = 0; i < rows; i++) Check(indices.Items.Values<int>().Slice((int)offsets.EntryOf(i).Offset, (int)offsets.LengthOf(i)));
        }

        private void Check(ReadOnlySpan<int> row)
        {
            var last = -1;
            foreach (var position in row)
            {
                if (position <= last || position >= length)
                    throw new CellException(string.Create(CultureInfo.InvariantCulture, $"an entry has the position {position:N0}, which is out of order or not below {length:N0}"));
                last = position;
            }
        }
    }
}
