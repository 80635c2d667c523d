using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Zenset.DuckDb.Native.Handles;

namespace Zenset.DuckDb.Native;

// duckdb.h 1.4.4, section "Logical Type Interface".
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial nint duckdb_create_logical_type(EngineTypeId type);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_list_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_array_type(LogicalTypeHandle type, ulong array_size);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_map_type(LogicalTypeHandle key_type, LogicalTypeHandle value_type);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_union_type(nint* member_types, byte** member_names, ulong member_count);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_struct_type(nint* member_types, byte** member_names, ulong member_count);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_enum_type(byte** member_names, ulong member_count);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_decimal_type(byte width, byte scale);

    [LibraryImport(Library)]
    public static partial EngineTypeId duckdb_get_type_id(LogicalTypeHandle type);

    [LibraryImport(Library)]
    public static partial byte duckdb_decimal_width(LogicalTypeHandle type);

    [LibraryImport(Library)]
    public static partial byte duckdb_decimal_scale(LogicalTypeHandle type);

    [LibraryImport(Library)]
    public static partial EngineTypeId duckdb_decimal_internal_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    public static partial EngineTypeId duckdb_enum_internal_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    public static partial uint duckdb_enum_dictionary_size(LogicalTypeHandle type);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(CallerOwnedText))]
    public static partial string? duckdb_enum_dictionary_value(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library)]
    public static partial nint duckdb_list_type_child_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    public static partial nint duckdb_array_type_child_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    public static partial ulong duckdb_array_type_array_size(LogicalTypeHandle type);

    [LibraryImport(Library)]
    public static partial nint duckdb_map_type_key_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    public static partial nint duckdb_map_type_value_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    public static partial ulong duckdb_struct_type_child_count(LogicalTypeHandle type);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(CallerOwnedText))]
    public static partial string? duckdb_struct_type_child_name(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library)]
    public static partial nint duckdb_struct_type_child_type(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library)]
    public static partial ulong duckdb_union_type_member_count(LogicalTypeHandle type);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(CallerOwnedText))]
    public static partial string? duckdb_union_type_member_name(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library)]
    public static partial nint duckdb_union_type_member_type(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_logical_type(ref nint type);
}
