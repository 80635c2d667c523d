using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Wide;

/// <summary>Moves values between columns and the positions of row vectors. Rows × columns transposed, in tiles that the cache holds.</summary>
internal static unsafe class StridedCopy
{
    // A cache line of doubles.
    private const int Tile = 8;

    /// <summary>Where the values of a vector lie. Native memory: the address holds until the chunk is filled anew.</summary>
    public static nint AddressOf(Vector vector) => vector.Type.ValueBytes switch
    {
        1 => Address(vector.Values<byte>()),
        2 => Address(vector.Values<ushort>()),
        4 => Address(vector.Values<uint>()),
        8 => Address(vector.Values<ulong>()),
        16 => Address(vector.Values<UInt128>()),
        _ => throw new InvalidOperationException($"Values of {vector.Type} have no fixed width."),
    };

    /// <summary>As <see cref="AddressOf(Vector)"/>, to write.</summary>
    public static nint AddressOf(VectorBuilder vector) => vector.Type.ValueBytes switch
    {
        1 => Address<byte>(vector.Values<byte>()),
        2 => Address<ushort>(vector.Values<ushort>()),
        4 => Address<uint>(vector.Values<uint>()),
        8 => Address<ulong>(vector.Values<ulong>()),
        16 => Address<UInt128>(vector.Values<UInt128>()),
        _ => throw new InvalidOperationException($"Values of {vector.Type} have no fixed width."),
    };

    /// <summary>Columns become positions: <c>items[row * stride + i] = columns[i][row]</c>.</summary>
    public static void Gather(ReadOnlySpan<nint> columns, nint items, int rows, long stride, int valueBytes)
    {
        switch (valueBytes)
        {
            case 1: Gather<byte>(columns, items, rows, stride); break;
            case 2: Gather<ushort>(columns, items, rows, stride); break;
            case 4: Gather<uint>(columns, items, rows, stride); break;
            case 8: Gather<ulong>(columns, items, rows, stride); break;
            default: Gather<UInt128>(columns, items, rows, stride); break;
        }
    }

    /// <summary>Positions become columns: <c>columns[i][row] = items[starts[row] + i]</c>.</summary>
    public static void Scatter(nint items, ReadOnlySpan<long> starts, ReadOnlySpan<nint> columns, int valueBytes)
    {
        switch (valueBytes)
        {
            case 1: Scatter<byte>(items, starts, columns); break;
            case 2: Scatter<ushort>(items, starts, columns); break;
            case 4: Scatter<uint>(items, starts, columns); break;
            case 8: Scatter<ulong>(items, starts, columns); break;
            default: Scatter<UInt128>(items, starts, columns); break;
        }
    }

    private static void Gather<T>(ReadOnlySpan<nint> columns, nint items, int rows, long stride) where T : unmanaged
    {
        for (var from = 0; from < columns.Length; from += Tile)
        {
            var to = Math.Min(from + Tile, columns.Length);
            for (var row = 0; row < rows; row++)
            {
                var target = (T*)items + row * stride;
                for (var i = from; i < to; i++) target[i] = ((T*)columns[i])[row];
            }
        }
    }

    private static void Scatter<T>(nint items, ReadOnlySpan<long> starts, ReadOnlySpan<nint> columns) where T : unmanaged
    {
        for (var from = 0; from < columns.Length; from += Tile)
        {
            var to = Math.Min(from + Tile, columns.Length);
            for (var row = 0; row < starts.Length; row++)
            {
                var source = (T*)items + starts[row];
                for (var i = from; i < to; i++) ((T*)columns[i])[row] = source[i];
            }
        }
    }

    private static nint Address<T>(ReadOnlySpan<T> values) where T : unmanaged => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));
}
