using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>Turns the bytes of big-endian buffers round.</summary>
internal static class BigEndian
{
    /// <summary>Not a size: intervals of months (4 bytes), days (4) and nanoseconds (8).</summary>
    public const int MonthDayNano = -1;

    /// <summary>Not a size: views, whose short text is no number.</summary>
    public const int Views = -2;

    /// <summary>A copy of <paramref name="buffer"/> with each value of <paramref name="bytes"/> turned round. What is left over at the end is padding.</summary>
    public static unsafe NativeBuffer Swap(NativeBuffer buffer, int bytes, BatchMemory memory, long storedBytes)
    {
        var swapped = memory.Allocate(buffer.Length, storedBytes);
        // In pieces that a span can hold; a multiple of every size of a value.
        const int PieceBytes = 1 << 20;
        for (long at = 0; at < buffer.Length; at += PieceBytes)
        {
            var length = (int)Math.Min(PieceBytes, buffer.Length - at);
            Swap(buffer.Slice(at, length), swapped.Slice(at, length), bytes);
        }
        return swapped;
    }

    private static void Swap(ReadOnlySpan<byte> from, Span<byte> to, int bytes)
    {
        from.CopyTo(to);
        switch (bytes)
        {
            case 2:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, short>(from), MemoryMarshal.Cast<byte, short>(to));
                break;
            case 4:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(from), MemoryMarshal.Cast<byte, int>(to));
                break;
            case 8:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, long>(from), MemoryMarshal.Cast<byte, long>(to));
                break;
            case MonthDayNano:
                for (var at = 0; at + 16 <= to.Length; at += 16)
                {
                    to.Slice(at, 4).Reverse();
                    to.Slice(at + 4, 4).Reverse();
                    to.Slice(at + 8, 8).Reverse();
                }
                break;
            case Views:
                for (var at = 0; at + 16 <= to.Length; at += 16)
                {
                    to.Slice(at, 4).Reverse();
                    if (BinaryPrimitives.ReadInt32LittleEndian(to[at..]) <= ArrowView.InlineBytes) continue;
                    to.Slice(at + 8, 4).Reverse();
                    to.Slice(at + 12, 4).Reverse();
                }
                break;
            default:
                for (var at = 0; bytes > 0 && at + bytes <= to.Length; at += bytes) to.Slice(at, bytes).Reverse();
                break;
        }
    }
}
