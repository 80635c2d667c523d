namespace Zenset.Formats.Csv.Types;

/// <summary>What a date, a time or both say, and how they were written.</summary>
internal struct TimeParts
{
    /// <summary>Orders in which the three numbers are a date.</summary>
    public DateOrder Orders;

    /// <summary>The numbers in the order in which they stand; a month name counts as its number.</summary>
    public int First, Second, Third;

    /// <summary>Between the parts of the date.</summary>
    public byte Separator;

    /// <summary>Day and month have two digits.</summary>
    public bool IsPadded;

    /// <summary>Between date and time: blank or T; 0 when there is no time.</summary>
    public byte Between;

    /// <summary>Hour, minute, second and fraction, in nanoseconds.</summary>
    public long Nanoseconds;

    /// <summary>The hour has two digits.</summary>
    public bool IsHourPadded;

    /// <summary>Seconds were written.</summary>
    public bool HasSeconds;

    /// <summary>Digits of the fraction.</summary>
    public int FractionDigits;

    /// <summary>A zone was written.</summary>
    public bool HasZone;

    /// <summary>Minutes east of UTC.</summary>
    public int OffsetMinutes;

    /// <summary>Days since 1970-01-01, read in <paramref name="order"/>.</summary>
    public readonly int Days(DateOrder order) => order switch
    {
        DateOrder.YearMonthDay => Calendar.DaysOf(First, Second, Third),
        DateOrder.MonthDayYear => Calendar.DaysOf(Third, First, Second),
        _ => Calendar.DaysOf(Third, Second, First),
    };
}
