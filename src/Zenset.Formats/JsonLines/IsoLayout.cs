using Zenset.Model;

namespace Zenset.Formats.JsonLines;

/// <summary>
/// How a text writes a date or a timestamp: <c>2020-01-31</c>, or <c>2020-01-31T12:30:00</c> with a fixed number of digits of a second
/// (0, 3, 6 or 9) and <c>Z</c> or nothing. Only such texts are taken as times, because they can be written again to the letter.
/// </summary>
/// <param name="IsDate">No time of day.</param>
/// <param name="Unit">Resolution, by the digits.</param>
/// <param name="IsUtc">Ends in <c>Z</c>.</param>
internal readonly record struct IsoLayout(bool IsDate, TimeUnit Unit, bool IsUtc)
{
    private const int DateLength = 10, SecondsLength = 19;

    /// <summary>The field type of texts of this layout.</summary>
    public FieldType Type => IsDate ? FieldType.Date : FieldType.Timestamp(Unit, IsUtc ? "UTC" : null);

    /// <summary>Reads a text; false when it is no date or time of the years 1 to 9999, or one that its type does not hold.</summary>
    /// <param name="text">The text.</param>
    /// <param name="layout">How it is written.</param>
    /// <param name="value">Days since 1970, or units of the layout.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out IsoLayout layout, out long value)
    {
        layout = default;
        value = 0;
        if (text.Length < DateLength || !TryParseDate(text, out var days)) return false;
        if (text.Length == DateLength)
        {
            layout = new IsoLayout(true, TimeUnit.Second, false);
            value = days;
            return true;
        }
        var isUtc = text[^1] == (byte)'Z';
        if (isUtc) text = text[..^1];
        if (text.Length < SecondsLength || text[10] != 'T' || text[13] != ':' || text[16] != ':') return false;
        if (!TryDigits(text.Slice(11, 2), out var hour) || !TryDigits(text.Slice(14, 2), out var minute) || !TryDigits(text.Slice(17, 2), out var second)) return false;
        if (hour > 23 || minute > 59 || second > 59) return false;
        long fraction = 0;
        var unit = TimeUnit.Second;
        if (text.Length > SecondsLength)
        {
            if (text[SecondsLength] != '.') return false;
            var digits = text[(SecondsLength + 1)..];
            if (digits.Length is not (3 or 6 or 9) || !TryDigits(digits, out fraction)) return false;
            unit = (TimeUnit)(digits.Length / 3);
        }
        layout = new IsoLayout(false, unit, isUtc);
        var perSecond = PerSecond(unit);
        var whole = (Int128)(days * 86_400 + hour * 3_600 + minute * 60 + second) * perSecond + fraction;
        // Nanoseconds reach from 1677 to 2262; the engine keeps the two outermost values for infinities.
        if (whole <= long.MinValue + 1 || whole >= long.MaxValue) return false;
        value = (long)whole;
        return true;
    }

    /// <summary>Units in a second.</summary>
    public static long PerSecond(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 1,
        TimeUnit.Millisecond => 1_000,
        TimeUnit.Microsecond => 1_000_000,
        TimeUnit.Nanosecond => 1_000_000_000,
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };

    private static bool TryParseDate(ReadOnlySpan<byte> text, out long days)
    {
        days = 0;
        if (text[4] != '-' || text[7] != '-') return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text.Slice(5, 2), out var month) || !TryDigits(text.Slice(8, 2), out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth((int)year, (int)month)) return false;
        days = new DateOnly((int)year, (int)month, (int)day).DayNumber - UnixEpochDay;
        return true;
    }

    /// <summary>Day number of 1970-01-01, as <see cref="DateOnly"/> counts.</summary>
    public const int UnixEpochDay = 719_162;

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
