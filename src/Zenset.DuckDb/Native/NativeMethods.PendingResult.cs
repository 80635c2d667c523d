using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Zenset.DuckDb.Native.Handles;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Pending Result Interface".
// duckdb_pending_prepared_streaming is marked for removal there, but no other function gives a streaming result; 1.5.5 exports it.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial State duckdb_pending_prepared_streaming(PreparedStatementHandle prepared_statement, out nint out_result);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_pending(ref nint pending_result);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(EngineOwnedText))]
    public static partial string? duckdb_pending_error(PendingResultHandle pending_result);

    [LibraryImport(Library)]
    public static partial State duckdb_execute_pending(PendingResultHandle pending_result, ResultHandle out_result);
}
