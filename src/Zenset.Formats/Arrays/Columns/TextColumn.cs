using System.Text.Unicode;
using Zenset.DuckDb;

namespace Zenset.Formats.Arrays.Columns;

/// <summary>Texts or bytes one after the other, and where each begins.</summary>
internal sealed record TextColumn(StoredArray Offsets, StoredArray Bytes, bool IsText) : IColumnPlan
{
    public IEnumerable<StoredArray> Arrays => [Offsets, Bytes];

    public ColumnReader Open(ArrayWindows windows) => new Reader(new Offsets(windows[Offsets], Bytes.Shape.Rows), windows[Bytes], IsText);

    private sealed unsafe class Reader(Offsets offsets, ArrayWindow bytes, bool isText) : ColumnReader
    {
        // Longest text or bytes that the engine takes, with room to spare.
        private const long MostBytes = 1 << 30;

        public override int LimitRows(long start, int rows) => offsets.LimitRows(start, rows);

        public override void Fill(VectorBuilder target, int at, long start, int count)
        {
            if (count == 0) return;
            offsets.Load(start, count);
            for (var i = 0; i < count; i++)
            {
                var length = offsets[i + 1] - offsets[i];
                if (length > MostBytes) throw new NotSupportedSourceException(ArrayErrors.TooLarge, "a text is longer than 1 GiB", bytes.Array.Bytes.Locate(start + i));
                var value = length == 0 ? default : new ReadOnlySpan<byte>(bytes.Load(offsets[i], (int)length), (int)length);
                if (isText && !Utf8.IsValid(value)) throw new SourceDataException(ArrayErrors.BadText, $"the bytes '{Quoting.Shorten(value)}' are not UTF-8", bytes.Array.Bytes.Locate(start + i));
                target.SetText(at + i, value);
            }
        }
    }
}
