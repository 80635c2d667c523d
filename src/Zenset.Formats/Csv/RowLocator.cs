using Zenset.Formats.Text;

namespace Zenset.Formats.Csv;

/// <summary>
/// From an offset to line, column and row, by going through everything before it: only done for failures. Offsets that grow are found
/// in one pass. Belongs to one thread.
/// </summary>
internal sealed unsafe class RowLocator(TextInput input, CsvDialect dialect, CsvLayout layout) : IDisposable
{
    private const int PaddingBytes = 64;

    private Stream? _stream;
    private byte[] _buffer = [];
    private int _from;
    private int _to;
    private bool _isFinal;
    private long _line;
    private long _row;

    // Offset in the text of _buffer[_from].
    private long _position;

    /// <summary>The place <paramref name="offset"/> in the record that begins at <paramref name="record"/>.</summary>
    public SourceLocation Find(long record, long offset, string? field = null)
    {
        if (_stream is null || record < _position) Restart();
        while (_position < record)
        {
            fixed (byte* buffer = _buffer)
            {
                var splitter = new RecordSplitter(dialect, buffer + _from, buffer + _to, _isFinal);
                while (splitter.HasMore && _position < record)
                {
                    var before = splitter.Position;
                    var kind = splitter.Next(null);
                    if (kind == RecordKind.Incomplete) break;
                    var length = (int)(splitter.Position - before);
                    _line += LineCount.Of(new ReadOnlySpan<byte>(before, length));
                    if (kind != RecordKind.Comment && (kind != RecordKind.Blank || layout.Width == 1)) _row++;
                    _position += length;
                    _from += length;
                }
            }
            if (_position < record && !Fill()) break;
        }
        var (line, column) = Within((int)(offset - record));
        return new SourceLocation { Source = input.Name, Line = _line + line, Column = column, Row = _row, Field = field, Offset = offset };
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

    // Lines and bytes from the start of the record that the buffer stands at.
    private (long Line, long Column) Within(int length)
    {
        while (_to - _from < length && Fill())
        {
        }
        var text = _buffer.AsSpan(_from, Math.Min(length, _to - _from));
        var last = text.LastIndexOfAny((byte)'\n', (byte)'\r');
        return last < 0 ? (0, length) : (LineCount.Of(text), length - last - 1);
    }

    private void Restart()
    {
        _stream?.Dispose();
        _stream = input.OpenSequential();
        _buffer = new byte[(1 << 20) + PaddingBytes];
        _from = _to = 0;
        _line = _row = _position = 0;
        _isFinal = false;
        // Lines before the table.
        var before = new byte[layout.DataStart];
        _position = _stream.ReadAtLeast(before, before.Length, throwOnEndOfStream: false);
        _line = LineCount.Of(before);
    }

    private bool Fill()
    {
        if (_isFinal) return false;
        _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
        _to -= _from;
        _from = 0;
        if (_buffer.Length - PaddingBytes - _to < 1 << 16) Array.Resize(ref _buffer, _buffer.Length * 2);
        var room = _buffer.Length - PaddingBytes - _to;
        var read = _stream!.ReadAtLeast(_buffer.AsSpan(_to, room), room, throwOnEndOfStream: false);
        _to += read;
        _isFinal = read < room;
        _buffer.AsSpan(_to, PaddingBytes).Clear();
        return read > 0;
    }
}
