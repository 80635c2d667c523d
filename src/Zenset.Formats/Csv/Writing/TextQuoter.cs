using System.Buffers;
using System.Text;

namespace Zenset.Formats.Csv.Writing;

/// <summary>
/// Writes text so that it is read back as text: in quotes where RFC 4180 asks for them, and where the text alone would pass for a number,
/// a date, a missing value or another delimiter.
/// </summary>
internal sealed class TextQuoter(byte delimiter, bool quoteAll)
{
    private const byte Quote = (byte)'"';

    // Characters that a reader might take for a delimiter are quoted too: then nothing but the real one is left to find.
    private readonly SearchValues<byte> _special = SearchValues.Create([delimiter, Quote, (byte)'\n', (byte)'\r', (byte)',', (byte)';', (byte)'\t', (byte)'|', 0, 1, 0x1f]);

    private static readonly SearchValues<byte> ValueStarts = SearchValues.Create("0123456789+-.#?\\< \t"u8);

    /// <summary>Writes a text as a cell.</summary>
    public void Write(OutputBuffer output, ReadOnlySpan<byte> text)
    {
        if (!quoteAll && !text.IsEmpty && !text.ContainsAny(_special) && !ValueStarts.Contains(text[0]) && text[^1] is not ((byte)' ' or (byte)'\t') && !IsWord(text))
        {
            output.Add(text);
            return;
        }
        WriteQuoted(output, text);
    }

    /// <summary>Writes a text in quotes.</summary>
    public static void WriteQuoted(OutputBuffer output, ReadOnlySpan<byte> text)
    {
        output.Add(Quote);
        for (int next; (next = text.IndexOf(Quote)) >= 0;)
        {
            output.Add(text[..(next + 1)]);
            output.Add(Quote);
            text = text[(next + 1)..];
        }
        output.Add(text);
        output.Add(Quote);
    }

    // Words for truth, for missing values and for numbers that are none; sep= at the start of a text means a delimiter.
    private static bool IsWord(ReadOnlySpan<byte> text) => text.Length switch
    {
        2 => Ascii.EqualsIgnoreCase(text, "na"u8),
        3 => Ascii.EqualsIgnoreCase(text, "nan"u8) || Ascii.EqualsIgnoreCase(text, "inf"u8) || Ascii.EqualsIgnoreCase(text, "n/a"u8) || Ascii.EqualsIgnoreCase(text, "nil"u8),
        4 => Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "null"u8) || Ascii.EqualsIgnoreCase(text, "none"u8),
        5 => Ascii.EqualsIgnoreCase(text, "false"u8) || Ascii.EqualsIgnoreCase(text[..4], "sep="u8),
        7 => Ascii.EqualsIgnoreCase(text, "missing"u8),
        8 => Ascii.EqualsIgnoreCase(text, "infinity"u8),
        _ => false,
    };
}
