using System.Runtime.InteropServices;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Table Function".
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial nint duckdb_function_get_local_init_data(nint info);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void duckdb_function_set_error(nint info, string error);
}
