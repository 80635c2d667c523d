using System.Runtime.InteropServices;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Result Functions".
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial ResultType duckdb_result_return_type(DuckDbResult result);
}
