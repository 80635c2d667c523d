using Zenset.Model;

namespace Zenset.Formats.Parquet;

/// <summary>SQL for INT96 timestamps, given their twelve bytes: nanoseconds of the day (8 bytes) and Julian day (4), low byte first.</summary>
internal static class Int96
{
    // Julian day of 1970-01-01.
    private const int Epoch = 2_440_588;

    /// <summary>The timestamp in microseconds or nanoseconds; the engine fails where it does not fit.</summary>
    public static string Decode(string value, TimeUnit unit) => unit == TimeUnit.Nanosecond
        ? $"make_timestamp_ns(CAST(({Day(value)} - {Epoch}) * CAST(86400000000000 AS HUGEINT) + {Nanoseconds(value)} AS BIGINT))"
        : $"make_timestamp(CAST(({Day(value)} - {Epoch}) * CAST(86400000000 AS HUGEINT) + {Nanoseconds(value)} // 1000 AS BIGINT))";

    /// <summary>True where microseconds do not hold the value.</summary>
    public static string NeedsNanoseconds(string value) => $"({Nanoseconds(value)} % 1000 <> 0)";

    private static string Nanoseconds(string value) => $"CAST({Reversed(value, 0, 8)} AS BIGINT)";

    private static string Day(string value) => $"CAST({Reversed(value, 8, 4)} AS BIGINT)";

    // The bytes in hexadecimal, high byte first, as the engine's cast from text takes them.
    private static string Reversed(string value, int start, int count) =>
        $"('0x' || {string.Join(" || ", Enumerable.Range(0, count).Reverse().Select(i => $"substr(hex({value}), {(start + i) * 2 + 1}, 2)"))})";
}
