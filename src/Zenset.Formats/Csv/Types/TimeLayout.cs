using System.Text;

namespace Zenset.Formats.Csv.Types;

/// <summary>How a column writes its dates and times; as text a pattern such as <c>dd/MM/yyyy HH:mm</c>.</summary>
internal sealed record TimeLayout
{
    /// <summary>Order of the date; none for a time of day.</summary>
    public DateOrder Order { get; init; }

    /// <summary>Between the parts of the date.</summary>
    public byte Separator { get; init; } = (byte)'-';

    /// <summary>Day and month have two digits.</summary>
    public bool IsPadded { get; init; } = true;

    /// <summary>Between date and time; 0 when there is no time, or no date.</summary>
    public byte Between { get; init; }

    /// <summary>There is a time.</summary>
    public bool HasTime { get; init; }

    /// <summary>The hour has two digits.</summary>
    public bool IsHourPadded { get; init; } = true;

    /// <summary>Seconds are written.</summary>
    public bool HasSeconds { get; init; }

    /// <summary>Digits of the fraction; 0 also when they vary.</summary>
    public int FractionDigits { get; init; }

    /// <summary>A zone is written.</summary>
    public bool HasZone { get; init; }

    /// <summary>The pattern of <see cref="Model.Field.SourceFormat"/>, in the letters of Java and .NET.</summary>
    public string Pattern
    {
        get
        {
            var text = new StringBuilder();
            var (day, month) = IsPadded ? ("dd", "MM") : ("d", "M");
            var s = (char)Separator;
            text.Append(Order switch
            {
                DateOrder.YearMonthDay => $"yyyy{s}{month}{s}{day}",
                DateOrder.DayMonthYear => $"{day}{s}{month}{s}yyyy",
                DateOrder.MonthDayYear => $"{month}{s}{day}{s}yyyy",
                DateOrder.DayNameYear => $"{day}{s}MMM{s}yyyy",
                _ => "",
            });
            if (!HasTime) return text.ToString();
            if (Order != DateOrder.None) text.Append(Between == 'T' ? "'T'" : " ");
            text.Append(IsHourPadded ? "HH:mm" : "H:mm");
            if (HasSeconds) text.Append(":ss");
            if (FractionDigits > 0) text.Append('.').Append('S', FractionDigits);
            if (HasZone) text.Append("XXX");
            return text.ToString();
        }
    }

    /// <summary>The layout that a pattern names, in Java's or .NET's letters or strptime's (<c>%d/%m/%Y</c>); null when it is none of ours.</summary>
    public static TimeLayout? FromPattern(string pattern)
    {
        if (pattern.Contains('%', StringComparison.Ordinal))
        {
            foreach (var (code, letters) in Strptime) pattern = pattern.Replace(code, letters, StringComparison.Ordinal);
        }
        var plain = pattern.Replace("'", "", StringComparison.Ordinal).Replace('f', 'S');
        foreach (var order in new[] { DateOrder.YearMonthDay, DateOrder.DayMonthYear, DateOrder.MonthDayYear, DateOrder.DayNameYear, DateOrder.None })
        {
            foreach (var layout in Candidates(order))
            {
                if (layout.Pattern.Replace("'", "", StringComparison.Ordinal) == plain) return layout;
            }
        }
        return null;
    }

    private static readonly (string Code, string Letters)[] Strptime =
        [("%Y", "yyyy"), ("%m", "MM"), ("%d", "dd"), ("%b", "MMM"), ("%H", "HH"), ("%M", "mm"), ("%S", "ss"), ("%f", "SSSSSS"), ("%z", "XXX")];

    private static IEnumerable<TimeLayout> Candidates(DateOrder order)
    {
        var separators = order == DateOrder.None ? "-" : "-/. ";
        foreach (var separator in separators)
        {
            foreach (var padded in new[] { true, false })
            {
                var date = new TimeLayout { Order = order, Separator = (byte)separator, IsPadded = padded };
                if (order != DateOrder.None) yield return date;
                foreach (var between in order == DateOrder.None ? "\0" : " T")
                {
                    foreach (var hourPadded in new[] { true, false })
                    {
                        var time = date with { Between = (byte)between, HasTime = true, IsHourPadded = hourPadded };
                        yield return time;
                        yield return time with { HasZone = true };
                        for (var digits = 0; digits <= 9; digits++)
                        {
                            yield return time with { HasSeconds = true, FractionDigits = digits };
                            yield return time with { HasSeconds = true, FractionDigits = digits, HasZone = true };
                        }
                    }
                }
            }
        }
    }
}
