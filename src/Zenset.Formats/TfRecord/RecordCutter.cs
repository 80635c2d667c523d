using System.Globalization;

namespace Zenset.Formats.TfRecord;

/// <summary>Whole records, one after the other.</summary>
/// <param name="Index">Place among the ranges, from 0.</param>
/// <param name="Start">Offset of the first record's header.</param>
/// <param name="End">Offset after the last record.</param>
/// <param name="FirstRecord">Number of records before.</param>
/// <param name="Records">Number of records.</param>
internal readonly record struct RecordRange(int Index, long Start, long End, long FirstRecord, long Records);

/// <summary>Cuts a file into ranges of whole records by going from length to length. Belongs to one thread at a time.</summary>
/// <remarks>
/// A record says how long it is and nothing marks its beginning, so this is the one thing that cannot be done from several places at once.
/// It touches 12 bytes of each record; long records are not read.
/// </remarks>
internal sealed class RecordCutter(RecordFile file, long rangeBytes)
{
    // Many short records for one read; of long ones little is read in vain.
    private readonly byte[] _window = new byte[64 << 10];
    private long _windowStart;
    private int _windowBytes;
    private long _position;
    private long _record;
    private int _index;

    /// <summary>Why there are no more ranges before the end of the file; null when there is nothing wrong.</summary>
    public ZensetException? Failure { get; private set; }

    /// <summary>The next range; null at the end, and where the file is damaged.</summary>
    public RecordRange? Next(CancellationToken cancellationToken)
    {
        var (start, first) = (_position, _record);
        while (_position < file.Length && _position - start < rangeBytes && Failure is null)
        {
            if ((_record & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            Failure = Step();
        }
        return _record == first ? null : new RecordRange(_index++, start, _position, first, _record - first);
    }

    private ZensetException? Step()
    {
        var left = file.Length - _position;
        var header = Header();
        if (header.Length < RecordFrame.HeaderBytes)
        {
            return _record == 0
                ? new SourceDataException(TfRecordErrors.NotRecords, "the file is shorter than one record", Place(), "Check that it is a TFRecord file.")
                : new SourceDataException(
                    TfRecordErrors.Truncated, string.Create(CultureInfo.InvariantCulture, $"the file ends within the header of a record, of which {left:N0} bytes are there"), Place(),
                    "The file was cut off: fetch or write it again.");
        }
        if (!RecordFrame.TryReadLength(header, out var length))
        {
            return _record == 0
                ? new SourceDataException(
                    TfRecordErrors.NotRecords, "the checksum of the first record's length is wrong, so this is no TFRecord file or it is damaged", Place(), "Check the file; fetch it again.")
                : new SourceDataException(
                    TfRecordErrors.Length, "the checksum of the record's length is wrong, so it is not known where the next one begins", Place(),
                    "Bytes of the file were damaged, here or in the record before: fetch it again.");
        }
        if (length > (ulong)Math.Max(0, left - RecordFrame.HeaderBytes - RecordFrame.FooterBytes) || left < RecordFrame.HeaderBytes + RecordFrame.FooterBytes)
        {
            return new SourceDataException(
                TfRecordErrors.Truncated,
                string.Create(CultureInfo.InvariantCulture, $"the record has {length:N0} bytes and a checksum, and the file ends {left - RecordFrame.HeaderBytes:N0} bytes after its header"),
                Place(), "The file was cut off: fetch or write it again.");
        }
        if (length > RecordFrame.MaxDataBytes)
        {
            return new NotSupportedSourceException(
                TfRecordErrors.TooLong, string.Create(CultureInfo.InvariantCulture, $"the record has {length:N0} bytes; up to {RecordFrame.MaxDataBytes:N0} are read"), Place(),
                "Write what is in it as several records.");
        }
        _position += RecordFrame.HeaderBytes + (long)length + RecordFrame.FooterBytes;
        _record++;
        return null;
    }

    private ReadOnlySpan<byte> Header()
    {
        var at = _position - _windowStart;
        if (at < 0 || at + RecordFrame.HeaderBytes > _windowBytes)
        {
            _windowStart = _position;
            _windowBytes = 0;
            at = 0;
            while (_windowBytes < _window.Length)
            {
                var read = file.ReadAt(_windowStart + _windowBytes, _window.AsSpan(_windowBytes));
                if (read == 0) break;
                _windowBytes += read;
            }
        }
        return _window.AsSpan((int)at, Math.Min(RecordFrame.HeaderBytes, _windowBytes - (int)at));
    }

    private SourceLocation Place() => new() { Source = file.Name, Offset = _position, Row = _record };
}
