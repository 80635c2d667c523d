using System.IO.Compression;

namespace Zenset.Hdf5;

/// <summary>
/// Packs chunks as the library's filters do, shuffle and then deflate, but on any thread: the library serves one caller at a time. Each thread
/// keeps its buffers.
/// </summary>
/// <remarks>HDF5 File Format Specification 3.0, §IV.A.2.l, filters 2 and 1. What deflate gives is a zlib stream (RFC 1950).</remarks>
public static class ChunkPacker
{
    [ThreadStatic]
    private static byte[]? _shuffled;

    [ThreadStatic]
    private static MemoryStream? _packed;

    /// <summary>Packs a chunk.</summary>
    /// <param name="chunk">All of its elements, as they stand in the file.</param>
    /// <param name="elementBytes">Bytes of an element; elements of one byte are not shuffled.</param>
    /// <param name="level">1 to 9: how hard.</param>
    public static byte[] Pack(ReadOnlySpan<byte> chunk, int elementBytes, int level)
    {
        var packed = _packed ??= new MemoryStream();
        packed.SetLength(0);
        using (var deflate = new ZLibStream(packed, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
        {
            deflate.Write(elementBytes == 1 ? chunk : Shuffle(chunk, elementBytes));
        }
        return packed.ToArray();
    }

    // The first bytes of all elements, then the second ones, and so on.
    private static ReadOnlySpan<byte> Shuffle(ReadOnlySpan<byte> chunk, int elementBytes)
    {
        if (_shuffled is null || _shuffled.Length < chunk.Length) _shuffled = new byte[chunk.Length];
        var count = chunk.Length / elementBytes;
        for (var b = 0; b < elementBytes; b++)
        {
            var to = _shuffled.AsSpan(b * count, count);
            for (int i = 0, from = b; i < to.Length; i++, from += elementBytes) to[i] = chunk[from];
        }
        return _shuffled.AsSpan(0, chunk.Length);
    }
}
