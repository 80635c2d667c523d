using System.Runtime.InteropServices;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Table Function Init".
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial nint duckdb_init_get_bind_data(nint info);

    [LibraryImport(Library)]
    public static partial void duckdb_init_set_init_data(nint info, nint init_data, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library)]
    public static partial ulong duckdb_init_get_column_count(nint info);

    [LibraryImport(Library)]
    public static partial ulong duckdb_init_get_column_index(nint info, ulong column_index);

    [LibraryImport(Library)]
    public static partial void duckdb_init_set_max_threads(nint info, ulong max_threads);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void duckdb_init_set_error(nint info, string error);
}
