using System.Runtime.InteropServices;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Vector Interface".
// SuppressGCTransition: these read one field of an object that exists; they do not block, allocate or call back.
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void* duckdb_vector_get_data(nint vector);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial ulong* duckdb_vector_get_validity(nint vector);

    [LibraryImport(Library)]
    public static partial void duckdb_vector_ensure_validity_writable(nint vector);

    [LibraryImport(Library)]
    public static partial void duckdb_vector_assign_string_element_len(nint vector, ulong index, byte* str, ulong str_len);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial nint duckdb_list_vector_get_child(nint vector);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial ulong duckdb_list_vector_get_size(nint vector);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial State duckdb_list_vector_set_size(nint vector, ulong size);

    [LibraryImport(Library)]
    public static partial State duckdb_list_vector_reserve(nint vector, ulong required_capacity);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial nint duckdb_struct_vector_get_child(nint vector, ulong index);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial nint duckdb_array_vector_get_child(nint vector);
}
