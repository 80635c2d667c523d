namespace Zenset.Formats.Sqlite.Values;

/// <summary>Days since 1970 and dates of the proleptic Gregorian calendar, for any year.</summary>
/// <remarks>Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": days_from_civil, civil_from_days.</remarks>
internal static class CivilDate
{
    private const int DaysOfEra = 146_097, DaysToEpoch = 719_468;

    private static ReadOnlySpan<byte> MonthDays => [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary>There is such a day.</summary>
    public static bool Exists(long year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= MonthDays[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 1 : 0);

    public static long ToDays(long year, int month, int day)
    {
        if (month <= 2) year--;
        var era = FloorDivide(year, 400);
        var yearOfEra = year - era * 400;
        var dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * DaysOfEra + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - DaysToEpoch;
    }

    public static (long Year, int Month, int Day) FromDays(long days)
    {
        days += DaysToEpoch;
        var era = FloorDivide(days, DaysOfEra);
        var dayOfEra = days - era * DaysOfEra;
        var yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var monthFromMarch = (5 * dayOfYear + 2) / 153;
        var month = (int)(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, (int)(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1));
    }

    public static long FloorDivide(long value, long by) => value >= 0 ? value / by : -((-(value + 1)) / by) - 1;
}
