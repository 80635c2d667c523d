using System.Runtime.InteropServices;
using Zenset.DuckDb.Native.Handles;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Value Interface".
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial void duckdb_destroy_value(ref nint value);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool duckdb_is_null_value(ValueHandle value);

    [LibraryImport(Library)]
    public static partial long duckdb_get_int64(ValueHandle val);
}
