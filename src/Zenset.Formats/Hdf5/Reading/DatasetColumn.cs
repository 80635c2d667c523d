using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Cells;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>A field whose values lie in a dataset.</summary>
/// <param name="Field">The field.</param>
/// <param name="Dataset">The dataset.</param>
/// <param name="Offset">Bytes from the start of a row in memory to the value.</param>
/// <param name="Plan">How values are taken.</param>
internal sealed record DatasetColumn(Field Field, StoredDataset Dataset, int Offset, CellPlan Plan) : TableColumn(Field)
{
    public override ImmutableArray<StoredDataset> Datasets => [Dataset];
    public override long Rows => Dataset.Rows;
    public override long Bytes => Dataset.Bytes;

    public override ColumnReader Open(Windows windows) => new Reader(windows[Dataset], windows.Heap, Plan.Open(), Offset, Dataset.Type.HasPointers);

    /// <summary>All values of a row as one field: a row of more than one value is a vector.</summary>
    public static DatasetColumn Whole(StoredDataset dataset, string name)
    {
        var plan = CellPlan.Of(dataset.Type, AreBitsTruth(dataset));
        return Of(dataset, name, 0, dataset.Dimensions.Length > 1 ? plan.Repeated(dataset.RowElements, dataset.Memory.Size) : plan);
    }

    /// <summary>The members of a compound, a field each.</summary>
    public static IEnumerable<DatasetColumn> Members(StoredDataset dataset)
    {
        foreach (var (member, memory) in dataset.Type.Members.Zip(dataset.Memory.Members))
            yield return Of(dataset, member.Name, memory.Offset, CellPlan.Of(member.Type, AreBitsTruth(dataset)));
    }

    /// <summary>A field of a plan.</summary>
    public static DatasetColumn Of(StoredDataset dataset, string name, int offset, CellPlan plan) =>
        new(new Field { Name = name, Type = plan.Type, Categories = plan.Categories, SourceFormat = plan.SourceFormat }, dataset, offset, plan);

    // Every object of PyTables says its class; it writes truth values as bit fields.
    private static bool AreBitsTruth(StoredDataset dataset) => dataset.Attributes["CLASS"] is not null;

    private sealed unsafe class Reader(RowWindow window, GlobalHeap heap, Cell cell, int offset, bool refers) : ColumnReader
    {
        // Of texts and lists in a chunk, unless one row has more.
        private const long MostWeight = 64 << 20;

        public override int Limit(long row, int rows, long end)
        {
            var limit = Math.Min(rows, window.Load(row, end));
            if (!refers) return limit;
            long weight = 0;
            for (var i = 0; i < limit; i++)
            {
                weight += cell.Weight(window.At(row + i) + offset);
                if (weight > MostWeight) return Math.Max(1, i);
            }
            return limit;
        }

        public override void Fill(VectorBuilder target, long row, int rows)
        {
            cell.Begin(heap);
            cell.Read(target, 0, window.At(row) + offset, window.Stride, rows);
            cell.Finish(target);
        }
    }
}
