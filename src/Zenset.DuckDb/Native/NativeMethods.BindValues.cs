using System.Runtime.InteropServices;
using Zenset.DuckDb.Native.Handles;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Bind Values to Prepared Statements".
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial State duckdb_bind_boolean(
        PreparedStatementHandle prepared_statement, ulong param_idx, [MarshalAs(UnmanagedType.U1)] bool val);

    [LibraryImport(Library)]
    public static partial State duckdb_bind_int32(PreparedStatementHandle prepared_statement, ulong param_idx, int val);

    [LibraryImport(Library)]
    public static partial State duckdb_bind_int64(PreparedStatementHandle prepared_statement, ulong param_idx, long val);

    [LibraryImport(Library)]
    public static partial State duckdb_bind_uint64(PreparedStatementHandle prepared_statement, ulong param_idx, ulong val);

    [LibraryImport(Library)]
    public static partial State duckdb_bind_float(PreparedStatementHandle prepared_statement, ulong param_idx, float val);

    [LibraryImport(Library)]
    public static partial State duckdb_bind_double(PreparedStatementHandle prepared_statement, ulong param_idx, double val);

    [LibraryImport(Library)]
    public static partial State duckdb_bind_date(PreparedStatementHandle prepared_statement, ulong param_idx, DuckDbDate val);

    [LibraryImport(Library)]
    public static partial State duckdb_bind_timestamp(PreparedStatementHandle prepared_statement, ulong param_idx, DuckDbTimestamp val);

    [LibraryImport(Library)]
    public static partial State duckdb_bind_varchar_length(
        PreparedStatementHandle prepared_statement, ulong param_idx, byte* val, ulong length);

    [LibraryImport(Library)]
    public static partial State duckdb_bind_blob(PreparedStatementHandle prepared_statement, ulong param_idx, byte* data, ulong length);

    [LibraryImport(Library)]
    public static partial State duckdb_bind_null(PreparedStatementHandle prepared_statement, ulong param_idx);
}
