using System.Runtime.InteropServices;

namespace Zenset.DuckDb.Native.Layouts;

/// <summary><c>duckdb_date</c>; DATE: days since 1970-01-01.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DuckDbDate
{
    public int days;
}
