using System.Globalization;

namespace Zenset.Cli.Output;

/// <summary>Numbers as people read them: grouped, with their unit.</summary>
internal static class Units
{
    /// <summary>As in <c>1 row</c>, <c>1,000 rows</c>.</summary>
    public static string Count(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>As in <c>912 bytes</c>, <c>28 KB</c>, <c>1.4 GB</c>: powers of 1,000, at most three digits before the point.</summary>
    public static string Bytes(long bytes)
    {
        if (bytes < 1000) return Count(bytes, "byte");
        double value = bytes;
        var unit = 0;
        do
        {
            value /= 1000;
            unit++;
        }
        while (value >= 999.5 && unit < 4);
        return string.Create(CultureInfo.InvariantCulture, $"{value.ToString(value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture)} {"?KMGT"[unit]}B");
    }

    /// <summary>As in <c>0.2 s</c>, <c>12 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0.1, time.TotalSeconds):0.0} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes} min"),
    };

    /// <summary>A moment in UTC to the minute: the same text for everyone who looks at a repository.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <summary>A hash, short: first six and last two digits.</summary>
    public static string Hash(string hash)
    {
        var digits = hash[(hash.LastIndexOf(':') + 1)..];
        return digits.Length <= 12 ? digits : $"{digits.AsSpan(0, 6)}…{digits.AsSpan(digits.Length - 2)}";
    }
}
