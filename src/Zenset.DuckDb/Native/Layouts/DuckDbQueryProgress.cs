using System.Runtime.InteropServices;

namespace Zenset.DuckDb.Native.Layouts;

/// <summary><c>duckdb_query_progress_type</c>; percentage is −1 when the engine cannot tell.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DuckDbQueryProgress
{
    public double percentage;
    public ulong rows_processed;
    public ulong total_rows_to_process;
}
