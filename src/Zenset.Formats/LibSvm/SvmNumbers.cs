using System.Buffers.Text;
using System.Text;
using Zenset.Formats.Text;

namespace Zenset.Formats.LibSvm;

/// <summary>Numbers as C's <c>strtod</c> and <c>strtoll</c> take them.</summary>
internal static class SvmNumbers
{
    // The library's own NaN has its sign set, which shows in some programs.
    private static readonly double PositiveNaN = BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0000);

    public static bool TryWhole(ReadOnlySpan<byte> text, out long value)
    {
        if (text is [(byte)'+', not (byte)'-', ..]) text = text[1..];
        return Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;
    }

    public static bool TryNumber(ReadOnlySpan<byte> text, out double value)
    {
        if (NumberParser.TryParseDouble(text, out value)) return true;
        var word = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        value = Ascii.EqualsIgnoreCase(word, "nan"u8) ? PositiveNaN
            : Ascii.EqualsIgnoreCase(word, "inf"u8) || Ascii.EqualsIgnoreCase(word, "infinity"u8) ? text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity
            : 0;
        return value != 0;
    }
}
