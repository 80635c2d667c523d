using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Zenset.Formats.Text;

/// <summary>
/// The text of one segment, as a window of native memory that moves over it. Cells may point into the window until the next
/// <see cref="Refill"/>. Belongs to one thread.
/// </summary>
/// <remarks>Memory is one window, or the longest record where that is longer, whatever the size of the segment.</remarks>
internal sealed unsafe class SegmentText : IDisposable
{
    /// <summary>Bytes of a window; a longer record makes it grow.</summary>
    public const int WindowBytes = 1 << 20;

    /// <summary>Longest record, in bytes: a window is one block of memory with 32-bit lengths.</summary>
    public const int MaxRecordBytes = 1 << 30;

    // Readers look at a few bytes beyond the end (see NumberParser.Padding) and at vectors of up to 64.
    private const int PaddingBytes = 64;

    private readonly TextInput? _input;
    private readonly string _name;
    private readonly long _segmentEnd;
    private byte* _buffer;
    private int _capacity;
    private long _next;
    private byte* _validated;

    /// <summary>A segment of a file, from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public SegmentText(TextInput input, long start, long end)
    {
        _input = input;
        _name = input.Name;
        Start = start;
        _next = start;
        _segmentEnd = end;
        Allocate((int)Math.Min(WindowBytes, Math.Max(1, end - start)));
        Cursor = End = _validated = _buffer;
    }

    /// <summary>A segment that is in memory already; takes ownership of <paramref name="buffer"/>, which has room for the padding.</summary>
    public SegmentText(string name, byte* buffer, int length, long start)
    {
        _name = name;
        Start = start;
        _next = _segmentEnd = start + length;
        _buffer = _validated = Cursor = buffer;
        _capacity = length;
        End = buffer + length;
        new Span<byte>(End, PaddingBytes).Clear();
        Validate();
    }

    /// <summary>Offset of the segment in the text.</summary>
    public long Start { get; }

    /// <summary>Where reading stands. The reader moves it.</summary>
    public byte* Cursor { get; set; }

    /// <summary>End of what is in the window; followed by zeros.</summary>
    public byte* End { get; private set; }

    /// <summary>The window reaches the end of the segment.</summary>
    public bool IsFinal => _next == _segmentEnd;

    /// <summary>Bytes of the segment that have been consumed.</summary>
    public long BytesRead => Offset(Cursor) - Start;

    /// <summary>Offset in the text of a place in the window.</summary>
    public long Offset(byte* place) => _next - (End - place);

    /// <summary>Memory for <paramref name="length"/> bytes and the padding, to be handed to the constructor.</summary>
    public static byte* AllocateBuffer(int length) => (byte*)NativeMemory.Alloc((nuint)length + PaddingBytes);

    /// <summary>
    /// Moves what is left after <see cref="Cursor"/> to the front of the window and reads more behind it. False when there is no more.
    /// Everything that pointed into the window is void.
    /// </summary>
    /// <exception cref="SourceDataException">The text is not UTF-8, a record is too long, or the file became shorter.</exception>
    public bool Refill()
    {
        if (IsFinal) return false;
        var left = (int)(End - Cursor);
        var room = (int)Math.Min(_segmentEnd - _next, WindowBytes);
        var validatedAhead = Math.Max(0, _validated - Cursor);
        if (left > WindowBytes / 2 || left + room > _capacity) Grow(left, (int)Math.Min((long)left * 2 + room, left + (_segmentEnd - _next)));
        else if (left > 0) Buffer.MemoryCopy(Cursor, _buffer, _capacity, left);
        Cursor = _buffer;
        _validated = _buffer + validatedAhead;
        End = _buffer + left;
        var wanted = (int)Math.Min(_segmentEnd - _next, _capacity - left);
        while (wanted > 0)
        {
            var read = _input!.ReadAt(_next, new Span<byte>(End, wanted));
            if (read == 0)
            {
                throw new SourceDataException(
                    CoreErrors.SourceUnreadable, "the file became shorter while it was read", new SourceLocation { Source = _name, Offset = _next });
            }
            End += read;
            _next += read;
            wanted -= read;
        }
        new Span<byte>(End, PaddingBytes).Clear();
        Validate();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_buffer);
        _buffer = null;
    }

    // One pass over the window costs next to nothing; a check for every cell would not. A character cut at the end waits for more.
    private void Validate()
    {
        var length = (int)(End - _validated);
        if (!IsFinal)
        {
            var back = 0;
            while (back < 3 && back < length && (End[-1 - back] & 0xC0) == 0x80) back++;
            if (back < length && End[-1 - back] >= 0xC0) length -= back + 1;
        }
        var text = new ReadOnlySpan<byte>(_validated, length);
        if (!Utf8.IsValid(text)) throw NotUtf8(text);
        _validated += length;
    }

    private SourceDataException NotUtf8(ReadOnlySpan<byte> text)
    {
        Span<char> decoded = stackalloc char[256];
        var at = 0;
        while (true)
        {
            Utf8.ToUtf16(text[at..], decoded, out var read, out _, replaceInvalidSequences: false, isFinalBlock: false);
            if (read == 0) break;
            at += read;
        }
        var offset = Offset(_validated) + at;
        return new SourceDataException(
            TextErrors.NotUtf8,
            string.Create(CultureInfo.InvariantCulture, $"byte 0x{text[at]:X2} is not UTF-8, and the text before it is"),
            new SourceLocation { Source = _name, Offset = offset },
            "If the file is in another encoding, name it: --encoding windows-1252.");
    }

    private void Grow(int left, int capacity)
    {
        if (left > MaxRecordBytes)
        {
            throw new SourceDataException(
                TextErrors.RecordTooLong, $"a row is longer than {MaxRecordBytes >> 20} MiB", new SourceLocation { Source = _name, Offset = Offset(Cursor) },
                "Most often a quote is missing its partner. Look at the place, or set the quote character.");
        }
        var old = _buffer;
        var from = Cursor;
        Allocate(Math.Max(capacity, WindowBytes));
        Buffer.MemoryCopy(from, _buffer, _capacity, left);
        NativeMemory.Free(old);
    }

    private void Allocate(int capacity)
    {
        _buffer = AllocateBuffer(capacity);
        _capacity = capacity;
    }
}
