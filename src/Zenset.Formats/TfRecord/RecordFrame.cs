using System.Buffers.Binary;
using System.Numerics;
using Zenset.Integrity;

namespace Zenset.Formats.TfRecord;

/// <summary>What stands around the data of a record.</summary>
/// <remarks>
/// https://www.tensorflow.org/tutorials/load_data/tfrecord: length (uint64), masked CRC-32C of the length (uint32), data, masked CRC-32C of the
/// data (uint32), all little-endian.
/// </remarks>
internal static class RecordFrame
{
    /// <summary>Bytes before the data.</summary>
    public const int HeaderBytes = 12;

    /// <summary>Bytes after the data.</summary>
    public const int FooterBytes = 4;

    /// <summary>Longest data that is read or written: a record lies in one block of memory with 32-bit lengths.</summary>
    public const int MaxDataBytes = 1 << 30;

    /// <summary>The length that a header tells; false when its checksum is wrong.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> header, out ulong length)
    {
        length = BinaryPrimitives.ReadUInt64LittleEndian(header);
        return BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) == MaskedChecksum(header[..8]);
    }

    /// <summary>Writes the <see cref="HeaderBytes"/> before data of a length.</summary>
    public static void WriteHeader(Span<byte> header, int length)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], MaskedChecksum(header[..8]));
    }

    /// <summary>The checksum as it is stored: rotated and shifted, so that checksums of data that contain checksums stay good.</summary>
    public static uint MaskedChecksum(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Crc32C.Compute(bytes), 15) + 0xA282EAD8;
}
