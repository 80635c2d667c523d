using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Zenset.DuckDb;
using Zenset.Formats.Arff.Header;
using Zenset.Formats.Text;

namespace Zenset.Formats.Arff;

/// <summary>Single cells: text with and without quotes, and what it means by kind.</summary>
internal sealed unsafe partial class ArffScan
{
    // 2^53: up to here every integer is a double.
    private const double LargestExactInteger = 9_007_199_254_740_992;

    // The library's own NaN has its sign set, which shows in some programs.
    private static readonly double PositiveNaN = BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0000);

    // Reads the cell at p, which is not blank, and leaves p behind it.
    private bool ReadCell(ChunkBuilder chunk, int row, ArffCellPlan plan, ref byte* p, byte* end, bool byBlanks)
    {
        var place = p;
        if (*p == '?' && (p + 1 == end || p[1] is (byte)',' or (byte)' ' or (byte)'\t' or (byte)'}' or (byte)'%'))
        {
            p++;
            WriteMissing(chunk, row, plan);
            return true;
        }
        if (*p == ',' && TryReadEmpty(chunk, row, plan)) return true;
        if (!TakeText(plan, ref p, end, byBlanks, out var text)) return false;
        switch (plan.Kind)
        {
            case ArffKind.Numeric:
                return TryNumber(text, out var number)
                    ? WriteNumberCell(plan, row, number)
                    : NotANumber(plan, place, text);
            case ArffKind.Integer:
                return ReadInteger(chunk, row, plan, place, text);
            case ArffKind.Nominal:
                return ReadNominal(chunk, row, plan, place, text);
            case ArffKind.String:
                if (plan.Output >= 0) chunk[plan.Output].SetTextInPlace(row, text);
                return true;
            case ArffKind.Date:
                if (!plan.Pattern!.TryParse(text, out var micros)) return NotADate(plan, place, text);
                if (plan.Output < 0) return true;
                if (plan.IsDays) ((int*)_data[plan.Output])[row] = DaysOf(micros);
                else ((long*)_data[plan.Output])[row] = micros;
                return true;
            case ArffKind.Relational:
                return plan.Output < 0 || ReadRelational(chunk[plan.Output], row, plan, place, text);
            default:
                throw new InvalidOperationException($"The kind {plan.Attribute.Kind} has no reader.");
        }
    }

    private bool WriteNumberCell(ArffCellPlan plan, int row, double number)
    {
        WriteNumber(plan, row, row, number);
        return true;
    }

    private bool ReadInteger(ChunkBuilder chunk, int row, ArffCellPlan plan, byte* place, ReadOnlySpan<byte> text)
    {
        if (plan.Shape != ArffShape.Scalar || !plan.IsInteger)
            return TryNumber(text, out var number) ? WriteNumberCell(plan, row, number) : NotANumber(plan, place, text);
        if (TryInteger(text, out var whole))
        {
            if (plan.Output >= 0) ((long*)_data[plan.Output])[row] = whole;
            return true;
        }
        if (!TryNumber(text, out var other)) return NotANumber(plan, place, text);
        // 5.0 and 1e3 are integers in another dress.
        if (Math.Abs(other) <= LargestExactInteger && Math.Truncate(other) == other && (other != 0 || !double.IsNegative(other)))
        {
            if (plan.Output >= 0) ((long*)_data[plan.Output])[row] = (long)other;
            return true;
        }
        // Weka keeps integers as doubles and so takes 1.5 here; the column becomes float64 and the table is read again.
        _learned.Add((plan, Encoding.UTF8.GetString(text)));
        WriteMissing(chunk, row, plan);
        return true;
    }

    private bool ReadNominal(ChunkBuilder chunk, int row, ArffCellPlan plan, byte* place, ReadOnlySpan<byte> text)
    {
        var code = plan.Codes!.Find(text);
        if (code < 0) return Undeclared(chunk, row, plan, place, text);
        if (plan.Output >= 0) WriteCode(chunk, plan, row, code);
        return true;
    }

    private void WriteCode(ChunkBuilder chunk, ArffCellPlan plan, int row, int code)
    {
        if (plan.Shape == ArffShape.TextVector)
        {
            _texts!.Write(chunk, row, plan.Position, plan.Codes!.Label(code));
            return;
        }
        switch (plan.CodeBytes)
        {
            case 1: _data[plan.Output][row] = (byte)code; break;
            case 2: ((ushort*)_data[plan.Output])[row] = (ushort)code; break;
            default: ((uint*)_data[plan.Output])[row] = (uint)code; break;
        }
    }

    private bool Undeclared(ChunkBuilder chunk, int row, ArffCellPlan plan, byte* place, ReadOnlySpan<byte> text)
    {
        var value = Encoding.UTF8.GetString(text);
        if (_table.Options.AddUnknownCategories)
        {
            _learned.Add((plan, value));
            WriteMissing(chunk, row, plan);
            return true;
        }
        var near = Quoting.Nearest(value, plan.Attribute.Labels);
        return Fail(
            ArffErrors.UndeclaredCategory, plan, place,
            string.Create(CultureInfo.InvariantCulture, $"value '{Quoting.Shorten(value)}' is not among the {plan.Attribute.Labels.Length:N0} declared categories{(near is null ? "" : $"; nearest: '{Quoting.Shorten(near)}'")}"),
            "Correct or quote the value, declare it in the header, or pass --unknown-category add.");
    }

    private void WriteMissing(ChunkBuilder chunk, int row, ArffCellPlan plan)
    {
        if (plan.Output < 0) return;
        if (plan.Shape == ArffShape.Scalar)
        {
            chunk[plan.Output].SetMissing(row);
            // A list that is missing still needs an entry.
            if (plan.Attribute.Kind == ArffKind.Relational) chunk[plan.Output].Entries[row] = new ListEntry((ulong)plan.ItemsUsed, 0);
        }
        else if (plan.Shape == ArffShape.Vector)
        {
            VectorFor(plan).WriteMissing(chunk, row, plan.Position);
        }
        else if (plan.Shape == ArffShape.TextVector)
        {
            _texts!.WriteMissing(chunk, row, plan.Position);
        }
        else
        {
            _sparse!.AddMissing(chunk, plan.Position);
        }
    }

    // The text of a cell: in place, or in scratch memory when it has escapes.
    private bool TakeText(ArffCellPlan plan, scoped ref byte* p, byte* end, bool byBlanks, out ReadOnlySpan<byte> text)
    {
        if (*p is (byte)'\'' or (byte)'"') return TakeQuoted(plan, ref p, end, out text);
        var rest = new ReadOnlySpan<byte>(p, (int)(end - p));
        var length = byBlanks ? rest.IndexOfAny(" \t,"u8) : rest.IndexOf((byte)',');
        if (length < 0) length = rest.Length;
        text = rest[..length];
        if (!byBlanks)
        {
            // In the last cell a comment or a weight may follow, after a blank.
            if (plan.Index == _plans.Length - 1 && length == rest.Length && text.IndexOfAny((byte)'%', (byte)'{') >= 0) text = WithoutTail(text, plan.Attribute.Kind is ArffKind.Numeric or ArffKind.Integer);
            text = text.TrimEnd(" \t"u8);
        }
        if (text.IsEmpty) return Fail(ArffErrors.CellCount, plan, p, "the cell is empty", "Write ? for a missing value, or '' for an empty text.");
        p += text.Length;
        return true;
    }

    // A number cannot have these, so that there need be no blank before them.
    private static ReadOnlySpan<byte> WithoutTail(ReadOnlySpan<byte> text, bool isNumber)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] is (byte)'%' or (byte)'{' && (isNumber || text[i - 1] is (byte)' ' or (byte)'\t')) return text[..i];
        }
        return text;
    }

    private bool TakeQuoted(ArffCellPlan plan, scoped ref byte* p, byte* end, out ReadOnlySpan<byte> text)
    {
        var open = p;
        var quote = *p++;
        var rest = new ReadOnlySpan<byte>(p, (int)(end - p));
        var stop = rest.IndexOfAny(quote, (byte)'\\');
        if (stop >= 0 && rest[stop] == quote)
        {
            text = rest[..stop];
            p += stop + 1;
        }
        else if (!TakeEscaped(quote, stop, ref p, end, out text))
        {
            return Fail(ArffErrors.Quote, plan, open, $"the quote {(char)quote} is not closed before the end of the line", "Close it; a line break inside a value is written \\n.");
        }
        if (p == end || *p is (byte)',' or (byte)' ' or (byte)'\t' or (byte)'}' or (byte)'%') return true;
        return Fail(ArffErrors.Quote, plan, p, $"'{(char)*p}' follows a closed quote", "Put a backslash before a quote that belongs to the value.");
    }

    // With escapes: copied into scratch memory. 'stop' is the place of the first backslash, or -1.
    private bool TakeEscaped(byte quote, int stop, scoped ref byte* p, byte* end, out ReadOnlySpan<byte> text)
    {
        text = default;
        var rest = new ReadOnlySpan<byte>(p, (int)(end - p));
        if (stop < 0) return false;
        // An escape never stands for more bytes than it has, but for \ooo above 127 (two bytes for four).
        var target = _scratch.Reserve(rest.Length + 4);
        var written = 0;
        var at = 0;
        while (stop >= 0)
        {
            rest.Slice(at, stop).CopyTo(new Span<byte>(target + written, stop));
            written += stop;
            at += stop;
            if (rest[at] == quote)
            {
                text = new ReadOnlySpan<byte>(target, written);
                _scratch.Keep(written);
                p += at + 1;
                return true;
            }
            if (++at >= rest.Length) return false;
            at += ArffEscapes.Decode(rest[at..], out var length, new Span<byte>(target + written, 4));
            written += length;
            stop = rest[at..].IndexOfAny(quote, (byte)'\\');
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryNumber(ReadOnlySpan<byte> text, out double number)
    {
        if (NumberParser.TryParseDouble(text, out number)) return true;
        var sign = text is [(byte)'-', ..] ? -1.0 : 1.0;
        var word = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        if (Ascii.EqualsIgnoreCase(word, "inf"u8) || Ascii.EqualsIgnoreCase(word, "infinity"u8))
        {
            number = sign * double.PositiveInfinity;
            return true;
        }
        if (Ascii.EqualsIgnoreCase(word, "nan"u8))
        {
            number = PositiveNaN;
            return true;
        }
        return false;
    }

    private static bool TryInteger(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        if (text.Length is 0 or > 40) return false;
        var padded = stackalloc byte[40 + NumberParser.Padding];
        new Span<byte>(padded, 40 + NumberParser.Padding).Clear();
        text.CopyTo(new Span<byte>(padded, 40));
        return NumberParser.ParseInt64(padded, padded + text.Length, out number) == padded + text.Length;
    }

    private static int DaysOf(long micros) => (int)(micros >= 0 ? micros / 86_400_000_000 : (micros - 86_399_999_999) / 86_400_000_000);

    private bool NotANumber(ArffCellPlan plan, byte* place, ReadOnlySpan<byte> text) => Fail(
        ArffErrors.NotANumber, plan, place, $"'{Quoting.Shorten(text)}' is not a number",
        "Correct the cell, write ? if it is missing, declare the attribute as string, or keep going without such rows: --on-error skip.");

    private bool NotADate(ArffCellPlan plan, byte* place, ReadOnlySpan<byte> text) => Fail(
        ArffErrors.NotADate, plan, place, $"'{Quoting.Shorten(text)}' does not fit the date pattern \"{Quoting.Shorten(plan.Pattern!.Text)}\"",
        "Correct the cell or the pattern, declare the attribute as string, or keep going without such rows: --on-error skip.");
}
