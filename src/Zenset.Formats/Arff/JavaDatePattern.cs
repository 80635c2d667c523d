using System.Collections.Immutable;
using System.Text;

namespace Zenset.Formats.Arff;

/// <summary>
/// A date pattern of Java's SimpleDateFormat, compiled into steps. Reads a text into microseconds and writes microseconds as text.
/// </summary>
/// <remarks>
/// Letters read: <c>y M d H h k K m s S a E z Z X</c>, text in quotes, and literals. Numbers may have fewer digits than letters, as
/// Java's lenient parsing takes them, unless another number follows at once. Month and day names are English.
/// </remarks>
internal sealed class JavaDatePattern
{
    /// <summary>ARFF's own default (Weka manual 3.8 §9.1.2).</summary>
    public const string Default = "yyyy-MM-dd'T'HH:mm:ss";

    /// <summary>Years beyond are not read: their microseconds do not fit 64 bits.</summary>
    public const int MaxYear = 290_000;

    private static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private readonly ImmutableArray<Step> _steps;
    private readonly bool _isIsoDate;
    private readonly bool _isIsoTime;

    private JavaDatePattern(string text, ImmutableArray<Step> steps)
    {
        Text = text;
        _steps = steps;
        HasTime = steps.Any(s => "HhKkmsS".Contains(s.Letter, StringComparison.Ordinal));
        HasZone = steps.Any(s => "zZX".Contains(s.Letter, StringComparison.Ordinal));
        HasFraction = steps.Any(s => s.Letter == 'S');
        _isIsoDate = text is "yyyy-MM-dd";
        _isIsoTime = text is "yyyy-MM-dd HH:mm:ss" or Default;
        IsWholeDate = "yMd".All(c => steps.Any(s => s.Letter == c));
    }

    /// <summary>The pattern.</summary>
    public string Text { get; }

    /// <summary>It has hours, minutes or seconds.</summary>
    public bool HasTime { get; }

    /// <summary>It has a zone: values lie on the UTC time line.</summary>
    public bool HasZone { get; }

    /// <summary>It has milliseconds.</summary>
    public bool HasFraction { get; }

    /// <summary>It has year, month and day, so that a written date reads back as the same day.</summary>
    public bool IsWholeDate { get; }

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="FormatException">It has a letter that is not read.</exception>
    public static JavaDatePattern Compile(string pattern)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        for (var i = 0; i < pattern.Length;)
        {
            var c = pattern[i];
            if (c == '\'')
            {
                i = Quoted(pattern, i + 1, steps);
            }
            else if (char.IsAsciiLetter(c))
            {
                var run = 1;
                while (i + run < pattern.Length && pattern[i + run] == c) run++;
                if (!"yMdHhKkmsSaEzZX".Contains(c, StringComparison.Ordinal)) throw new FormatException($"the letter '{c}' is not read; read are y M d H h K k m s S a E z Z X.");
                steps.Add(new Step(c, run, null));
                i += run;
            }
            else
            {
                steps.Add(new Step('\0', 1, Encoding.UTF8.GetBytes(pattern, i, 1)));
                i++;
            }
        }
        return new JavaDatePattern(pattern, steps.ToImmutable());
    }

    /// <summary>Reads a whole text; false when it does not fit. Microseconds since 1970, UTC when the pattern has a zone.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        if ((_isIsoDate && text.Length == 10 || _isIsoTime && text.Length == 19) && TryParseIso(text, out micros)) return true;
        micros = 0;
        int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, milli = 0, zoneMinutes = 0;
        var afternoon = -1;
        for (var i = 0; i < _steps.Length; i++)
        {
            var step = _steps[i];
            switch (step.Letter)
            {
                case '\0':
                    if (!text.StartsWith(step.Literal)) return false;
                    text = text[step.Literal!.Length..];
                    break;
                case 'y':
                    var negative = text is [(byte)'-', ..];
                    if (negative) text = text[1..];
                    var digits = text.Length;
                    if (!TakeNumber(ref text, MaxDigits(i, 9), out year)) return false;
                    digits -= text.Length;
                    // SimpleDateFormat: two letters and exactly two digits mean the years from 80 years ago to 20 years ahead.
                    if (step.Count <= 2 && digits == 2) year += year < 50 ? 2000 : 1900;
                    if (negative) year = -year;
                    break;
                case 'M' when step.Count >= 3:
                    if (!TakeName(ref text, Months, out month)) return false;
                    month++;
                    break;
                case 'E':
                    if (!TakeName(ref text, Days, out _)) return false;
                    break;
                case 'a':
                    if (text.Length < 2 || (text[1] | 0x20) != 'm' || (text[0] | 0x20) is not ('a' or 'p')) return false;
                    afternoon = (text[0] | 0x20) == 'p' ? 1 : 0;
                    text = text[2..];
                    break;
                case 'z' or 'Z' or 'X':
                    if (!TakeZone(ref text, out zoneMinutes)) return false;
                    break;
                default:
                    if (!TakeNumber(ref text, MaxDigits(i, step.Letter == 'S' ? 9 : 4), out var n)) return false;
                    switch (step.Letter)
                    {
                        case 'M': month = n; break;
                        case 'd': day = n; break;
                        case 'H' or 'K': hour = n; break;
                        case 'h': hour = n == 12 ? 0 : n; break;
                        case 'k': hour = n == 24 ? 0 : n; break;
                        case 'm': minute = n; break;
                        case 's': second = n; break;
                        default: milli = n; break;
                    }
                    break;
            }
        }
        if (!text.Trim((byte)' ').IsEmpty) return false;
        if (afternoon >= 0) hour = hour % 12 + 12 * afternoon;
        if (month is < 1 or > 12 || day < 1 || year is < -MaxYear or > MaxYear || day > DaysIn(year, month) || hour > 23 || minute > 59 || second > 59 || milli > 999) return false;
        micros = (((DaysSince1970(year, month, day) * 24 + hour) * 60 + minute - zoneMinutes) * 60 + second) * 1_000_000 + milli * 1000L;
        return true;
    }

    // The commonest patterns with every digit there: no steps to interpret. What is not so goes the long way.
    private bool TryParseIso(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text[4] != '-' || text[7] != '-') return false;
        var bad = 0;
        var year = Two(text, 0, ref bad) * 100 + Two(text, 2, ref bad);
        var month = Two(text, 5, ref bad);
        var day = Two(text, 8, ref bad);
        long second = 0;
        if (_isIsoTime)
        {
            if (text[10] != Text[10] && !(text[10] == 'T' && Text[10] == '\'') || text[13] != ':' || text[16] != ':') return false;
            var hour = Two(text, 11, ref bad);
            var minute = Two(text, 14, ref bad);
            second = Two(text, 17, ref bad);
            if (hour > 23 || minute > 59 || second > 59) return false;
            second += hour * 3600 + minute * 60;
        }
        if (bad != 0 || month is < 1 or > 12 || day < 1 || day > DaysIn(year, month)) return false;
        micros = (DaysSince1970(year, month, day) * 86_400 + second) * 1_000_000;
        return true;
    }

    private static int Two(ReadOnlySpan<byte> text, int at, ref int bad)
    {
        var tens = text[at] - '0';
        var ones = text[at + 1] - '0';
        if ((uint)tens > 9 || (uint)ones > 9) bad++;
        return tens * 10 + ones;
    }

    /// <summary>Writes microseconds since 1970 by the pattern; a zone is written as UTC.</summary>
    public void Format(long micros, StringBuilder into)
    {
        var days = Math.DivRem(micros, 86_400_000_000, out var ofDay);
        if (ofDay < 0)
        {
            days--;
            ofDay += 86_400_000_000;
        }
        var (year, month, day) = DateOf(days);
        var hour = (int)(ofDay / 3_600_000_000);
        foreach (var step in _steps)
        {
            switch (step.Letter)
            {
                case '\0': into.Append(step.LiteralText); break;
                case 'y': Number(into, step.Count == 2 ? (year % 100 + 100) % 100 : year, step.Count); break;
                case 'M' when step.Count >= 4: into.Append(Months[month - 1]); break;
                case 'M' when step.Count == 3: into.Append(Months[month - 1].AsSpan(0, 3)); break;
                case 'M': Number(into, month, step.Count); break;
                case 'd': Number(into, day, step.Count); break;
                case 'E': into.Append(Days[(int)(((days + 4) % 7 + 7) % 7)].AsSpan(0, step.Count >= 4 ? Days[(int)(((days + 4) % 7 + 7) % 7)].Length : 3)); break;
                case 'a': into.Append(hour >= 12 ? "PM" : "AM"); break;
                case 'H': Number(into, hour, step.Count); break;
                case 'k': Number(into, hour == 0 ? 24 : hour, step.Count); break;
                case 'K': Number(into, hour % 12, step.Count); break;
                case 'h': Number(into, hour % 12 == 0 ? 12 : hour % 12, step.Count); break;
                case 'm': Number(into, ofDay / 60_000_000 % 60, step.Count); break;
                case 's': Number(into, ofDay / 1_000_000 % 60, step.Count); break;
                case 'S': Number(into, ofDay / 1000 % 1000, step.Count); break;
                case 'X': into.Append('Z'); break;
                case 'Z': into.Append("+0000"); break;
                default: into.Append("UTC"); break;
            }
        }
    }

    /// <summary>SQL conditions under which the date or timestamp <paramref name="value"/> (SQL, finite), written by this pattern, reads back as another: one for each part it lacks.</summary>
    public IEnumerable<string> LossConditions(string value, bool isTimestamp)
    {
        yield return $"year({value}) NOT BETWEEN -{MaxYear} AND {MaxYear}";
        // A year of two digits lies within 1950 … 2049.
        if (!Has('y')) yield return $"year({value}) <> 1970";
        else if (_steps.Any(s => s is { Letter: 'y', Count: 2 })) yield return $"year({value}) NOT BETWEEN 1950 AND 2049";
        else if (_steps.Any(s => s is { Letter: 'y', Count: 1 })) yield return $"year({value}) BETWEEN 10 AND 99";
        if (!Has('M')) yield return $"month({value}) <> 1";
        if (!Has('d')) yield return $"day({value}) <> 1";
        if (!isTimestamp) yield break;
        if (!Has('H') && !Has('k') && !(Has('a') && (Has('h') || Has('K'))))
            yield return Has('h') || Has('K') ? $"hour({value}) >= 12" : $"hour({value}) <> 0";
        if (!Has('m')) yield return $"minute({value}) <> 0";
        if (!Has('s')) yield return $"second({value}) <> 0";
        // The seconds within the minute and their fraction, in microseconds.
        yield return $"microsecond({value}) % {(Has('S') ? 1000 : 1_000_000)} <> 0";
    }

    private bool Has(char letter) => _steps.Any(s => s.Letter == letter);

    private static int Quoted(string pattern, int i, ImmutableArray<Step>.Builder steps)
    {
        // Two quotes are one, inside and outside.
        if (i < pattern.Length && pattern[i] == '\'')
        {
            steps.Add(new Step('\0', 1, "'"u8.ToArray()));
            return i + 1;
        }
        var literal = new StringBuilder();
        while (true)
        {
            if (i >= pattern.Length) throw new FormatException("a quote in it is not closed.");
            if (pattern[i] != '\'')
            {
                literal.Append(pattern[i++]);
            }
            else if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
            {
                literal.Append('\'');
                i += 2;
            }
            else
            {
                steps.Add(new Step('\0', literal.Length, Encoding.UTF8.GetBytes(literal.ToString())));
                return i + 1;
            }
        }
    }

    // A number right before another number has as many digits as letters; otherwise it ends where the digits do.
    private int MaxDigits(int step, int most) =>
        step + 1 < _steps.Length && "yMdHhKkmsS".Contains(_steps[step + 1].Letter, StringComparison.Ordinal) && _steps[step + 1] is not { Letter: 'M', Count: >= 3 } ? _steps[step].Count : most;

    private static bool TakeNumber(ref ReadOnlySpan<byte> text, int most, out int number)
    {
        number = 0;
        var digits = 0;
        while (digits < most && digits < text.Length && text[digits] - (uint)'0' <= 9) number = number * 10 + (text[digits++] - '0');
        text = text[digits..];
        return digits > 0;
    }

    private static bool TakeName(ref ReadOnlySpan<byte> text, string[] names, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            foreach (var length in (ReadOnlySpan<int>)[names[index].Length, 3])
            {
                if (text.Length < length || !Ascii.EqualsIgnoreCase(text[..length], names[index].AsSpan(0, length))) continue;
                text = text[length..];
                return true;
            }
        }
        return false;
    }

    private static bool TakeZone(ref ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.StartsWith("Z"u8))
        {
            text = text[1..];
            return true;
        }
        if (text.StartsWith("GMT"u8) || text.StartsWith("UTC"u8))
        {
            text = text[3..];
            if (text.IsEmpty || text[0] is not ((byte)'+' or (byte)'-')) return true;
        }
        if (text.IsEmpty || text[0] is not ((byte)'+' or (byte)'-')) return false;
        var sign = text[0] == '-' ? -1 : 1;
        text = text[1..];
        if (!TakeNumber(ref text, 2, out var hours)) return false;
        if (text.StartsWith(":"u8)) text = text[1..];
        TakeNumber(ref text, 2, out var rest);
        minutes = sign * (hours * 60 + rest);
        return hours <= 18 && rest < 60;
    }

    private static void Number(StringBuilder into, long n, int digits)
    {
        if (n < 0)
        {
            into.Append('-');
            n = -n;
        }
        Span<char> text = stackalloc char[20];
        n.TryFormat(text, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        into.Append('0', Math.Max(0, digits - length)).Append(text[..length]);
    }

    private static int DaysIn(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    // Proleptic Gregorian days (H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil and civil_from_days).
    private static long DaysSince1970(long y, int m, int d)
    {
        if (m <= 2) y--;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - era * 400;
        var dayOfYear = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    private static (long Year, int Month, int Day) DateOf(long days)
    {
        days += 719_468;
        var era = (days >= 0 ? days : days - 146_096) / 146_097;
        var dayOfEra = days - era * 146_097;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var shifted = (5 * dayOfYear + 2) / 153;
        var month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, (int)(dayOfYear - (153 * shifted + 2) / 5 + 1));
    }

    private readonly record struct Step(char Letter, int Count, byte[]? Literal)
    {
        public string LiteralText { get; } = Literal is null ? "" : Encoding.UTF8.GetString(Literal);
    }
}
