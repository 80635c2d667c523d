using System.Buffers.Binary;

namespace Zenset.Formats.Arrow.Codecs;

/// <summary>LZ4 blocks: sequences of literals and a match, each match a copy of at least four bytes from up to 64 KiB before.</summary>
/// <remarks>LZ4 block format description 1.6 (lz4_Block_format.md).</remarks>
internal static class Lz4Block
{
    private const int LeastMatch = 4, MostDistance = 65_535;

    // "End of block conditions": the last five bytes are literals, and the last match begins at least twelve bytes before the end.
    private const int LastLiterals = 5, MatchLimit = 12;

    private const int HashBits = 14;

    /// <summary>Most bytes that a block of <paramref name="length"/> takes when nothing repeats.</summary>
    public static int MostBytes(int length) => length + length / 255 + 16;

    /// <summary>
    /// Undoes one block, appending to <paramref name="plain"/> from <paramref name="at"/> on; matches may reach back to its start. Returns
    /// the new end, or -1 when the block is damaged or does not fit.
    /// </summary>
    public static int Decode(ReadOnlySpan<byte> block, Span<byte> plain, int at)
    {
        var from = 0;
        while (from < block.Length)
        {
            var token = block[from++];
            var literals = token >> 4;
            if (literals == 15 && !TryExtend(block, ref from, ref literals)) return -1;
            if (literals > block.Length - from || literals > plain.Length - at) return -1;
            block.Slice(from, literals).CopyTo(plain[at..]);
            from += literals;
            at += literals;
            // The last sequence is literals only.
            if (from == block.Length) return at;
            if (block.Length - from < 2) return -1;
            int distance = BinaryPrimitives.ReadUInt16LittleEndian(block[from..]);
            from += 2;
            if (distance == 0 || distance > at) return -1;
            var match = token & 15;
            if (match == 15 && !TryExtend(block, ref from, ref match)) return -1;
            if (match > plain.Length - at - LeastMatch) return -1;
            match += LeastMatch;
            Copy(plain, at, distance, match);
            at += match;
        }
        return at;
    }

    /// <summary>Compresses <paramref name="plain"/> into <paramref name="block"/>, which has room for <see cref="MostBytes"/>; returns the bytes written.</summary>
    public static int Encode(ReadOnlySpan<byte> plain, Span<byte> block)
    {
        Span<int> places = stackalloc int[1 << HashBits];
        places.Clear();
        var (at, anchor, to) = (0, 0, 0);
        // Steps grow where nothing repeats, so that random bytes cost little.
        var misses = 0;
        while (at <= plain.Length - MatchLimit)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(plain[at..]);
            ref var place = ref places[(int)(unchecked(word * 2654435761u) >> (32 - HashBits))];
            var candidate = place - 1;
            place = at + 1;
            if (candidate < 0 || at - candidate > MostDistance || BinaryPrimitives.ReadUInt32LittleEndian(plain[candidate..]) != word)
            {
                at += 1 + (misses++ >> 6);
                continue;
            }
            misses = 0;
            var match = LeastMatch + plain[(at + LeastMatch)..^LastLiterals].CommonPrefixLength(plain[(candidate + LeastMatch)..]);
            to = Sequence(block, to, plain[anchor..at], at - candidate, match);
            at += match;
            anchor = at;
        }
        return Sequence(block, to, plain[anchor..], 0, 0);
    }

    private static int Sequence(Span<byte> block, int to, ReadOnlySpan<byte> literals, int distance, int match)
    {
        var extra = match - LeastMatch;
        block[to++] = (byte)(Math.Min(literals.Length, 15) << 4 | (match == 0 ? 0 : Math.Min(extra, 15)));
        if (literals.Length >= 15) to = Extend(block, to, literals.Length - 15);
        literals.CopyTo(block[to..]);
        to += literals.Length;
        if (match == 0) return to;
        BinaryPrimitives.WriteUInt16LittleEndian(block[to..], (ushort)distance);
        to += 2;
        return extra >= 15 ? Extend(block, to, extra - 15) : to;
    }

    private static int Extend(Span<byte> block, int to, int length)
    {
        for (; length >= 255; length -= 255) block[to++] = 255;
        block[to++] = (byte)length;
        return to;
    }

    private static bool TryExtend(ReadOnlySpan<byte> block, ref int from, ref int length)
    {
        byte more;
        do
        {
            if (from >= block.Length || length > int.MaxValue - 255 - LeastMatch) return false;
            more = block[from++];
            length += more;
        }
        while (more == 255);
        return true;
    }

    // A match may overlap what it makes: then it repeats, and each copy doubles what there is to copy.
    private static void Copy(Span<byte> plain, int at, int distance, int length)
    {
        if (distance >= length)
        {
            plain.Slice(at - distance, length).CopyTo(plain[at..]);
            return;
        }
        if (distance == 1)
        {
            plain.Slice(at, length).Fill(plain[at - 1]);
            return;
        }
        var start = at - distance;
        var end = at + length;
        while (at < end)
        {
            var piece = Math.Min(at - start, end - at);
            plain.Slice(start, piece).CopyTo(plain[at..]);
            at += piece;
        }
    }
}
