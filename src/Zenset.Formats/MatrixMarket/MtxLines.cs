using System.Globalization;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.MatrixMarket;

/// <summary>Reads the lines of a piece of the text: numbers parted by blanks. Belongs to one thread.</summary>
internal sealed unsafe class MtxLines(MtxHeader header, SegmentText text, string source)
{
    /// <summary>Row of the last entry, from 0.</summary>
    public long Row { get; private set; }

    /// <summary>Column of the last entry, from 0.</summary>
    public int Column { get; private set; }

    /// <summary>Bits of the last entry's value, as the engine has them: a double, a whole number, or 1 for true.</summary>
    public long Value { get; private set; }

    /// <summary>Bytes read.</summary>
    public long BytesRead => text.BytesRead;

    /// <summary>Reads the next line that is not empty and no comment; false at the end of the piece.</summary>
    public bool Next()
    {
        while (true)
        {
            var left = (int)(text.End - text.Cursor);
            var length = new ReadOnlySpan<byte>(text.Cursor, left).IndexOf((byte)'\n');
            if (length < 0 && !text.IsFinal)
            {
                text.Refill();
                continue;
            }
            if (left == 0) return false;
            var line = text.Cursor;
            var end = length < 0 ? text.End : line + length;
            text.Cursor = length < 0 ? end : end + 1;
            var at = SkipBlanks(line, end);
            if (at == end || *at == '%') continue;
            Parse(line, at, end);
            return true;
        }
    }

    private void Parse(byte* line, byte* at, byte* end)
    {
        if (header.IsCoordinate)
        {
            Row = Place(line, ref at, end, header.Rows, "row");
            Column = (int)Place(line, ref at, end, header.Columns, "column");
        }
        if (header.IsPattern) Value = 1;
        else if (at == end) throw Bad(line, end, "has no value");
        else if (header.Item.Kind == FieldKind.Float64) Value = Real(line, ref at, end);
        else Value = Whole(line, ref at, end);
        at = SkipBlanks(at, end);
        if (at != end) throw Bad(line, end, "has something after its value");
    }

    private long Place(byte* line, ref byte* at, byte* end, long limit, string what)
    {
        var after = NumberParser.ParseInt64(at, end, out var number);
        if (after == null || after > end || !IsBreak(after, end)) throw Bad(line, end, $"has no number of a {what}");
        if (number < 1 || number > limit) throw Bad(line, end, string.Create(CultureInfo.InvariantCulture, $"has {what} {number:N0}, and the matrix has {limit:N0}"));
        at = SkipBlanks(after, end);
        return number - 1;
    }

    private long Real(byte* line, ref byte* at, byte* end)
    {
        var after = NumberParser.ParseDouble(at, end, out var number);
        if (after == null || after > end || !IsBreak(after, end))
        {
            after = at;
            while (!IsBreak(after, end)) after++;
            number = Word(new ReadOnlySpan<byte>(at, (int)(after - at))) ?? throw Bad(line, end, "has a value that is no number");
        }
        at = after;
        return BitConverter.DoubleToInt64Bits(number);
    }

    // As C and Fortran write what is no ordinary number; Fortran's double precision has a D for the exponent.
    private static double? Word(ReadOnlySpan<byte> word)
    {
        var isNegative = word.Length > 0 && word[0] == '-';
        var plain = word.Length > 0 && word[0] is (byte)'-' or (byte)'+' ? word[1..] : word;
        if (System.Text.Ascii.EqualsIgnoreCase(plain, "nan"u8)) return double.NaN;
        if (System.Text.Ascii.EqualsIgnoreCase(plain, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(plain, "infinity"u8)) return isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        if (word.Length > 64 || word.IndexOfAny((byte)'d', (byte)'D') < 0) return null;
        var text = System.Text.Encoding.ASCII.GetString(word).Replace('d', 'e').Replace('D', 'e');
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private long Whole(byte* line, ref byte* at, byte* end)
    {
        var after = NumberParser.ParseInt64(at, end, out var number);
        if (header.Item.Kind == FieldKind.UInt64 && (after == null || number < 0))
        {
            after = at;
            while (!IsBreak(after, end)) after++;
            if (!ulong.TryParse(new ReadOnlySpan<byte>(at, (int)(after - at)), NumberStyles.None, CultureInfo.InvariantCulture, out var wide)) throw Bad(line, end, "has a value that is no whole number of 64 bits without sign");
            number = (long)wide;
        }
        if (after == null || after > end || !IsBreak(after, end)) throw Bad(line, end, "has a value that is no whole number of 64 bits");
        at = after;
        return number;
    }

    private static bool IsBreak(byte* at, byte* end) => at >= end || *at is (byte)' ' or (byte)'\t' or (byte)'\r';

    private static byte* SkipBlanks(byte* at, byte* end)
    {
        while (at < end && *at is (byte)' ' or (byte)'\t' or (byte)'\r') at++;
        return at;
    }

    private SourceDataException Bad(byte* line, byte* end, string what) => new(
        MtxErrors.Entry, $"the entry '{Quoting.Shorten(new ReadOnlySpan<byte>(line, (int)(end - line)).TrimEnd((byte)'\r'))}' {what}", new SourceLocation { Source = source, Offset = text.Offset(line) },
        header.IsCoordinate ? header.IsPattern ? "An entry is a row and a column, both from 1." : "An entry is a row and a column, both from 1, and a value." : "An entry is a value, column by column.");
}
