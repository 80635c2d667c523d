namespace Zenset.Formats.Arrow.Reading;

/// <summary>Bitmaps, lowest bit first, from any bit on.</summary>
internal static unsafe class Bits
{
    /// <summary>All of <paramref name="count"/> bits are set.</summary>
    public static bool AreAllSet(byte* bits, long start, int count)
    {
        for (var i = 0; i < count; i += 64)
        {
            var n = Math.Min(64, count - i);
            if (Read(bits, start + i, n) != Mask(n)) return false;
        }
        return true;
    }

    /// <summary>Clears bits of <paramref name="target"/>, from <paramref name="at"/> on, where those of <paramref name="bits"/> are clear.</summary>
    public static void CopyZeros(byte* bits, long start, int count, Span<ulong> target, int at)
    {
        for (var i = 0; i < count;)
        {
            var bit = (at + i) & 63;
            var n = Math.Min(64 - bit, count - i);
            target[(at + i) >> 6] &= Read(bits, start + i, n) << bit | ~(Mask(n) << bit);
            i += n;
        }
    }

    /// <summary>Up to 64 bits. Looks at no byte that has none of them.</summary>
    public static ulong Read(byte* bits, long start, int count)
    {
        var first = bits + (start >> 3);
        var shift = (int)(start & 7);
        var bytes = (shift + count + 7) >> 3;
        ulong word = 0;
        if (bytes >= 8) word = *(ulong*)first;
        else Buffer.MemoryCopy(first, &word, 8, bytes);
        word >>= shift;
        if (bytes > 8) word |= (ulong)first[8] << (64 - shift);
        return word & Mask(count);
    }

    private static ulong Mask(int count) => count == 64 ? ulong.MaxValue : (1UL << count) - 1;
}
