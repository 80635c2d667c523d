using System.Runtime.InteropServices;

namespace Zenset.DuckDb.Native.Layouts;

/// <summary><c>duckdb_result</c>; every field but the last is deprecated and never read here.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DuckDbResult
{
    public ulong deprecated_column_count;
    public ulong deprecated_row_count;
    public ulong deprecated_rows_changed;
    public nint deprecated_columns;
    public nint deprecated_error_message;
    public nint internal_data;
}
