using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Zenset.Formats.TfRecord;

/// <summary>What a window has to give.</summary>
internal enum WindowState
{
    /// <summary>A record.</summary>
    Record,
    /// <summary>More records, once the window may move.</summary>
    MustMove,
    /// <summary>No more.</summary>
    End,
}

/// <summary>
/// The records of a range, as a window of native memory that moves over it. Values may point into the window until it moves. Belongs to
/// one thread.
/// </summary>
/// <remarks>Memory is one window, or the longest record where that is longer, whatever the size of the range.</remarks>
internal sealed unsafe class RecordWindow(RecordFile file, RecordRange range) : IDisposable
{
    private const int WindowBytes = 1 << 20;

    private byte* _buffer;
    private int _capacity;
    private int _at;
    private int _filled;
    private long _next = range.Start;

    /// <summary>Offset of the header of the record that was given last.</summary>
    public long RecordOffset { get; private set; }

    /// <summary>Number of the record that was given last, among all of the file.</summary>
    public long Record { get; private set; } = range.FirstRecord - 1;

    /// <summary>The data of the record that was given last is what its checksum says.</summary>
    public bool IsSound { get; private set; }

    /// <summary>Bytes of the range that were given.</summary>
    public long BytesRead => _next - (_filled - _at) - range.Start;

    /// <summary>The next record. <paramref name="canMove"/>: nothing points into the window any more.</summary>
    /// <exception cref="SourceDataException">The file changed since it was cut into ranges.</exception>
    public WindowState Next(bool canMove, out ReadOnlySpan<byte> data)
    {
        data = default;
        while (true)
        {
            var available = _filled - _at;
            if (available == 0 && _next == range.End) return WindowState.End;
            long needed = RecordFrame.HeaderBytes;
            if (available >= needed)
            {
                if (!RecordFrame.TryReadLength(new ReadOnlySpan<byte>(_buffer + _at, RecordFrame.HeaderBytes), out var length) || length > RecordFrame.MaxDataBytes) throw Changed();
                needed += (long)length + RecordFrame.FooterBytes;
                if (available >= needed)
                {
                    data = new ReadOnlySpan<byte>(_buffer + _at + RecordFrame.HeaderBytes, (int)length);
                    IsSound = BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(_buffer + _at + RecordFrame.HeaderBytes + (int)length, 4)) == RecordFrame.MaskedChecksum(data);
                    RecordOffset = _next - available;
                    Record++;
                    _at += (int)needed;
                    return WindowState.Record;
                }
            }
            if (needed > available + range.End - _next) throw Changed();
            if (!canMove) return WindowState.MustMove;
            Refill((int)needed);
        }
    }

    /// <summary>The place of the record that was given last.</summary>
    public SourceLocation Place(string? field = null) => new() { Source = file.Name, Offset = RecordOffset, Row = Record, Field = field };

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_buffer);
        _buffer = null;
        _capacity = _filled = _at = 0;
    }

    /// <summary>The file is not what it was when it was cut into ranges.</summary>
    public SourceDataException Changed() => new(
        CoreErrors.SourceUnreadable, "the file changed while it was read", new SourceLocation { Source = file.Name, Offset = _next - (_filled - _at) }, "Import it when nobody writes to it.");

    private void Refill(int needed)
    {
        var left = _filled - _at;
        // What is left of the range bounds the room, so that no length that a file claims does.
        var capacity = (int)Math.Min(Math.Max(WindowBytes, (long)needed), left + range.End - _next);
        if (capacity > _capacity)
        {
            var larger = (byte*)NativeMemory.Alloc((nuint)capacity);
            Buffer.MemoryCopy(_buffer + _at, larger, capacity, left);
            NativeMemory.Free(_buffer);
            _buffer = larger;
            _capacity = capacity;
        }
        else
        {
            Buffer.MemoryCopy(_buffer + _at, _buffer, _capacity, left);
        }
        _at = 0;
        _filled = left;
        while (_filled < _capacity && _next < range.End)
        {
            var read = file.ReadAt(_next, new Span<byte>(_buffer + _filled, (int)Math.Min(_capacity - _filled, range.End - _next)));
            if (read == 0) throw Changed();
            _filled += read;
            _next += read;
        }
    }
}
