using System.Collections.Immutable;
using Zenset.DuckDb;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>Values beside truth values that say where they are missing.</summary>
/// <param name="Values">The values.</param>
/// <param name="Mask">One byte for each row; other than 0 where it is missing.</param>
internal sealed record MaskedColumn(DatasetColumn Values, StoredDataset Mask) : TableColumn(Values.Field)
{
    public override ImmutableArray<StoredDataset> Datasets => [.. Values.Datasets, Mask];
    public override long Rows => Values.Rows;
    public override long Bytes => Values.Bytes + Mask.Bytes;

    public override ColumnReader Open(Windows windows) => new Reader(Values.Open(windows), windows[Mask]);

    private sealed unsafe class Reader(ColumnReader values, RowWindow mask) : ColumnReader
    {
        public override int Limit(long row, int rows, long end) => Math.Min(values.Limit(row, rows, end), mask.Load(row, end));

        public override void Fill(VectorBuilder target, long row, int rows)
        {
            values.Fill(target, row, rows);
            var missing = mask.At(row);
            for (var i = 0; i < rows; i++)
            {
                if (missing[i] != 0) target.SetMissing(i);
            }
        }
    }
}
