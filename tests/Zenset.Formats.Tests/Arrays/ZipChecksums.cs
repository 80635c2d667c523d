using System.Buffers.Binary;
using Zenset.Formats.Npz;

namespace Zenset.Formats.Tests.Arrays;

/// <summary>Puts right the checksums of a changed archive, so that what was changed is read.</summary>
internal static class ZipChecksums
{
    /// <summary>Writes the checksum of every stored file into the directory, as far as it can be followed.</summary>
    public static void Mend(byte[] archive)
    {
        for (var at = 0; at + 46 <= archive.Length; at++)
        {
            var entry = archive.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(entry) != 0x02014B50 || BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]) != 0) continue;
            long offset = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]), bytes = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
            if (offset + 30 > archive.Length) continue;
            var local = archive.AsSpan((int)offset);
            var start = offset + 30 + BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
            if (start + bytes > archive.Length) continue;
            var crc = new Crc32();
            crc.Append(archive.AsSpan((int)start, (int)bytes));
            BinaryPrimitives.WriteUInt32LittleEndian(entry[16..], crc.Value);
        }
    }
}
