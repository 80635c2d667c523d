using System.Buffers;
using System.Globalization;
using System.Text;

namespace Zenset.Formats.Arff;

/// <summary>
/// Backslash escapes inside quotes: those of Java's StreamTokenizer, which Weka reads with (<c>\n \t \r \b \f \a \v</c>, octal), and
/// <c>\uXXXX</c>, which liac-arff reads; any other character stands for itself (<c>\' \" \\ \%</c>).
/// </summary>
internal static class ArffEscapes
{
    /// <summary>Appends what the escape stands for; <paramref name="rest"/> begins after the backslash. Returns the characters used.</summary>
    public static int Decode(ReadOnlySpan<char> rest, StringBuilder into)
    {
        // Five characters are the longest escape (u and four digits).
        Span<byte> escape = stackalloc byte[5 * 3];
        Span<byte> meant = stackalloc byte[4];
        var available = Math.Min(rest.Length, 5);
        if (char.IsHighSurrogate(rest[available - 1])) available = Math.Max(1, available - 1);
        var bytes = Encoding.UTF8.GetBytes(rest[..available], escape);
        var used = Decode(escape[..bytes], out var length, meant);
        into.Append(Encoding.UTF8.GetString(meant[..length]));
        return Encoding.UTF8.GetCharCount(escape[..used]);
    }

    /// <summary>
    /// Writes what the escape stands for as UTF-8 into <paramref name="utf8Out"/> (room for four bytes); <paramref name="rest"/> begins
    /// after the backslash and is not empty. Returns the bytes used.
    /// </summary>
    public static int Decode(ReadOnlySpan<byte> rest, out int length, Span<byte> utf8Out)
    {
        length = 1;
        switch (rest[0])
        {
            case (byte)'n': utf8Out[0] = (byte)'\n'; return 1;
            case (byte)'t': utf8Out[0] = (byte)'\t'; return 1;
            case (byte)'r': utf8Out[0] = (byte)'\r'; return 1;
            case (byte)'b': utf8Out[0] = (byte)'\b'; return 1;
            case (byte)'f': utf8Out[0] = (byte)'\f'; return 1;
            case (byte)'a': utf8Out[0] = 7; return 1;
            case (byte)'v': utf8Out[0] = 11; return 1;
            case (byte)'u' when rest.Length >= 5
                && ushort.TryParse(rest.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                && Rune.TryCreate(code, out var rune):
                length = rune.EncodeToUtf8(utf8Out);
                return 5;
            case >= (byte)'0' and <= (byte)'7':
                var value = 0;
                var used = 0;
                // Three digits up to \377, otherwise two (StreamTokenizer).
                while (used < 3 && used < rest.Length && rest[used] is >= (byte)'0' and <= (byte)'7' && (used < 2 || rest[0] <= (byte)'3')) value = value * 8 + rest[used++] - '0';
                length = new Rune(value).EncodeToUtf8(utf8Out);
                return used;
            default:
                // A character of several bytes stands for itself as a whole.
                if (Rune.DecodeFromUtf8(rest, out _, out var consumed) != OperationStatus.Done) consumed = 1;
                rest[..consumed].CopyTo(utf8Out);
                length = consumed;
                return consumed;
        }
    }
}
