namespace Zenset.Formats.Csv.Types;

/// <summary>Reads dates and times as text has them: <c>2018-01-28</c>, <c>28/01/2018 07:05</c>, <c>2018-01-28T07:05:00.25+01:00</c>, <c>07:05</c>.</summary>
internal static unsafe class TimeText
{
    private const long SecondNanoseconds = 1_000_000_000;

    private static ReadOnlySpan<byte> MonthNames => "janfebmaraprmayjunjulaugsepoctnovdec"u8;

    /// <summary>The whole text is a date, or a date and a time.</summary>
    public static bool TryParse(byte* p, byte* end, out TimeParts parts)
    {
        parts = default;
        // Shortest 1/1/2018, longest with nine digits of fraction and a zone.
        if (end - p is < 8 or > 40 || *p - (uint)'0' > 9) return false;
        var first = TakeNumber(ref p, end, 4, out var firstLength);
        if (p >= end || *p is not ((byte)'-' or (byte)'/' or (byte)'.' or (byte)' ')) return false;
        parts.Separator = *p++;
        parts.First = first;
        var isNamed = p < end && (*p | 0x20) is >= 'a' and <= 'z';
        int secondLength;
        if (isNamed)
        {
            parts.Second = TakeMonthName(ref p, end);
            secondLength = 2;
            if (parts.Second == 0) return false;
        }
        else
        {
            parts.Second = TakeNumber(ref p, end, 2, out secondLength);
            if (secondLength == 0) return false;
        }
        if (p >= end || *p != parts.Separator) return false;
        p++;
        parts.Third = TakeNumber(ref p, end, 4, out var thirdLength);
        if (firstLength == 4 && thirdLength is 1 or 2 && !isNamed)
        {
            if (parts.Separator == ' ') return false;
            if (Calendar.Exists(parts.First, parts.Second, parts.Third)) parts.Orders = DateOrder.YearMonthDay;
            parts.IsPadded = secondLength == 2 && thirdLength == 2;
        }
        else if (thirdLength == 4 && firstLength is 1 or 2)
        {
            parts.IsPadded = firstLength == 2 && secondLength == 2;
            if (isNamed)
            {
                if (Calendar.Exists(parts.Third, parts.Second, parts.First)) parts.Orders = DateOrder.DayNameYear;
            }
            else if (parts.Separator != ' ')
            {
                if (Calendar.Exists(parts.Third, parts.Second, parts.First)) parts.Orders = DateOrder.DayMonthYear;
                if (Calendar.Exists(parts.Third, parts.First, parts.Second)) parts.Orders |= DateOrder.MonthDayYear;
            }
        }
        if (parts.Orders == DateOrder.None) return false;
        if (p == end) return true;
        if (*p is not ((byte)' ' or (byte)'T')) return false;
        parts.Between = *p++;
        return TryParseTime(ref p, end, ref parts) && TryParseZone(ref p, end, ref parts) && p == end;
    }

    /// <summary>The whole text is a time of day.</summary>
    public static bool TryParseTime(byte* p, byte* end, out TimeParts parts)
    {
        parts = default;
        return end - p is >= 4 and <= 18 && TryParseTime(ref p, end, ref parts) && p == end;
    }

    private static bool TryParseTime(ref byte* p, byte* end, ref TimeParts parts)
    {
        var hour = TakeNumber(ref p, end, 2, out var hourLength);
        if (hourLength == 0 || hour > 23 || p >= end || *p++ != ':') return false;
        parts.IsHourPadded = hourLength == 2;
        var minute = TakeNumber(ref p, end, 2, out var minuteLength);
        if (minuteLength != 2 || minute > 59) return false;
        var seconds = hour * 3600L + minute * 60;
        if (p < end && *p == ':')
        {
            p++;
            var second = TakeNumber(ref p, end, 2, out var secondLength);
            if (secondLength != 2 || second > 59) return false;
            parts.HasSeconds = true;
            seconds += second;
            if (p + 1 < end && *p is (byte)'.' or (byte)',' && p[1] - (uint)'0' <= 9)
            {
                p++;
                long fraction = 0;
                var digits = 0;
                for (; p < end && *p - (uint)'0' <= 9; p++, digits++)
                {
                    if (digits >= 9) return false;
                    fraction = fraction * 10 + (*p - '0');
                }
                parts.FractionDigits = digits;
                for (; digits < 9; digits++) fraction *= 10;
                parts.Nanoseconds = fraction;
            }
        }
        parts.Nanoseconds += seconds * SecondNanoseconds;
        return true;
    }

    // Z, +01, +0100, +01:00, UTC; a blank may stand before.
    private static bool TryParseZone(ref byte* p, byte* end, ref TimeParts parts)
    {
        if (p == end) return true;
        if (*p == ' ') p++;
        var rest = new ReadOnlySpan<byte>(p, (int)(end - p));
        if (rest.SequenceEqual("Z"u8) || rest.SequenceEqual("UTC"u8))
        {
            parts.HasZone = true;
            p = end;
            return true;
        }
        if (p >= end || *p is not ((byte)'+' or (byte)'-')) return false;
        var negative = *p++ == '-';
        var hours = TakeNumber(ref p, end, 2, out var hoursLength);
        if (hoursLength != 2 || hours > 15) return false;
        var minutes = 0;
        if (p < end)
        {
            if (*p == ':') p++;
            minutes = TakeNumber(ref p, end, 2, out var minutesLength);
            if (minutesLength != 2 || minutes > 59) return false;
        }
        parts.HasZone = true;
        parts.OffsetMinutes = (hours * 60 + minutes) * (negative ? -1 : 1);
        return true;
    }

    private static int TakeNumber(ref byte* p, byte* end, int most, out int length)
    {
        var value = 0;
        for (length = 0; length < most && p < end && *p - (uint)'0' <= 9; length++, p++) value = value * 10 + (*p - '0');
        return value;
    }

    private static int TakeMonthName(ref byte* p, byte* end)
    {
        if (end - p < 3) return 0;
        Span<byte> name = [(byte)(p[0] | 0x20), (byte)(p[1] | 0x20), (byte)(p[2] | 0x20)];
        var index = MonthNames.IndexOf(name);
        if (index < 0 || index % 3 != 0) return 0;
        p += 3;
        return index / 3 + 1;
    }
}
