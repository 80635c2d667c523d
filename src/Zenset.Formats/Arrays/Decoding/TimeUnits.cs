using System.Globalization;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Decoding;

/// <summary>Steps of datetime64 as field types have them.</summary>
internal static class TimeUnits
{
    /// <summary>NaT (numpy/ndarraytypes.h, NPY_DATETIME_NAT).</summary>
    public const long NotATime = long.MinValue;

    /// <summary>The field type for a step: the coarsest that holds it exactly.</summary>
    public static FieldType TypeOf(TimeStep step) => step.Unit switch
    {
        "Y" or "M" or "W" or "D" => FieldType.Date,
        "h" or "m" or "s" => FieldType.Timestamp(TimeUnit.Second),
        "ms" => FieldType.Timestamp(TimeUnit.Millisecond),
        "us" => FieldType.Timestamp(TimeUnit.Microsecond),
        _ => FieldType.Timestamp(TimeUnit.Nanosecond),
    };

    /// <summary>Units of the field type in a step.</summary>
    public static long Factor(TimeStep step) => step.Count * step.Unit switch { "h" => 3600, "m" => 60, "W" => 7, _ => 1 };

    /// <summary>
    /// The greatest time, either way from 1970. Coarse times are stored in microseconds, of which the engine takes those from 290308 BC on
    /// (Timestamp::MIN); the greatest number is its infinity.
    /// </summary>
    public static long Greatest(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 9_223_372_022_400,
        TimeUnit.Millisecond => 9_223_372_022_400_000,
        TimeUnit.Microsecond => 9_223_372_022_400_000_000,
        TimeUnit.Nanosecond => long.MaxValue - 1,
    };

    /// <summary>The greatest day, either way from 1970: dates before it are out of the engine's range (Date::MinimumYear, 5877642 BC).</summary>
    public const int GreatestDay = int.MaxValue - 1;

    /// <summary>The day on which a step begins.</summary>
    public static bool TryToDays(long value, TimeStep step, out int days)
    {
        var steps = (Int128)value * step.Count;
        var exact = step.Unit switch
        {
            "Y" => DaysBeforeMonth(steps * 12),
            "M" => DaysBeforeMonth(steps),
            "W" => steps * 7,
            _ => steps,
        };
        days = exact >= -GreatestDay && exact <= GreatestDay ? (int)exact : 0;
        return days == exact;
    }

    /// <summary>Steps since 1970 at the start of which the day lies; false when it is within a step.</summary>
    public static bool TryFromDays(int days, TimeStep step, out long value)
    {
        Int128 steps;
        switch (step.Unit)
        {
            case "Y" or "M":
                var month = MonthOf(days);
                if (DaysBeforeMonth(month) != days || step.Unit == "Y" && month % 12 != 0)
                {
                    value = 0;
                    return false;
                }
                steps = step.Unit == "Y" ? month / 12 : month;
                break;
            case "W":
                steps = days / 7;
                if (steps * 7 != days) steps = Int128.MinValue;
                break;
            default:
                steps = days;
                break;
        }
        var isWhole = steps != Int128.MinValue && steps % step.Count == 0;
        value = isWhole ? (long)(steps / step.Count) : 0;
        return isWhole;
    }

    public static BadCellException OutOfRange(long value, TimeStep step, long index) => new(
        ArrayErrors.BadTime, string.Create(CultureInfo.InvariantCulture, $"the time {value:N0} [{step}] since 1970 is outside the range of {TypeOf(step)}"), "Correct it, or save NaT in its place.", index);

    // Days from 1970-01-01 to the first of a month, counted from January 1970, in the proleptic Gregorian calendar.
    private static Int128 DaysBeforeMonth(Int128 month)
    {
        if (month > int.MaxValue || month < int.MinValue) return month * 31;
        var year = FloorDivide((long)month, 12) + 1970;
        var of = (long)month - (year - 1970) * 12;
        // Years begin in March, so that the leap day is the last.
        var y = of < 2 ? year - 1 : year;
        var m = (of + 10) % 12;
        return 365 * (Int128)y + FloorDivide(y, 4) - FloorDivide(y, 100) + FloorDivide(y, 400) + (m * 306 + 5) / 10 - 719468;
    }

    private static long MonthOf(int days)
    {
        // A good guess, then the one that fits.
        var month = (long)Math.Floor(days / 30.436875);
        while (DaysBeforeMonth(month + 1) <= days) month++;
        while (DaysBeforeMonth(month) > days) month--;
        return month;
    }

    private static long FloorDivide(long a, long b) => a >= 0 ? a / b : -((-a + b - 1) / b);
}
