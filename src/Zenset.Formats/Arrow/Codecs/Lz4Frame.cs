using System.Buffers.Binary;

namespace Zenset.Formats.Arrow.Codecs;

/// <summary>LZ4 frames, in which Arrow compresses buffers.</summary>
/// <remarks>LZ4 frame format description 1.6 (lz4_Frame_format.md).</remarks>
internal static class Lz4Frame
{
    private const uint Magic = 0x184D2204;

    // FLG: version 01 in the two highest bits, then independent blocks, block checksums, content size, content checksum, reserved, dictionary id.
    private const byte VersionBits = 0x40, Independent = 0x20, BlockChecksums = 0x10, ContentSize = 0x08, ContentChecksum = 0x04, Reserved = 0x02, DictionaryId = 0x01;

    // BD: blocks of at most 4 MiB.
    private const byte Blocks4MiB = 7 << 4;
    private const int MostBlockBytes = 4 << 20;
    private const uint IsPlain = 0x8000_0000;

    /// <summary>Most bytes that a frame of <paramref name="length"/> takes.</summary>
    public static int MostBytes(int length) => checked(length + (length / MostBlockBytes + 1) * 4 + 32);

    /// <summary>Undoes one frame; returns the bytes written, or -1 when it is damaged or holds more than fit.</summary>
    public static int Decode(ReadOnlySpan<byte> frame, Span<byte> plain)
    {
        if (frame.Length < 7 || BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic) return -1;
        var flags = frame[4];
        if ((flags & 0xC0) != VersionBits || (flags & (Reserved | DictionaryId)) != 0) return -1;
        var descriptor = 2 + ((flags & ContentSize) != 0 ? 8 : 0);
        if (frame.Length < 4 + descriptor + 1) return -1;
        if (frame[4 + descriptor] != HeaderChecksum(frame.Slice(4, descriptor))) return -1;
        if (descriptor > 2 && BinaryPrimitives.ReadUInt64LittleEndian(frame[6..]) > (ulong)plain.Length) return -1;
        var (from, to) = (4 + descriptor + 1, 0);
        while (true)
        {
            if (frame.Length - from < 4) return -1;
            var size = BinaryPrimitives.ReadUInt32LittleEndian(frame[from..]);
            from += 4;
            if (size == 0) break;
            var length = (int)(size & ~IsPlain);
            if (length > frame.Length - from) return -1;
            var block = frame.Slice(from, length);
            from += length;
            if ((flags & BlockChecksums) != 0)
            {
                if (frame.Length - from < 4 || BinaryPrimitives.ReadUInt32LittleEndian(frame[from..]) != XxHash32.Of(block)) return -1;
                from += 4;
            }
            if ((size & IsPlain) != 0)
            {
                if (!block.TryCopyTo(plain[to..])) return -1;
                to += length;
            }
            else if ((flags & Independent) != 0)
            {
                var end = Lz4Block.Decode(block, plain[to..], 0);
                if (end < 0) return -1;
                to += end;
            }
            else if ((to = Lz4Block.Decode(block, plain, to)) < 0)
            {
                return -1;
            }
        }
        if ((flags & ContentChecksum) == 0) return to;
        return frame.Length - from >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(frame[from..]) == XxHash32.Of(plain[..to]) ? to : -1;
    }

    /// <summary>Writes <paramref name="plain"/> as a frame into <paramref name="frame"/>, which has room for <see cref="MostBytes"/>; returns its bytes.</summary>
    public static int Encode(ReadOnlySpan<byte> plain, Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        frame[4] = VersionBits | Independent | ContentSize;
        frame[5] = Blocks4MiB;
        BinaryPrimitives.WriteInt64LittleEndian(frame[6..], plain.Length);
        frame[14] = HeaderChecksum(frame.Slice(4, 10));
        var to = 15;
        // The encoder may run over a block that does not shrink, so it has a place of its own.
        var packed = System.Buffers.ArrayPool<byte>.Shared.Rent(Lz4Block.MostBytes(Math.Min(plain.Length, MostBlockBytes)));
        try
        {
            for (; plain.Length > 0; plain = plain[Math.Min(plain.Length, MostBlockBytes)..])
            {
                var block = plain[..Math.Min(plain.Length, MostBlockBytes)];
                var length = Lz4Block.Encode(block, packed);
                var isPlain = length >= block.Length;
                var bytes = isPlain ? block : packed.AsSpan(0, length);
                BinaryPrimitives.WriteUInt32LittleEndian(frame[to..], (uint)bytes.Length | (isPlain ? IsPlain : 0));
                bytes.CopyTo(frame[(to + 4)..]);
                to += 4 + bytes.Length;
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(packed);
        }
        BinaryPrimitives.WriteUInt32LittleEndian(frame[to..], 0);
        return to + 4;
    }

    private static byte HeaderChecksum(ReadOnlySpan<byte> descriptor) => (byte)(XxHash32.Of(descriptor) >> 8);
}
