using System.Runtime.InteropServices;

namespace Zenset.Formats.Text;

/// <summary>
/// Cuts a text into segments of whole records. A plain file is cut by offsets and each segment reads its own piece; a compressed one is
/// read in order into one buffer for each segment.
/// </summary>
internal sealed class TextSegments : ISegments
{
    /// <summary>Makes the segment of a piece of text.</summary>
    public delegate ISegment Create(SegmentText text, int index);

    // A segment becomes a part. Large enough that its row groups and dictionaries pay, small enough that a table of some hundred MB
    // occupies every core; a multiple of four segments shares out evenly on two and four.
    private const long MostSegmentBytes = 64L << 20;
    private const long LeastSegmentBytes = 8L << 20;

    // Without random access a segment is held in memory.
    private const int BufferedSegmentBytes = 32 << 20;

    private readonly TextInput _input;
    private readonly IRecordCutter _cutter;
    private readonly Create _create;
    private readonly Lock _lock = new();
    private readonly FileBytes? _file;
    private readonly long _segmentBytes;
    private readonly Stream? _sequence;
    private byte[] _carry = [];
    private long _position;
    private int _index;
    private bool _ended;

    /// <summary>Segments of <paramref name="input"/> from <paramref name="dataStart"/> on.</summary>
    /// <param name="segmentBytes">For tests: bytes of a segment; null chooses by the size of the input.</param>
    /// <param name="dataEnd">Where to stop, at the end of a record; null: at the end of the text.</param>
    public TextSegments(
        TextInput input, long dataStart, IRecordCutter cutter, Create create, long? rowEstimate = null, long? segmentBytes = null, long? dataEnd = null)
    {
        _input = input;
        _cutter = cutter;
        _create = create;
        _position = dataStart;
        RowEstimate = rowEstimate;
        if (input.Length is { } length)
        {
            var end = dataEnd ?? length;
            _file = new FileBytes(input, end);
            _segmentBytes = segmentBytes ?? SegmentBytesFor(end - dataStart);
        }
        else
        {
            _segmentBytes = segmentBytes ?? BufferedSegmentBytes;
            _sequence = input.OpenSequential();
            Skip(_sequence, dataStart);
            if (dataEnd is { } last) _sequence = new LimitedStream(_sequence, last - dataStart);
        }
    }

    /// <inheritdoc/>
    public long? RowEstimate { get; }

    /// <inheritdoc/>
    public ISegment? Next(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_ended) return null;
            return _file is null ? NextBuffered() : NextOfFile(_file);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sequence?.Dispose();

    /// <summary>Bytes of a segment of a file of <paramref name="total"/> bytes that is cut by offsets.</summary>
    public static long SegmentBytesFor(long total)
    {
        var segments = (total + 4 * MostSegmentBytes - 1) / (4 * MostSegmentBytes) * 4;
        while (segments > 1 && total / segments < LeastSegmentBytes) segments /= 2;
        return Math.Max(1, (total + segments - 1) / Math.Max(1, segments));
    }

    private ISegment? NextOfFile(FileBytes file)
    {
        var start = _position;
        // An empty text still makes one segment, so that a table without rows is a table.
        if (start >= file.End && _index > 0)
        {
            _ended = true;
            return null;
        }
        var end = start + _segmentBytes >= file.End ? file.End : _cutter.FindCut(file, start, start + _segmentBytes);
        _position = end;
        return _create(new SegmentText(_input, start, end), _index++);
    }

    private unsafe ISegment? NextBuffered()
    {
        var capacity = (int)Math.Max(_segmentBytes, _carry.Length) + (1 << 20);
        var buffer = SegmentText.AllocateBuffer(capacity);
        try
        {
            var filled = _carry.Length;
            _carry.CopyTo(new Span<byte>(buffer, capacity));
            while (true)
            {
                filled += _sequence!.ReadAtLeast(new Span<byte>(buffer + filled, capacity - filled), capacity - filled, throwOnEndOfStream: false);
                var isLast = filled < capacity;
                if (isLast && filled <= _segmentBytes)
                {
                    _ended = true;
                    if (filled == 0 && _index > 0)
                    {
                        NativeMemory.Free(buffer);
                        return null;
                    }
                    _carry = [];
                    return Segment(buffer, filled);
                }
                var cut = _cutter.FindCut(new MemoryBytes(buffer, filled, isLast), 0, _segmentBytes);
                if (cut == filled && !isLast) cut = -1;
                if (cut >= 0)
                {
                    _carry = new ReadOnlySpan<byte>(buffer + cut, filled - (int)cut).ToArray();
                    return Segment(buffer, (int)cut);
                }
                // A record longer than the room: more room.
                if (capacity >= SegmentText.MaxRecordBytes)
                {
                    throw new SourceDataException(
                        TextErrors.RecordTooLong, $"a row is longer than {SegmentText.MaxRecordBytes >> 20} MiB",
                        new SourceLocation { Source = _input.Name, Offset = _position },
                        "Most often a quote is missing its partner. Look at the place, or set the quote character.");
                }
                capacity = (int)Math.Min(capacity * 2L, SegmentText.MaxRecordBytes);
                var larger = SegmentText.AllocateBuffer(capacity);
                Buffer.MemoryCopy(buffer, larger, capacity, filled);
                NativeMemory.Free(buffer);
                buffer = larger;
            }
        }
        catch
        {
            NativeMemory.Free(buffer);
            throw;
        }
    }

    private unsafe ISegment Segment(byte* buffer, int length)
    {
        var start = _position;
        _position += length;
        return _create(new SegmentText(_input.Name, buffer, length, start), _index++);
    }

    private static void Skip(Stream stream, long bytes)
    {
        var buffer = new byte[1 << 16];
        while (bytes > 0)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, bytes));
            if (read == 0) return;
            bytes -= read;
        }
    }

    private sealed class FileBytes(TextInput input, long end) : ITextBytes
    {
        public long End { get; } = end;
        public int ReadAt(long offset, Span<byte> buffer) => input.ReadAt(offset, buffer[..(int)Math.Clamp(End - offset, 0, buffer.Length)]);
    }

    private sealed unsafe class MemoryBytes(byte* text, int length, bool isWhole) : ITextBytes
    {
        public long End { get; } = length;

        /// <summary>Nothing comes after <see cref="End"/>.</summary>
        public bool IsWhole { get; } = isWhole;

        public int ReadAt(long offset, Span<byte> buffer)
        {
            var n = (int)Math.Min(buffer.Length, length - offset);
            if (n > 0) new ReadOnlySpan<byte>(text + offset, n).CopyTo(buffer);
            return Math.Max(0, n);
        }
    }
}
