using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zenset.Formats.Arrays;

/// <summary>
/// Some rows of an array in native memory, one after the other with the last axis varying fastest, whatever the order in the file.
/// Belongs to one thread.
/// </summary>
/// <remarks>
/// An array in Fortran order has the first axis together: of each element of a row, the values of the window's rows are one read, and are
/// then spread over the rows. So memory is a window, whatever the size of the array. Files are read, not mapped: a file that becomes
/// shorter is an error and not the end of the process.
/// </remarks>
/// <param name="array">The array.</param>
/// <param name="windowBytes">Bytes of a window, unless the rows asked for have more.</param>
internal sealed unsafe class ArrayWindow(StoredArray array, int windowBytes) : IDisposable
{
    private readonly ArrayShape _shape = array.Shape;
    private byte* _rows;
    private long _capacity;
    private long _first;
    private long _end;

    public StoredArray Array { get; } = array;

    /// <summary>The rows from <paramref name="first"/> on, <paramref name="count"/> of them at least; valid until the next call.</summary>
    public byte* Load(long first, int count)
    {
        if (first < _first || first + count > _end) Read(first, count);
        return _rows + (first - _first) * _shape.RowBytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_rows);
        _rows = null;
        _end = 0;
    }

    private void Read(long first, int count)
    {
        if (first < 0 || first + count > _shape.Rows) throw new ArgumentOutOfRangeException(nameof(first));
        var rows = Math.Max(count, Math.Min(_shape.Rows - first, windowBytes / Math.Max(1, _shape.RowBytes)));
        var bytes = rows * _shape.RowBytes;
        Reserve(bytes);
        _end = 0;
        if (_shape.IsFortran && _shape.RowLength > 1) ReadColumns(first, rows);
        else ReadRows(first, rows);
        _first = first;
        _end = first + rows;
    }

    private void Reserve(long bytes)
    {
        // One byte even for rows of none, so that the pointer is one.
        if (bytes < _capacity) return;
        NativeMemory.Free(_rows);
        _rows = null;
        _capacity = 0;
        _rows = (byte*)NativeMemory.Alloc((nuint)bytes + 1);
        _capacity = bytes + 1;
    }

    private void ReadRows(long first, long rows)
    {
        var left = rows * _shape.RowBytes;
        var from = first * _shape.RowBytes;
        for (var to = _rows; left > 0;)
        {
            var piece = (int)Math.Min(left, 1 << 30);
            Array.Bytes.Read(from, new Span<byte>(to, piece));
            to += piece;
            from += piece;
            left -= piece;
        }
    }

    private void ReadColumns(long first, long rows)
    {
        var element = _shape.Type.Bytes;
        var column = new byte[rows * element];
        var lengths = _shape.RowLengths;
        // Position of the row's element in C order, and of the same in Fortran order.
        var index = new long[lengths.Length];
        for (var k = 0; k < _shape.RowLength; k++)
        {
            long fortran = 0, step = 1;
            for (var axis = 0; axis < index.Length; axis++)
            {
                fortran += index[axis] * step;
                step *= lengths[axis];
            }
            Array.Bytes.Read((fortran * _shape.Rows + first) * element, column);
            Spread(column, _rows + (long)k * element, rows, element);
            for (var axis = index.Length - 1; axis >= 0 && ++index[axis] == lengths[axis]; axis--) index[axis] = 0;
        }
    }

    private void Spread(byte[] column, byte* to, long rows, int element)
    {
        var stride = _shape.RowBytes;
        fixed (byte* from = column)
        {
            switch (element)
            {
                case 1:
                    for (long r = 0; r < rows; r++) to[r * stride] = from[r];
                    break;
                case 4:
                    for (long r = 0; r < rows; r++) Unsafe.WriteUnaligned(to + r * stride, ((int*)from)[r]);
                    break;
                case 8:
                    for (long r = 0; r < rows; r++) Unsafe.WriteUnaligned(to + r * stride, ((long*)from)[r]);
                    break;
                default:
                    for (long r = 0; r < rows; r++) Unsafe.CopyBlockUnaligned(to + r * stride, from + r * element, (uint)element);
                    break;
            }
        }
    }
}
