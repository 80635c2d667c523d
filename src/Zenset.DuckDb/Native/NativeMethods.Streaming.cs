using System.Runtime.InteropServices;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Streaming Result Interface".
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial nint duckdb_fetch_chunk(DuckDbResult result);
}
