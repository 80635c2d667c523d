using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Arrays.Writing;

/// <summary>Turns values of a vector into elements of an array. Belongs to one thread.</summary>
internal abstract unsafe class CellEncoder
{
    /// <summary>
    /// Encodes <paramref name="count"/> values from <paramref name="from"/> on as elements <paramref name="stride"/> bytes apart. Every byte of an element is
    /// written; what stands for a missing value is the encoder's own.
    /// </summary>
    public abstract void Encode(Vector source, int from, int count, byte* to, long stride);

    /// <summary>An element for a value that is not there at all, such as a member of a missing structure.</summary>
    public abstract void EncodeMissing(byte* to);

    protected static bool IsMissing(ReadOnlySpan<ulong> validity, int row) => !validity.IsEmpty && (validity[row >> 6] >> (row & 63) & 1) == 0;

    protected static void WriteSwapped<T>(byte* to, T value, bool swaps) where T : unmanaged
    {
        if (swaps) Decoding.ByteOrder.Swap(MemoryMarshal.CreateSpan(ref value, 1));
        Unsafe.WriteUnaligned(to, value);
    }
}
