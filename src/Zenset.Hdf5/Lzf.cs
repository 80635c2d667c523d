namespace Zenset.Hdf5;

/// <summary>The decompressor of LibLZF's streams.</summary>
/// <remarks>
/// A control byte below 32 is followed by one more than so many bytes as they are. Otherwise its three high bits are a length less two (7: a
/// further byte is added), and its five low bits with the next byte the distance back, less one.
/// </remarks>
public static class Lzf
{
    /// <summary>Decompresses all of <paramref name="packed"/>.</summary>
    /// <returns>Bytes written; -1 when the stream is damaged or does not fit.</returns>
    public static int Decompress(ReadOnlySpan<byte> packed, Span<byte> plain)
    {
        int from = 0, to = 0;
        while (from < packed.Length)
        {
            int control = packed[from++];
            if (control < 32)
            {
                var count = control + 1;
                if (count > packed.Length - from || count > plain.Length - to) return -1;
                packed.Slice(from, count).CopyTo(plain[to..]);
                from += count;
                to += count;
                continue;
            }
            var length = control >> 5;
            if (length == 7)
            {
                if (from >= packed.Length) return -1;
                length += packed[from++];
            }
            if (from >= packed.Length) return -1;
            var start = to - ((control & 31) << 8) - packed[from++] - 1;
            length += 2;
            if (start < 0 || length > plain.Length - to) return -1;
            // Byte by byte: what is copied may overlap what is being written.
            for (var i = 0; i < length; i++) plain[to++] = plain[start++];
        }
        return to;
    }
}
