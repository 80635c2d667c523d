using System.Runtime.InteropServices;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Helpers".
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial void duckdb_free(nint ptr);

    [LibraryImport(Library)]
    public static partial ulong duckdb_vector_size();
}
