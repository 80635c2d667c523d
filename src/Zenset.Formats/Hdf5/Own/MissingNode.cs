using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Reading;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>Values beside truth values that say where they are missing.</summary>
/// <param name="values">The values.</param>
/// <param name="missing">One byte for each; other than 0 where it is missing.</param>
internal sealed unsafe class MissingNode(StoredNode values, StoredDataset missing) : StoredNode
{
    public override IEnumerable<StoredDataset> Datasets => [.. values.Datasets, missing];
    public override long Rows => values.Rows;

    public override NodeReader Open(Windows windows) => new Reader(values.Open(windows), windows[missing], missing.Rows);

    private sealed class Reader(NodeReader values, RowWindow missing, long end) : NodeReader
    {
        public override int Limit(long row, int rows) => values.Limit(row, rows);

        public override void Fill(VectorBuilder target, long row, int rows)
        {
            values.Fill(target, row, rows);
            for (var done = 0; done < rows;)
            {
                var count = Math.Min(rows - done, missing.Load(row + done, end));
                var at = missing.At(row + done);
                for (var i = 0; i < count; i++)
                {
                    if (at[i] != 0) target.SetMissing(done + i);
                }
                done += count;
            }
        }
    }
}
