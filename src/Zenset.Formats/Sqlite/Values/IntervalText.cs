using System.Buffers.Text;
using Zenset.DuckDb;

namespace Zenset.Formats.Sqlite.Values;

/// <summary>Intervals as ISO 8601 durations of months, days and seconds, each with its own sign: <c>P14M-3DT0.000004S</c>.</summary>
internal static class IntervalText
{
    /// <summary>Longest text that is written.</summary>
    public const int MostBytes = 64;

    public static int Write(Span<byte> to, EngineInterval value)
    {
        var at = 0;
        to[at++] = (byte)'P';
        if (value.Months != 0) Part(to, ref at, value.Months, (byte)'M');
        if (value.Days != 0) Part(to, ref at, value.Days, (byte)'D');
        if (value.Microseconds == 0 && at > 1) return at;
        to[at++] = (byte)'T';
        if (value.Microseconds < 0) to[at++] = (byte)'-';
        var micros = (ulong)Int128.Abs(value.Microseconds);
        Utf8Formatter.TryFormat(micros / 1_000_000, to[at..], out var written);
        at += written;
        if (micros % 1_000_000 != 0)
        {
            to[at++] = (byte)'.';
            Utf8Formatter.TryFormat(micros % 1_000_000, to[at..], out written, new System.Buffers.StandardFormat('D', 6));
            at += written;
        }
        to[at++] = (byte)'S';
        return at;
    }

    private static void Part(Span<byte> to, ref int at, int value, byte letter)
    {
        Utf8Formatter.TryFormat(value, to[at..], out var written);
        at += written;
        to[at++] = letter;
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out EngineInterval value)
    {
        value = default;
        if (text.Length < 3 || text[0] != 'P' || text.Length > MostBytes) return false;
        text = text[1..];
        int months = 0, days = 0;
        long micros = 0;
        if (TakeNumber(ref text, (byte)'M', out months) is false || TakeNumber(ref text, (byte)'D', out days) is false) return false;
        if (!text.IsEmpty && !TryTime(text, out micros)) return false;
        value = new EngineInterval(months, days, micros);
        return true;
    }

    // A number and its letter, if they come next; false when the number is too large.
    private static bool TakeNumber(ref ReadOnlySpan<byte> text, byte letter, out int value)
    {
        value = 0;
        var end = text.IndexOf(letter);
        if (end <= 0 || text[..end].Contains((byte)'T')) return true;
        if (!Utf8Parser.TryParse(text[..end], out value, out var used) || used != end) return false;
        text = text[(end + 1)..];
        return true;
    }

    private static bool TryTime(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < 3 || text[0] != 'T' || text[^1] != 'S') return false;
        text = text[1..^1];
        var isNegative = text[0] == '-';
        if (isNegative) text = text[1..];
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        uint fraction = 0;
        if (point >= 0 && (text.Length != point + 7 || !Utf8Parser.TryParse(text[(point + 1)..], out fraction, out var used) || used != 6)) return false;
        if (!Utf8Parser.TryParse(whole, out ulong seconds, out var read) || read != whole.Length) return false;
        var all = ((Int128)seconds * 1_000_000 + fraction) * (isNegative ? -1 : 1);
        if (all < long.MinValue || all > long.MaxValue) return false;
        micros = (long)all;
        return true;
    }
}
