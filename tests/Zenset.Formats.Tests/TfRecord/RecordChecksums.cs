using System.Buffers.Binary;
using Zenset.Formats.TfRecord;

namespace Zenset.Formats.Tests.TfRecord;

/// <summary>Makes the checksums of changed records right again, so that what is behind them is read.</summary>
internal static class RecordChecksums
{
    public static void Mend(byte[] file)
    {
        for (var at = 0L; at + RecordFrame.HeaderBytes + 4 <= file.Length;)
        {
            var header = file.AsSpan((int)at, RecordFrame.HeaderBytes);
            var length = BinaryPrimitives.ReadInt64LittleEndian(header);
            if (length < 0 || length > file.Length - at - RecordFrame.HeaderBytes - 4) return;
            BinaryPrimitives.WriteUInt32LittleEndian(header[8..], RecordFrame.MaskedChecksum(header[..8]));
            var data = file.AsSpan((int)at + RecordFrame.HeaderBytes, (int)length);
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((int)(at + RecordFrame.HeaderBytes + length)), RecordFrame.MaskedChecksum(data));
            at += RecordFrame.HeaderBytes + length + 4;
        }
    }
}
