using System.Runtime.InteropServices;
using Zenset.DuckDb.Native.Handles;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Table Functions".
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial nint duckdb_create_table_function();

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_table_function(ref nint table_function);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void duckdb_table_function_set_name(TableFunctionHandle table_function, string name);

    [LibraryImport(Library)]
    public static partial void duckdb_table_function_add_parameter(TableFunctionHandle table_function, LogicalTypeHandle type);

    [LibraryImport(Library)]
    public static partial void duckdb_table_function_set_extra_info(
        TableFunctionHandle table_function, nint extra_info, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library)]
    public static partial void duckdb_table_function_set_bind(
        TableFunctionHandle table_function, delegate* unmanaged[Cdecl]<nint, void> bind);

    [LibraryImport(Library)]
    public static partial void duckdb_table_function_set_init(
        TableFunctionHandle table_function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library)]
    public static partial void duckdb_table_function_set_local_init(
        TableFunctionHandle table_function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library)]
    public static partial void duckdb_table_function_set_function(
        TableFunctionHandle table_function, delegate* unmanaged[Cdecl]<nint, nint, void> function);

    [LibraryImport(Library)]
    public static partial void duckdb_table_function_supports_projection_pushdown(
        TableFunctionHandle table_function, [MarshalAs(UnmanagedType.U1)] bool pushdown);

    [LibraryImport(Library)]
    public static partial State duckdb_register_table_function(ConnectionHandle con, TableFunctionHandle function);
}
