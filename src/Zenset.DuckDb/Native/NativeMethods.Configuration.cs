using System.Runtime.InteropServices;
using Zenset.DuckDb.Native.Handles;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Configuration".
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial State duckdb_create_config(out nint out_config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial State duckdb_set_config(ConfigHandle config, string name, string option);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_config(ref nint config);
}
