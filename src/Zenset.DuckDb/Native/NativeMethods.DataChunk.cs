using System.Runtime.InteropServices;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Data Chunk Interface".
// SuppressGCTransition: these read one field of an object that exists; they do not block, allocate or call back.
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial nint duckdb_create_data_chunk(nint* types, ulong column_count);

    [LibraryImport(Library)]
    public static partial void duckdb_data_chunk_reset(nint chunk);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_data_chunk(ref nint chunk);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong col_idx);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial ulong duckdb_data_chunk_get_size(nint chunk);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void duckdb_data_chunk_set_size(nint chunk, ulong size);
}
