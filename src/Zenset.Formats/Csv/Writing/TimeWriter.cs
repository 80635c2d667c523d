using Zenset.Formats.Csv.Types;

namespace Zenset.Formats.Csv.Writing;

/// <summary>Writes dates and times in a layout.</summary>
internal static class TimeWriter
{
    /// <summary>Longest text, in bytes.</summary>
    public const int MostBytes = 48;

    private static ReadOnlySpan<byte> MonthNames => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    /// <summary>Writes <paramref name="days"/> since 1970 and <paramref name="nanoseconds"/> of the day; returns the length.</summary>
    public static int Write(Span<byte> to, TimeLayout layout, int days, long nanoseconds)
    {
        var at = 0;
        if (layout.Order != DateOrder.None)
        {
            var (year, month, day) = Calendar.DateOf(days);
            switch (layout.Order)
            {
                case DateOrder.YearMonthDay:
                    Number(to, ref at, year, 4);
                    to[at++] = layout.Separator;
                    Number(to, ref at, month, layout.IsPadded ? 2 : 1);
                    to[at++] = layout.Separator;
                    Number(to, ref at, day, layout.IsPadded ? 2 : 1);
                    break;
                case DateOrder.DayNameYear:
                    Number(to, ref at, day, layout.IsPadded ? 2 : 1);
                    to[at++] = layout.Separator;
                    MonthNames.Slice(month * 3 - 3, 3).CopyTo(to[at..]);
                    at += 3;
                    to[at++] = layout.Separator;
                    Number(to, ref at, year, 4);
                    break;
                default:
                    var isDayFirst = layout.Order == DateOrder.DayMonthYear;
                    Number(to, ref at, isDayFirst ? day : month, layout.IsPadded ? 2 : 1);
                    to[at++] = layout.Separator;
                    Number(to, ref at, isDayFirst ? month : day, layout.IsPadded ? 2 : 1);
                    to[at++] = layout.Separator;
                    Number(to, ref at, year, 4);
                    break;
            }
            if (!layout.HasTime) return at;
            to[at++] = layout.Between;
        }
        var seconds = (int)(nanoseconds / 1_000_000_000);
        Number(to, ref at, seconds / 3600, layout.IsHourPadded ? 2 : 1);
        to[at++] = (byte)':';
        Number(to, ref at, seconds / 60 % 60, 2);
        if (layout.HasSeconds)
        {
            to[at++] = (byte)':';
            Number(to, ref at, seconds % 60, 2);
            Fraction(to, ref at, (int)(nanoseconds % 1_000_000_000), layout.FractionDigits);
        }
        if (layout.HasZone) to[at++] = (byte)'Z';
        return at;
    }

    // As many digits as the layout says; without a word from it, as many as there are.
    private static void Fraction(Span<byte> to, ref int at, int fraction, int digits)
    {
        if (digits == 0 && fraction == 0) return;
        to[at++] = (byte)'.';
        var first = at;
        for (var unit = 100_000_000; unit > 0; unit /= 10) to[at++] = (byte)('0' + fraction / unit % 10);
        if (digits > 0) at = first + digits;
        else while (to[at - 1] == '0') at--;
    }

    private static void Number(Span<byte> to, ref int at, int value, int digits)
    {
        if (value < 0)
        {
            to[at++] = (byte)'-';
            value = -value;
        }
        var count = 1;
        for (var rest = value; rest >= 10; rest /= 10) count++;
        count = Math.Max(count, digits);
        for (var i = count - 1; i >= 0; i--, value /= 10) to[at + i] = (byte)('0' + value % 10);
        at += count;
    }
}
