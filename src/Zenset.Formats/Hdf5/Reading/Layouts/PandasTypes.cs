using Zenset.Formats.Arrays;
using Zenset.Formats.Hdf5.Cells;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading.Layouts;

/// <summary>What pandas says of arrays that HDF5 has no type for: truth, times and durations.</summary>
internal static class PandasTypes
{
    /// <summary>The plan of an array.</summary>
    /// <param name="file">Type in the file.</param>
    /// <param name="said">pandas' words, as in <c>datetime64[ns]</c>; the unit is nanoseconds where there is none, as before 2.0.</param>
    /// <param name="zone">Time zone of a zoned time.</param>
    public static CellPlan Of(Hdf5Type file, string? said, string? zone)
    {
        if (said is not null && file is { Class: Hdf5Class.Integer, Size: 8 })
        {
            if (said.StartsWith("datetime64", StringComparison.Ordinal) || said == "datetime") return new CellPlan(FieldType.Timestamp(UnitOf(said), Zone(zone)), () => Times(UnitOf(said), zone));
            if (said.StartsWith("timedelta64", StringComparison.Ordinal))
                return new CellPlan(FieldType.Int64, () => new NumpyTimeCell(), null, $"{ArrayFields.Duration}[{Abbreviation(UnitOf(said))}]");
        }
        return CellPlan.Of(file, areBitsTruth: true);
    }

    /// <summary>A name that pandas gives a zone in an attribute: text, or a pickled text; null when it is neither.</summary>
    private static string? Zone(string? zone) => zone is null or "N." or "" ? null : zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-' or ':') ? zone : "UTC";

    // Zoned times of seconds and milliseconds move as microseconds.
    private static NumpyTimeCell Times(TimeUnit unit, string? zone) => new(Zone(zone) is null ? 1 : unit switch { TimeUnit.Second => 1_000_000, TimeUnit.Millisecond => 1000, _ => 1 });

    private static TimeUnit UnitOf(string said) => said.Contains("[s", StringComparison.Ordinal) ? TimeUnit.Second
        : said.Contains("[ms", StringComparison.Ordinal) ? TimeUnit.Millisecond
        : said.Contains("[us", StringComparison.Ordinal) ? TimeUnit.Microsecond : TimeUnit.Nanosecond;

    private static string Abbreviation(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => "s",
        TimeUnit.Millisecond => "ms",
        TimeUnit.Microsecond => "us",
        TimeUnit.Nanosecond => "ns",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit.ToString(), null),
    };
}
