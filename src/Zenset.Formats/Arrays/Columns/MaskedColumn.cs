using Zenset.DuckDb;

namespace Zenset.Formats.Arrays.Columns;

/// <summary>A column and an array of truth values that are true where it is missing.</summary>
internal sealed record MaskedColumn(IColumnPlan Column, StoredArray Mask) : IColumnPlan
{
    public IEnumerable<StoredArray> Arrays => Column.Arrays.Append(Mask);

    public ColumnReader Open(ArrayWindows windows) => new Reader(Column.Open(windows), windows[Mask]);

    private sealed unsafe class Reader(ColumnReader column, ArrayWindow mask) : ColumnReader
    {
        public override int LimitRows(long start, int rows) => column.LimitRows(start, rows);

        public override void Fill(VectorBuilder target, int at, long start, int count)
        {
            column.Fill(target, at, start, count);
            if (count > 0) SetMissing(target, at, mask.Load(start, count), count);
        }
    }
}
