using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.JsonLines;

/// <summary>Dates, times and intervals as ISO 8601 text, in quotes: the forms that <see cref="IsoLayout"/> reads.</summary>
internal static class IsoText
{
    private const long SecondsOfDay = 86_400;

    public static void WriteDate(int days, JsonBuffer json)
    {
        json.Byte((byte)'"');
        // The engine's infinities (date_t): the greatest number and its negative.
        if (days is int.MaxValue or -int.MaxValue) json.Raw(days > 0 ? "infinity"u8 : "-infinity"u8);
        else Date(days, json);
        json.Byte((byte)'"');
    }

    public static void WriteTime(long value, TimeUnit unit, JsonBuffer json)
    {
        json.Byte((byte)'"');
        // Times move in microseconds, but for nanoseconds.
        var inNanos = unit == TimeUnit.Nanosecond;
        Time(value / (inNanos ? 1_000_000_000 : 1_000_000), json);
        Fraction(value % (inNanos ? 1_000_000_000 : 1_000_000), inNanos ? TimeUnit.Nanosecond : TimeUnit.Microsecond, unit, json);
        json.Byte((byte)'"');
    }

    public static void WriteTimestamp(long value, FieldType type, EngineTypeId engine, JsonBuffer json)
    {
        json.Byte((byte)'"');
        // The engine's infinities (timestamp_t), as for dates.
        if (value is long.MaxValue or -long.MaxValue) json.Raw(value > 0 ? "infinity"u8 : "-infinity"u8);
        else
        {
            var unit = engine switch
            {
                EngineTypeId.TimestampS => TimeUnit.Second,
                EngineTypeId.TimestampMs => TimeUnit.Millisecond,
                EngineTypeId.TimestampNs => TimeUnit.Nanosecond,
                _ => TimeUnit.Microsecond,
            };
            var perSecond = IsoLayout.PerSecond(unit);
            var seconds = FloorDivide(value, perSecond);
            var days = FloorDivide(seconds, SecondsOfDay);
            Date(days, json);
            json.Byte((byte)'T');
            Time(seconds - days * SecondsOfDay, json);
            Fraction(value - seconds * perSecond, unit, type.Unit, json);
            if (type.Zone is not null) json.Byte((byte)'Z');
        }
        json.Byte((byte)'"');
    }

    // ISO 8601 durations: P1Y2M is P14M, and each part has its own sign.
    public static void WriteInterval(EngineInterval value, JsonBuffer json)
    {
        json.Raw("\"P"u8);
        if (value.Months != 0)
        {
            json.Number(value.Months);
            json.Byte((byte)'M');
        }
        if (value.Days != 0)
        {
            json.Number(value.Days);
            json.Byte((byte)'D');
        }
        if (value.Microseconds != 0 || value is { Months: 0, Days: 0 })
        {
            json.Byte((byte)'T');
            if (value.Microseconds < 0) json.Byte((byte)'-');
            var micros = (UInt128)(value.Microseconds < 0 ? -(Int128)value.Microseconds : value.Microseconds);
            json.Number(micros / 1_000_000, default);
            if (micros % 1_000_000 != 0)
            {
                json.Byte((byte)'.');
                json.Number(micros % 1_000_000, "D6");
            }
            json.Byte((byte)'S');
        }
        json.Byte((byte)'"');
    }

    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days: for any number of days.
    private static void Date(long days, JsonBuffer json)
    {
        var z = days + 719_468;
        var era = FloorDivide(z, 146_097);
        var dayOfEra = z - era * 146_097;
        var yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var monthFromMarch = (5 * dayOfYear + 2) / 153;
        var day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        var month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        var year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        // ISO 8601 wants a sign before years of more than four digits.
        if (year > 9999) json.Byte((byte)'+');
        json.Number(year, "D4");
        json.Byte((byte)'-');
        json.Number(month, "D2");
        json.Byte((byte)'-');
        json.Number(day, "D2");
    }

    private static void Time(long seconds, JsonBuffer json)
    {
        json.Number(seconds / 3600, "D2");
        json.Byte((byte)':');
        json.Number(seconds / 60 % 60, "D2");
        json.Byte((byte)':');
        json.Number(seconds % 60, "D2");
    }

    private static void Fraction(long value, TimeUnit have, TimeUnit want, JsonBuffer json)
    {
        if (want == TimeUnit.Second) return;
        var (from, to) = (IsoLayout.PerSecond(have), IsoLayout.PerSecond(want));
        json.Byte((byte)'.');
        json.Number(from >= to ? value / (from / to) : value * (to / from), want switch { TimeUnit.Millisecond => "D3", TimeUnit.Microsecond => "D6", _ => "D9" });
    }

    private static long FloorDivide(long value, long by) => value >= 0 ? value / by : -((-value + by - 1) / by);
}
