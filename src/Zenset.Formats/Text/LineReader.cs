using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Zenset.Formats.Text;

/// <summary>Lines from the start of a text, for headers. Line ends are LF, CRLF or CR; the offset after each line is known.</summary>
internal sealed class LineReader : IDisposable
{
    private readonly TextInput _input;
    private readonly Stream _stream;
    private readonly int _maxLineBytes;
    private byte[] _buffer = new byte[64 << 10];
    private char[] _characters = new char[256];
    private int _from;
    private int _to;
    private long _line;

    public LineReader(TextInput input, int maxLineBytes)
    {
        _input = input;
        _maxLineBytes = maxLineBytes;
        _stream = input.OpenSequential();
        Fill();
        // The mark is no part of the first line.
        _from = (int)Math.Min(input.Start, _to);
        Offset = _from;
    }

    /// <summary>Offset of the first byte after the last line returned.</summary>
    public long Offset { get; private set; }

    /// <summary>The last line ended in a carriage return alone.</summary>
    public bool EndedInCarriageReturn { get; private set; }

    /// <summary>The next line without its end; false at the end of the text. The line is valid until the next call.</summary>
    /// <exception cref="SourceDataException">A line is longer than allowed, or not UTF-8.</exception>
    public bool Next(out ReadOnlySpan<char> line)
    {
        var searched = 0;
        while (true)
        {
            var window = _buffer.AsSpan(_from, _to - _from);
            var end = window[searched..].IndexOfAny((byte)'\n', (byte)'\r');
            if (end >= 0)
            {
                end += searched;
                // A CR at the end of the window may be the first half of CRLF.
                if (window[end] == '\r' && end == window.Length - 1 && Fill()) continue;
                window = _buffer.AsSpan(_from, _to - _from);
                var ending = window[end] == '\r' && end + 1 < window.Length && window[end + 1] == '\n' ? 2 : 1;
                EndedInCarriageReturn = window[end] == '\r' && ending == 1;
                line = Take(end, ending);
                return true;
            }
            searched = window.Length;
            if (window.Length > _maxLineBytes)
            {
                throw new SourceDataException(
                    TextErrors.RecordTooLong, string.Create(CultureInfo.InvariantCulture, $"a line of the header is longer than {_maxLineBytes >> 20} MiB"),
                    new SourceLocation { Source = _input.Name, Line = _line });
            }
            if (Fill()) continue;
            // The last line may have no end.
            line = window.Length == 0 ? default : Take(window.Length, 0);
            return window.Length > 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private ReadOnlySpan<char> Take(int length, int ending)
    {
        var bytes = _buffer.AsSpan(_from, length);
        if (!Utf8.IsValid(bytes))
        {
            throw new SourceDataException(
                TextErrors.NotUtf8, "the line is not UTF-8", new SourceLocation { Source = _input.Name, Line = _line },
                "If the file is in another encoding, name it: --encoding windows-1252.");
        }
        _from += length + ending;
        Offset += length + ending;
        _line++;
        if (_characters.Length < length) _characters = new char[Math.Max(length, _characters.Length * 2)];
        return _characters.AsSpan(0, Encoding.UTF8.GetChars(bytes, _characters));
    }

    private bool Fill()
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            _to -= _from;
            _from = 0;
        }
        if (_to == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = _stream.Read(_buffer, _to, _buffer.Length - _to);
        _to += read;
        return read > 0;
    }
}
