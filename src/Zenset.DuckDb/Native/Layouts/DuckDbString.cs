using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zenset.DuckDb.Native.Layouts;

/// <summary>
/// <c>duckdb_string_t</c>, one cell of VARCHAR, BLOB, BIT and BIGNUM: 16 bytes. Up to 12 bytes of text lie inside, padded with zeros
/// because the engine compares whole words; longer text is a prefix of four bytes and a pointer. Little-endian, as all supported
/// platforms are.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DuckDbString
{
    /// <summary>Longest text that lies inside the cell, in bytes (the length of <c>inlined</c> in the header).</summary>
    public const int InlineBytes = 12;

    public uint length;
    public uint prefix;
    public byte* ptr;

    /// <summary>Writes text of at most <see cref="InlineBytes"/> bytes, without reading a byte past its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteInline(DuckDbString* cell, ref byte text, int length)
    {
        ulong low;  // bytes 0 … 7 of the text
        ulong high; // bytes 8 … 11
        if (length >= 8)
        {
            low = Unsafe.ReadUnaligned<ulong>(ref text);
            // The last four bytes overlap what is already in low; the shift drops the overlap (all 32 bits when length is 8).
            high = (ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref text, length - 4)) >> (8 * (12 - length));
        }
        else if (length >= 4)
        {
            low = Unsafe.ReadUnaligned<uint>(ref text)
                | (((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref text, length - 4)) >> (8 * (8 - length))) << 32);
            high = 0;
        }
        else if (length > 0)
        {
            low = text
                | ((ulong)Unsafe.Add(ref text, length >> 1) << (8 * (length >> 1)))
                | ((ulong)Unsafe.Add(ref text, length - 1) << (8 * (length - 1)));
            high = 0;
        }
        else
        {
            low = 0;
            high = 0;
        }

        ((ulong*)cell)[0] = (uint)length | (low << 32);
        ((ulong*)cell)[1] = (low >> 32) | (high << 32);
    }

    /// <summary>Writes text longer than <see cref="InlineBytes"/> as its prefix and a pointer to all of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePointer(DuckDbString* cell, byte* text, int length)
    {
        cell->length = (uint)length;
        cell->prefix = Unsafe.ReadUnaligned<uint>(text);
        cell->ptr = text;
    }

    /// <summary>The bytes of a cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Read(DuckDbString* cell)
    {
        var length = (int)cell->length;
        return new ReadOnlySpan<byte>(length <= InlineBytes ? (byte*)&cell->prefix : cell->ptr, length);
    }
}
