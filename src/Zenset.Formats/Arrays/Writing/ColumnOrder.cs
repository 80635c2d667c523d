namespace Zenset.Formats.Arrays.Writing;

/// <summary>
/// Gives the elements of rows that wait in a file column by column, in bounded memory: as many columns at once as fit, each time through
/// the file.
/// </summary>
internal static class ColumnOrder
{
    // What is gathered of some columns, and a piece of the file.
    private const long GatherBytes = 64 << 20;
    private const int ReadBytes = 4 << 20;

    /// <summary>The columns of an array's rows in Fortran order: the first axis of a row varies fastest.</summary>
    public static int[] Fortran(IReadOnlyList<long> rowLengths)
    {
        var columns = new int[(int)rowLengths.Aggregate(1L, (product, n) => checked(product * n))];
        var index = new long[rowLengths.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var column = 0L;
            for (var axis = 0; axis < index.Length; axis++) column = column * rowLengths[axis] + index[axis];
            columns[i] = (int)column;
            for (var axis = 0; axis < index.Length && ++index[axis] == rowLengths[axis]; axis++) index[axis] = 0;
        }
        return columns;
    }

    /// <param name="rowsFirst">The rows, one after the other.</param>
    /// <param name="rows">How many.</param>
    /// <param name="order">The columns, in the order wanted: each of them once.</param>
    /// <param name="elementBytes">Bytes of an element.</param>
    /// <param name="write">Called with elements of columns, in order.</param>
    public static void Write(TemporaryStream rowsFirst, long rows, int[] order, int elementBytes, Action<ReadOnlySpan<byte>> write, CancellationToken cancellationToken = default)
    {
        if (rows == 0 || order.Length == 0 || elementBytes == 0) return;
        rowsFirst.Flush();
        var rowBytes = checked(order.Length * elementBytes);
        // Not all rows of one column need fit either: then it is given in pieces.
        var gatherRows = (int)Math.Min(rows, GatherBytes / elementBytes);
        var atOnce = gatherRows < rows ? 1 : (int)Math.Clamp(GatherBytes / elementBytes / rows, 1, order.Length);
        var gathered = new byte[(long)atOnce * gatherRows * elementBytes];
        var block = new byte[Math.Max(rowBytes, ReadBytes / rowBytes * rowBytes)];
        var blockRows = block.Length / rowBytes;
        for (var first = 0; first < order.Length; first += atOnce)
        {
            var columns = order.AsSpan(first, Math.Min(atOnce, order.Length - first));
            for (var row = 0L; row < rows; row += gatherRows)
            {
                var count = (int)Math.Min(gatherRows, rows - row);
                for (var done = 0; done < count; done += blockRows)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var now = Math.Min(blockRows, count - done);
                    Fill(rowsFirst, (row + done) * rowBytes, block.AsSpan(0, now * rowBytes));
                    Gather(block, now, rowBytes, columns, elementBytes, gathered, done, count);
                }
                write(gathered.AsSpan(0, columns.Length * count * elementBytes));
            }
        }
    }

    private static void Gather(byte[] block, int rows, int rowBytes, ReadOnlySpan<int> columns, int elementBytes, byte[] target, int firstRow, int allRows)
    {
        for (var c = 0; c < columns.Length; c++)
        {
            var from = columns[c] * elementBytes;
            var to = (c * allRows + firstRow) * elementBytes;
            if (elementBytes == 8)
            {
                for (var r = 0; r < rows; r++) System.Runtime.CompilerServices.Unsafe.WriteUnaligned(ref target[to + r * 8], System.Runtime.CompilerServices.Unsafe.ReadUnaligned<long>(ref block[r * rowBytes + from]));
            }
            else
            {
                for (var r = 0; r < rows; r++) block.AsSpan(r * rowBytes + from, elementBytes).CopyTo(target.AsSpan(to + r * elementBytes));
            }
        }
    }

    private static void Fill(TemporaryStream file, long offset, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(file.SafeFileHandle, target, offset);
            if (read == 0) throw new EndOfStreamException("A temporary file became shorter.");
            offset += read;
            target = target[read..];
        }
    }
}
