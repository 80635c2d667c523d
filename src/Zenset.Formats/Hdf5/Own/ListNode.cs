using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Reading;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>Lists, maps, and vectors that are stored as lists.</summary>
/// <param name="offsets">Where the items of each row begin; one more than there are rows.</param>
/// <param name="items">The items; of a map, structs of key and value.</param>
/// <param name="length">Items that each has; null for any number.</param>
internal sealed class ListNode(StoredDataset offsets, StoredNode items, long? length) : StoredNode
{
    public override IEnumerable<StoredDataset> Datasets => [offsets, .. items.Datasets];
    public override long Rows => offsets.Rows - 1;

    public override NodeReader Open(Windows windows) => new Reader(new ItemOffsets(windows[offsets], offsets.Rows, items.Rows), items.Open(windows), length);

    private sealed class Reader(ItemOffsets offsets, NodeReader items, long? length) : NodeReader
    {
        public override int Limit(long row, int rows) => offsets.Limit(row, rows, items);

        public override void Fill(VectorBuilder target, long row, int rows)
        {
            var total = offsets.Load(row, rows);
            for (var i = 0; length is not null && i < rows; i++)
            {
                if (offsets.LengthOf(i) != length) throw new CellException($"a vector of {offsets.LengthOf(i):N0} items stands where all have {length:N0}");
            }
            if (target.Type.Id != EngineTypeId.Array)
            {
                target.ReserveItems(total);
                for (var i = 0; i < rows; i++) target.Entries[i] = offsets.EntryOf(i);
                target.SetItemCount(total);
            }
            if (total > 0) items.Fill(target.Items, offsets.First, total);
        }
    }
}
