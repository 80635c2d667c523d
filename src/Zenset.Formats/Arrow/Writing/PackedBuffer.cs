using System.Buffers.Binary;
using Zenset.DuckDb;
using Zenset.Formats.Arrow.Codecs;
using Zenset.Formats.Arrow.Reading;

namespace Zenset.Formats.Arrow.Writing;

/// <summary>Compresses one buffer; <see cref="CompressedBuffer"/> gives it back.</summary>
/// <remarks>Message.fbs, <c>BodyCompressionMethod.BUFFER</c>: the plain length in eight bytes, or -1 when what follows is plain.</remarks>
internal static class PackedBuffer
{
    // The level of Arrow C++; 3 makes files some per cent smaller in twice the time.
    private const int ZstdLevel = 1;

    private const int LengthBytes = 8;

    /// <summary>Writes <paramref name="plain"/>, which is not empty, into an empty buffer.</summary>
    public static void Write(ReadOnlySpan<byte> plain, BufferCodec codec, ByteBuffer packed)
    {
        var room = packed.Take(checked(LengthBytes + (codec == BufferCodec.Zstd ? Zstd.MostBytes(plain.Length) : Lz4Frame.MostBytes(plain.Length))));
        var length = codec == BufferCodec.Zstd ? Zstd.Compress(plain, room[LengthBytes..], ZstdLevel) : Lz4Frame.Encode(plain, room[LengthBytes..]);
        if (length < plain.Length)
        {
            BinaryPrimitives.WriteInt64LittleEndian(room, plain.Length);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(room, -1);
            plain.CopyTo(room[LengthBytes..]);
            length = plain.Length;
        }
        packed.Truncate(LengthBytes + length);
    }
}
