using System.Buffers.Binary;
using Zenset.DuckDb;
using Zenset.Formats.Arrow.Codecs;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>A buffer of a compressed batch: the plain length in eight bytes, then the compressed bytes.</summary>
/// <remarks>Message.fbs, <c>BodyCompressionMethod.BUFFER</c>: a length of -1 says that the rest is plain.</remarks>
internal static unsafe class CompressedBuffer
{
    // A frame of LZ4 grows at most 255 times; one of zstd far more, so what it may claim is bounded. Pages are given as they are written:
    // a false claim takes address space and no memory.
    private const long FreeBytes = 256 << 20, MostGrowthOfZstd = 1 << 13, MostGrowthOfLz4 = 256;

    /// <summary>The plain bytes.</summary>
    public static NativeBuffer Unpack(NativeBuffer stored, BufferCodec codec, BatchMemory memory, long storedBytes)
    {
        if (stored.Length < 8) throw Damaged($"a compressed buffer has no length");
        var length = BinaryPrimitives.ReadInt64LittleEndian(stored.Slice(0, 8));
        var packed = new NativeBuffer(stored.Start + 8, stored.Length - 8);
        if (length == -1) return packed;
        var most = codec == BufferCodec.Zstd ? Math.Max(FreeBytes, packed.Length * MostGrowthOfZstd) : packed.Length * MostGrowthOfLz4;
        if (length < 0 || length > most || length > int.MaxValue || packed.Length > int.MaxValue)
        {
            throw length > int.MaxValue && length <= most
                ? new ArrowDataException(ArrowErrors.Unsupported, $"a compressed buffer has {length:N0} bytes, more than 2 GiB", "Write smaller batches.", isUnsupported: true)
                : Damaged($"a compressed buffer of {packed.Length:N0} bytes claims {length:N0}");
        }
        var plain = memory.Allocate(length, storedBytes);
        var written = codec == BufferCodec.Zstd ? Unzstd(packed.Span, plain.Span) : Lz4Frame.Decode(packed.Span, plain.Span);
        return written == length ? plain : throw Damaged($"a compressed buffer does not hold the {length:N0} bytes that it claims");
    }

    private static int Unzstd(ReadOnlySpan<byte> packed, Span<byte> plain) => Zstd.IsAvailable
        ? Zstd.TryDecompress(packed, plain)
        : throw new ArrowDataException(ArrowErrors.Unsupported, $"its buffers are compressed with zstd, for which the engine's library on this platform has no function to call", "Write the file again with lz4 or none.", isUnsupported: true);

    private static ArrowDataException Damaged(FormattableString problem) => new(ArrowErrors.Compression, problem, "Fetch or write the file again.");
}
