namespace Zenset.Formats.Csv.Types;

/// <summary>In which order a date is written. Flags, so that a column can keep those that are still possible.</summary>
[Flags]
internal enum DateOrder
{
    /// <summary>None fits.</summary>
    None = 0,
    /// <summary>2018-01-28.</summary>
    YearMonthDay = 1,
    /// <summary>28/01/2018.</summary>
    DayMonthYear = 2,
    /// <summary>01/28/2018.</summary>
    MonthDayYear = 4,
    /// <summary>28-Jan-2018.</summary>
    DayNameYear = 8,
    /// <summary>Any.</summary>
    All = 15,
}
