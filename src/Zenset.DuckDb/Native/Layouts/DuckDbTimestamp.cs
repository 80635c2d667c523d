using System.Runtime.InteropServices;

namespace Zenset.DuckDb.Native.Layouts;

/// <summary><c>duckdb_timestamp</c>; TIMESTAMP: microseconds since 1970-01-01.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DuckDbTimestamp
{
    public long micros;
}
