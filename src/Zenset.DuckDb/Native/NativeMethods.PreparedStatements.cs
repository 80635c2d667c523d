using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Zenset.DuckDb.Native.Handles;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Prepared Statements".
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial void duckdb_destroy_prepare(ref nint prepared_statement);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(EngineOwnedText))]
    public static partial string? duckdb_prepare_error(PreparedStatementHandle prepared_statement);

    [LibraryImport(Library)]
    public static partial ulong duckdb_nparams(PreparedStatementHandle prepared_statement);

    [LibraryImport(Library)]
    public static partial State duckdb_clear_bindings(PreparedStatementHandle prepared_statement);
}
