using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Cells;
using Zenset.Formats.Hdf5.Reading;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>Values that lie in one dataset, one in each row.</summary>
/// <param name="dataset">The dataset.</param>
/// <param name="open">Makes what takes the values.</param>
internal sealed unsafe class PlainNode(StoredDataset dataset, Func<Cell> open) : StoredNode
{
    public override IEnumerable<StoredDataset> Datasets => [dataset];
    public override long Rows => dataset.Rows;

    public override NodeReader Open(Windows windows) => new Reader(windows[dataset], dataset, open(), windows.Heap);

    private sealed class Reader(RowWindow window, StoredDataset dataset, Cell cell, GlobalHeap heap) : NodeReader
    {
        // Of texts in a chunk, unless one is longer.
        private const long MostWeight = 64 << 20;

        private readonly bool _refers = dataset.Type.HasPointers;

        public override int Limit(long row, int rows)
        {
            if (!_refers) return rows;
            var limit = Math.Min(rows, window.Load(row, dataset.Rows));
            long weight = 0;
            for (var i = 0; i < limit; i++)
            {
                weight += cell.Weight(window.At(row + i));
                if (weight > MostWeight) return Math.Max(1, i);
            }
            return limit;
        }

        public override void Fill(VectorBuilder target, long row, int rows)
        {
            cell.Begin(heap);
            for (var done = 0; done < rows;)
            {
                var count = Math.Min(rows - done, window.Load(row + done, dataset.Rows));
                cell.Read(target, done, window.At(row + done), window.Stride, count);
                done += count;
            }
        }
    }
}

/// <summary>Vectors of numbers: a row of a dataset of two dimensions each.</summary>
/// <param name="dataset">The dataset.</param>
/// <param name="itemsMissing">Where items are missing; null where none are.</param>
/// <param name="open">Makes what takes items.</param>
internal sealed unsafe class MatrixNode(StoredDataset dataset, StoredDataset? itemsMissing, Func<Cell> open) : StoredNode
{
    public override IEnumerable<StoredDataset> Datasets => itemsMissing is null ? [dataset] : [dataset, itemsMissing];
    public override long Rows => dataset.Rows;

    public override NodeReader Open(Windows windows) => new Reader(windows[dataset], itemsMissing is null ? null : windows[itemsMissing], dataset, open());

    private sealed class Reader(RowWindow window, RowWindow? missing, StoredDataset dataset, Cell cell) : NodeReader
    {
        // Of a chunk.
        private const int MostItems = 4 << 20;

        private readonly int _length = (int)dataset.RowElements;

        public override int Limit(long row, int rows) => Math.Min(rows, Math.Max(1, MostItems / _length));

        public override void Fill(VectorBuilder target, long row, int rows)
        {
            if (target.Type.Id != EngineTypeId.Array)
            {
                target.ReserveItems((long)rows * _length);
                for (var i = 0; i < rows; i++) target.Entries[i] = new ListEntry((ulong)((long)i * _length), (ulong)_length);
                target.SetItemCount((long)rows * _length);
            }
            var items = target.Items;
            for (var done = 0; done < rows;)
            {
                var count = Math.Min(rows - done, window.Load(row + done, dataset.Rows));
                cell.Read(items, done * _length, window.At(row + done), dataset.Memory.Size, count * _length);
                done += count;
            }
            for (var done = 0; missing is not null && done < rows; done++)
            {
                missing.Load(row + done, dataset.Rows);
                var isMissing = missing.At(row + done);
                for (var i = 0; i < _length; i++)
                {
                    if (isMissing[i] != 0) items.SetMissing(done * _length + i);
                }
            }
        }
    }
}
