using Zenset.Formats.Arrays.Writing;

namespace Zenset.Formats.MatrixMarket.Writing;

/// <summary>Gives values that lie row by row, column by column, in bounded memory: as many columns at once as fit, each time through the file.</summary>
internal static class MtxColumns
{
    // Columns that are gathered at once, and a piece of the file.
    private const long GatherBytes = 64 << 20;
    private const int ReadBytes = 1 << 20;

    /// <param name="rowsFirst">Eight bytes for each value, row by row.</param>
    /// <param name="write">Called with the bits of every value.</param>
    public static void Write(TemporaryStream rowsFirst, long rows, int columns, Action<long> write, CancellationToken cancellationToken)
    {
        if (rows == 0 || columns == 0) return;
        rowsFirst.Flush();
        var atOnce = (int)Math.Clamp(GatherBytes / 8 / rows, 1, columns);
        // A single column is handed on as it is read.
        var gathered = new long[atOnce == 1 ? 0 : atOnce * rows];
        var rowBytes = columns * 8L;
        var piece = new byte[Math.Max(8, atOnce * 8)];
        var block = new byte[(int)Math.Min(Math.Max(rowBytes, ReadBytes / rowBytes * rowBytes), 1 << 26)];
        for (var first = 0; first < columns; first += atOnce)
        {
            var count = Math.Min(atOnce, columns - first);
            if (rowBytes <= block.Length) Scan(rowsFirst, rows, columns, first, count, block, gathered, atOnce == 1, write, cancellationToken);
            else
            {
                // Rows longer than a block: only the piece of each that is wanted is read.
                for (var row = 0L; row < rows; row++)
                {
                    if ((row & 0xFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
                    RandomAccess.Read(rowsFirst.SafeFileHandle, piece.AsSpan(0, count * 8), row * rowBytes + first * 8L);
                    for (var c = 0; c < count; c++) Take(gathered, rows, row, c, BitConverter.ToInt64(piece, c * 8), atOnce == 1, write);
                }
            }
            if (atOnce == 1) continue;
            for (var i = 0L; i < count * rows; i++) write(gathered[i]);
        }
    }

    private static void Scan(
        TemporaryStream file, long rows, int columns, int first, int count, byte[] block, long[] gathered, bool isSingle, Action<long> write, CancellationToken cancellationToken)
    {
        var rowBytes = columns * 8;
        var blockRows = block.Length / rowBytes;
        for (var row = 0L; row < rows; row += blockRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = (int)Math.Min(blockRows, rows - row);
            for (var filled = 0; filled < now * rowBytes;)
            {
                var read = RandomAccess.Read(file.SafeFileHandle, block.AsSpan(filled, now * rowBytes - filled), row * rowBytes + filled);
                if (read == 0) throw new EndOfStreamException("The temporary file became shorter.");
                filled += read;
            }
            for (var r = 0; r < now; r++)
            {
                for (var c = 0; c < count; c++) Take(gathered, rows, row + r, c, BitConverter.ToInt64(block, r * rowBytes + (first + c) * 8), isSingle, write);
            }
        }
    }

    private static void Take(long[] gathered, long rows, long row, int column, long value, bool isSingle, Action<long> write)
    {
        if (isSingle) write(value);
        else gathered[column * rows + row] = value;
    }
}
