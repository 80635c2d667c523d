using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Zenset.DuckDb.Native.Handles;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Query Execution".
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial void duckdb_destroy_result(DuckDbResult* result);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(EngineOwnedText))]
    public static partial string? duckdb_column_name(ResultHandle result, ulong col);

    [LibraryImport(Library)]
    public static partial nint duckdb_column_logical_type(ResultHandle result, ulong col);

    [LibraryImport(Library)]
    public static partial ulong duckdb_column_count(ResultHandle result);

    [LibraryImport(Library)]
    public static partial ulong duckdb_rows_changed(ResultHandle result);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(EngineOwnedText))]
    public static partial string? duckdb_result_error(ResultHandle result);

    [LibraryImport(Library)]
    public static partial DuckDbErrorType duckdb_result_error_type(ResultHandle result);
}
