using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace Zenset.Formats.JsonLines;

/// <summary>JSON text on its way to a stream.</summary>
internal sealed class JsonBuffer(Stream target)
{
    private const int FlushBytes = 1 << 18;

    // Everything below a blank, the quote and the backslash (RFC 8259 §7).
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private byte[] _bytes = new byte[FlushBytes + (1 << 16)];
    private int _length;

    public void Byte(byte value) => Room(1)[_length++] = value;

    public void Raw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length).AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>A text in quotes.</summary>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        Byte((byte)'"');
        while (true)
        {
            var plain = utf8.IndexOfAny(Escaped);
            Raw(plain < 0 ? utf8 : utf8[..plain]);
            if (plain < 0) break;
            switch (utf8[plain])
            {
                case (byte)'"': Raw("\\\""u8); break;
                case (byte)'\\': Raw("\\\\"u8); break;
                case (byte)'\n': Raw("\\n"u8); break;
                case (byte)'\r': Raw("\\r"u8); break;
                case (byte)'\t': Raw("\\t"u8); break;
                default:
                    Raw("\\u00"u8);
                    Hexadecimal(utf8[plain]);
                    break;
            }
            utf8 = utf8[(plain + 1)..];
        }
        Byte((byte)'"');
    }

    public void Number(long value) => Format(value, default);

    public void Number<T>(T value, ReadOnlySpan<char> format) where T : IUtf8SpanFormattable => Format(value, format);

    /// <summary>A floating-point number, always recognisable as one.</summary>
    public void Float<T>(T value) where T : struct, IUtf8SpanFormattable
    {
        var start = _length;
        Format(value, "R");
        if (_bytes.AsSpan(start, _length - start).IndexOfAny((byte)'.', (byte)'E') < 0) Raw(".0"u8);
    }

    /// <summary>Base64 in quotes.</summary>
    public void Base64(ReadOnlySpan<byte> bytes)
    {
        Byte((byte)'"');
        var target = Room(Base64Length(bytes.Length)).AsSpan(_length);
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, target, out _, out var written);
        _length += written;
        Byte((byte)'"');
    }

    /// <summary>Hands full buffers on; call it between rows.</summary>
    public void FlushIfFull()
    {
        if (_length >= FlushBytes) Flush();
    }

    public void Flush()
    {
        target.Write(_bytes, 0, _length);
        _length = 0;
    }

    private static int Base64Length(int bytes) => System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes);

    private void Hexadecimal(byte value)
    {
        Utf8Formatter.TryFormat(value, Room(2).AsSpan(_length), out var written, new StandardFormat('x', 2));
        _length += written;
    }

    private void Format<T>(T value, ReadOnlySpan<char> format) where T : IUtf8SpanFormattable
    {
        // Longest: 40 characters of a 128-bit number.
        value.TryFormat(Room(64).AsSpan(_length), out var written, format, CultureInfo.InvariantCulture);
        _length += written;
    }

    private byte[] Room(int bytes)
    {
        if (_length + bytes > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        return _bytes;
    }
}
