using System.Runtime.InteropServices;

namespace Zenset.DuckDb;

/// <summary>
/// A value of INTERVAL. The three parts are independent: a month has no fixed number of days, a day no fixed number of hours.
/// </summary>
/// <param name="Months">Whole months.</param>
/// <param name="Days">Whole days.</param>
/// <param name="Microseconds">The rest.</param>
/// <remarks><c>duckdb_interval</c> of duckdb.h.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct EngineInterval(int Months, int Days, long Microseconds);
