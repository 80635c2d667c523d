using Zenset.Model;

namespace Zenset.Formats.Sqlite.Values;

/// <summary>A date, a time of day or both, read from text.</summary>
/// <param name="Layout">How it was written; <see cref="TimeLayout.OmitsZero"/> is not known from one text.</param>
/// <param name="Days">Days since 1970.</param>
/// <param name="Nanoseconds">Of the day.</param>
/// <param name="Infinity">1 or -1 for the words of the engine and of PostgreSQL.</param>
internal readonly record struct TimeText(TimeLayout Layout, long Days, long Nanoseconds, int Infinity)
{
    private const long SecondNanoseconds = 1_000_000_000, DayNanoseconds = 86_400 * SecondNanoseconds;

    // The engine's dates end some six million years off.
    private const int MostYearDigits = 7;

    /// <summary>Longest text that is written.</summary>
    public const int MostBytes = 48;

    public static bool TryParse(ReadOnlySpan<byte> text, out TimeText value)
    {
        value = default;
        if (text.SequenceEqual("infinity"u8) || text.SequenceEqual("-infinity"u8))
        {
            value = new TimeText(default, 0, 0, text[0] == '-' ? -1 : 1);
            return true;
        }
        if (text.Length is < 8 or > MostBytes) return false;
        long days = 0, nanoseconds = 0;
        byte between = 0, zone = 0;
        var digits = 0;
        var hasDate = text[2] != ':';
        if (hasDate)
        {
            if (!TakeDate(ref text, out days)) return false;
            if (text.IsEmpty)
            {
                value = new TimeText(new TimeLayout(0, true, false, 0, false, 0), days, 0, 0);
                return true;
            }
            between = text[0];
            if (between is not ((byte)' ' or (byte)'T')) return false;
            text = text[1..];
        }
        if (!TakeTime(ref text, out nanoseconds, out digits)) return false;
        if (hasDate && nanoseconds >= DayNanoseconds) return false;
        if (hasDate && !text.IsEmpty)
        {
            if (text.SequenceEqual("Z"u8)) zone = (byte)'Z';
            else if (text.SequenceEqual("+00:00"u8)) zone = (byte)'+';
            else return false;
            text = [];
        }
        value = new TimeText(new TimeLayout(between, hasDate, true, digits, false, zone), days, nanoseconds, 0);
        return text.IsEmpty;
    }

    /// <summary>Written in <paramref name="layout"/> it would be the same text.</summary>
    public bool IsIn(TimeLayout layout)
    {
        if (Infinity != 0) return layout.HasDate;
        if (Layout with { Digits = 0 } != layout with { Digits = 0, OmitsZero = false }) return false;
        var hasFraction = Nanoseconds % SecondNanoseconds != 0;
        return Layout.Digits == layout.Digits ? !layout.OmitsZero || hasFraction : layout.OmitsZero && Layout.Digits == 0;
    }

    /// <summary>Units since 1970; false when they do not come out even, or are more than 64 bits.</summary>
    public bool TryUnits(TimeUnit unit, out long units)
    {
        units = 0;
        if (Infinity != 0)
        {
            units = Infinity * long.MaxValue;
            return true;
        }
        var size = UnitNanoseconds(unit);
        if (Nanoseconds % size != 0) return false;
        var all = (Int128)Days * (DayNanoseconds / size) + Nanoseconds / size;
        // The outermost values are the engine's infinities.
        if (all <= -long.MaxValue || all >= long.MaxValue) return false;
        units = (long)all;
        return true;
    }

    /// <summary>Days since 1970 as the engine has them.</summary>
    public bool TryDays(out int days)
    {
        days = Infinity != 0 ? Infinity * int.MaxValue : (int)Math.Clamp(Days, int.MinValue, int.MaxValue);
        return Infinity != 0 || (!Layout.HasTime && Days is > -int.MaxValue and < int.MaxValue);
    }

    /// <summary>Writes a date of the engine; returns the length.</summary>
    public static int WriteDate(Span<byte> to, int days)
    {
        if (days is int.MaxValue or -int.MaxValue) return Word(to, days > 0);
        var at = 0;
        Date(to, ref at, days);
        return at;
    }

    /// <summary>Writes <paramref name="units"/> since 1970, or since midnight; returns the length.</summary>
    public static int Write(Span<byte> to, TimeLayout layout, long units, TimeUnit unit)
    {
        if (layout.HasDate && units is long.MaxValue or -long.MaxValue) return Word(to, units > 0);
        var at = 0;
        var size = UnitNanoseconds(unit);
        var days = layout.HasDate ? CivilDate.FloorDivide(units, DayNanoseconds / size) : 0;
        var nanoseconds = (units - days * (DayNanoseconds / size)) * size;
        if (layout.HasDate)
        {
            Date(to, ref at, days);
            to[at++] = layout.Between;
        }
        var seconds = nanoseconds / SecondNanoseconds;
        Number(to, ref at, seconds / 3600, 2);
        to[at++] = (byte)':';
        Number(to, ref at, seconds / 60 % 60, 2);
        to[at++] = (byte)':';
        Number(to, ref at, seconds % 60, 2);
        var fraction = nanoseconds % SecondNanoseconds;
        if (layout.Digits > 0 && !(layout.OmitsZero && fraction == 0))
        {
            to[at++] = (byte)'.';
            Number(to, ref at, fraction / (layout.Digits switch { 3 => 1_000_000, 6 => 1_000, _ => 1 }), layout.Digits);
        }
        var zone = layout.Zone switch { (byte)'Z' => "Z"u8, (byte)'+' => "+00:00"u8, _ => [] };
        zone.CopyTo(to[at..]);
        return at + zone.Length;
    }

    /// <summary>Nanoseconds of a unit.</summary>
    public static long UnitNanoseconds(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => SecondNanoseconds,
        TimeUnit.Millisecond => 1_000_000,
        TimeUnit.Microsecond => 1_000,
        TimeUnit.Nanosecond => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };

    private static int Word(Span<byte> to, bool isPositive)
    {
        var word = isPositive ? "infinity"u8 : "-infinity"u8;
        word.CopyTo(to);
        return word.Length;
    }

    // Four digits, or a sign and more of them (ISO 8601).
    private static bool TakeDate(ref ReadOnlySpan<byte> text, out long days)
    {
        days = 0;
        var sign = text[0] is (byte)'-' or (byte)'+' ? text[0] : (byte)0;
        if (sign != 0) text = text[1..];
        var digits = text.IndexOf((byte)'-');
        if (digits < 4 || digits > MostYearDigits || (sign == 0 && digits != 4) || text.Length < digits + 6 || text[digits + 3] != '-') return false;
        if (!TryDigits(text[..digits], out var year) || !TryDigits(text.Slice(digits + 1, 2), out var month) || !TryDigits(text.Slice(digits + 4, 2), out var day)) return false;
        // One way to write each year, so that it is written the same again.
        if (sign == '+' ? year <= 9999 : sign == '-' && year == 0) return false;
        if (digits > 4 && text[0] == '0') return false;
        if (sign == '-') year = -year;
        if (!CivilDate.Exists(year, (int)month, (int)day)) return false;
        days = CivilDate.ToDays(year, (int)month, (int)day);
        text = text[(digits + 6)..];
        return true;
    }

    private static bool TakeTime(ref ReadOnlySpan<byte> text, out long nanoseconds, out int digits)
    {
        nanoseconds = digits = 0;
        if (text.Length < 8 || text[2] != ':' || text[5] != ':') return false;
        if (!TryDigits(text[..2], out var hour) || !TryDigits(text.Slice(3, 2), out var minute) || !TryDigits(text.Slice(6, 2), out var second)) return false;
        if (minute > 59 || second > 59) return false;
        text = text[8..];
        long fraction = 0;
        if (!text.IsEmpty && text[0] == '.')
        {
            digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') is var end && end < 0 ? text.Length - 1 : end;
            if (digits is not (3 or 6 or 9)) return false;
            TryDigits(text.Slice(1, digits), out fraction);
            fraction *= digits switch { 3 => 1_000_000, 6 => 1_000, _ => 1 };
            text = text[(digits + 1)..];
        }
        nanoseconds = (hour * 3600 + minute * 60 + second) * SecondNanoseconds + fraction;
        return nanoseconds <= DayNanoseconds;
    }

    private static void Date(Span<byte> to, ref int at, long days)
    {
        var (year, month, day) = CivilDate.FromDays(days);
        if (year is < 0 or > 9999) to[at++] = year < 0 ? (byte)'-' : (byte)'+';
        Number(to, ref at, Math.Abs(year), 4);
        to[at++] = (byte)'-';
        Number(to, ref at, month, 2);
        to[at++] = (byte)'-';
        Number(to, ref at, day, 2);
    }

    private static void Number(Span<byte> to, ref int at, long value, int digits)
    {
        for (var rest = value; rest >= 10; rest /= 10) digits--;
        for (; digits > 1; digits--) to[at++] = (byte)'0';
        System.Buffers.Text.Utf8Formatter.TryFormat(value, to[at..], out var written);
        at += written;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }
}
