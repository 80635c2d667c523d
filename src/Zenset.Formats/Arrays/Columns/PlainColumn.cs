using Zenset.DuckDb;
using Zenset.Formats.Arrays.Decoding;

namespace Zenset.Formats.Arrays.Columns;

/// <summary>A field whose values are the rows of an array, or a member of them.</summary>
/// <param name="Array">The array.</param>
/// <param name="Decoder">Decodes a value.</param>
/// <param name="Offset">Bytes from the start of a row to the value.</param>
internal sealed record PlainColumn(StoredArray Array, CellDecoder Decoder, int Offset = 0) : IColumnPlan
{
    public IEnumerable<StoredArray> Arrays => [Array];

    public ColumnReader Open(ArrayWindows windows) => new Reader(windows[Array], Decoder, Offset);

    private sealed unsafe class Reader(ArrayWindow window, CellDecoder decoder, int offset) : ColumnReader
    {
        // Values of vectors in a chunk, and bytes of the array, unless one row has more.
        private const int MostValues = 1 << 20;
        private const int MostBytes = 8 << 20;

        public override int LimitRows(long start, int rows)
        {
            var shape = window.Array.Shape;
            return Math.Clamp(Math.Min(MostValues / Math.Max(1, shape.RowLength), MostBytes / Math.Max(1, shape.RowBytes)), 1, rows);
        }

        public override void Fill(VectorBuilder target, int at, long start, int count)
        {
            var rows = window.Load(start, count);
            try
            {
                decoder.Decode(target, at, rows + offset, window.Array.Shape.RowBytes, count);
            }
            catch (BadCellException e)
            {
                throw new SourceDataException(e.Code, e.Message, window.Array.Bytes.Locate(start + e.Index), e.Fix);
            }
        }
    }
}
