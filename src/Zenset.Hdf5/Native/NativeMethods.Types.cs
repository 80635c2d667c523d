using System.Runtime.InteropServices;

namespace Zenset.Hdf5.Native;

// H5Tpublic.h and H5Ppublic.h.
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial nint H5Tcopy(nint type);

    [LibraryImport(Library)]
    public static partial nint H5Tcreate(int typeClass, nuint size);

    [LibraryImport(Library)]
    public static partial int H5Tclose(nint type);

    [LibraryImport(Library)]
    public static partial int H5Tget_class(TypeHandle type);

    [LibraryImport(Library)]
    public static partial nuint H5Tget_size(TypeHandle type);

    [LibraryImport(Library)]
    public static partial nuint H5Tget_size(nint type);

    [LibraryImport(Library)]
    public static partial int H5Tset_size(TypeHandle type, nuint size);

    [LibraryImport(Library)]
    public static partial int H5Tget_sign(TypeHandle type);

    [LibraryImport(Library)]
    public static partial int H5Tget_order(TypeHandle type);

    [LibraryImport(Library)]
    public static partial nuint H5Tget_precision(TypeHandle type);

    [LibraryImport(Library)]
    public static partial int H5Tset_precision(TypeHandle type, nuint precision);

    [LibraryImport(Library)]
    public static partial int H5Tset_fields(TypeHandle type, nuint sign, nuint exponent, nuint exponentBits, nuint mantissa, nuint mantissaBits);

    [LibraryImport(Library)]
    public static partial int H5Tget_fields(TypeHandle type, out nuint sign, out nuint exponent, out nuint exponentBits, out nuint mantissa, out nuint mantissaBits);

    [LibraryImport(Library)]
    public static partial int H5Tset_ebias(TypeHandle type, nuint bias);

    [LibraryImport(Library)]
    public static partial int H5Tis_variable_str(TypeHandle type);

    [LibraryImport(Library)]
    public static partial int H5Tget_cset(TypeHandle type);

    [LibraryImport(Library)]
    public static partial int H5Tset_cset(TypeHandle type, int set);

    [LibraryImport(Library)]
    public static partial int H5Tget_strpad(TypeHandle type);

    [LibraryImport(Library)]
    public static partial int H5Tset_strpad(TypeHandle type, int padding);

    [LibraryImport(Library)]
    public static partial int H5Tget_nmembers(TypeHandle type);

    [LibraryImport(Library)]
    public static partial nuint H5Tget_member_offset(TypeHandle type, uint member);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int H5Tregister(int persistence, string name, TypeHandle from, TypeHandle to, void* conversion);

    [LibraryImport(Library)]
    public static partial nint H5Tget_member_name(TypeHandle type, uint member);

    [LibraryImport(Library)]
    public static partial nint H5Tget_member_type(TypeHandle type, uint member);

    [LibraryImport(Library)]
    public static partial int H5Tget_member_value(TypeHandle type, uint member, void* value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int H5Tinsert(TypeHandle type, string name, nuint offset, TypeHandle member);

    [LibraryImport(Library)]
    public static partial nint H5Tenum_create(TypeHandle integer);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int H5Tenum_insert(TypeHandle type, string name, void* value);

    [LibraryImport(Library)]
    public static partial nint H5Tget_super(TypeHandle type);

    [LibraryImport(Library)]
    public static partial nint H5Tvlen_create(TypeHandle item);

    [LibraryImport(Library)]
    public static partial nint H5Tarray_create2(TypeHandle item, uint rank, ulong* dimensions);

    [LibraryImport(Library)]
    public static partial int H5Tget_array_ndims(TypeHandle type);

    [LibraryImport(Library)]
    public static partial int H5Tget_array_dims2(TypeHandle type, ulong* dimensions);

    [LibraryImport(Library)]
    public static partial nint H5Tget_tag(TypeHandle type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int H5Tset_tag(TypeHandle type, string tag);

    [LibraryImport(Library)]
    public static partial nint H5Pcreate(nint propertyClass);

    [LibraryImport(Library)]
    public static partial int H5Pclose(nint properties);

    [LibraryImport(Library)]
    public static partial int H5Pset_libver_bounds(PropertyHandle access, int low, int high);

    [LibraryImport(Library)]
    public static partial int H5Pset_driver(PropertyHandle access, nint driver, nint information);

    [LibraryImport(Library)]
    public static partial int H5Pset_fclose_degree(PropertyHandle access, int degree);

    [LibraryImport(Library)]
    public static partial int H5Pset_create_intermediate_group(PropertyHandle linkCreation, uint creates);

    [LibraryImport(Library)]
    public static partial int H5Pset_char_encoding(PropertyHandle creation, int set);

    [LibraryImport(Library)]
    public static partial int H5Pset_link_creation_order(PropertyHandle creation, uint flags);

    [LibraryImport(Library)]
    public static partial int H5Pset_fill_time(PropertyHandle creation, int time);

    // Since 1.10.7.
    [LibraryImport(Library)]
    public static partial int H5Pset_file_locking(PropertyHandle access, byte uses, byte ignoresWhenDisabled);

    [LibraryImport(Library)]
    public static partial int H5Pset_obj_track_times(PropertyHandle creation, byte tracks);

    [LibraryImport(Library)]
    public static partial int H5Pget_layout(PropertyHandle creation);

    [LibraryImport(Library)]
    public static partial int H5Pget_external_count(PropertyHandle creation);

    [LibraryImport(Library)]
    public static partial int H5Pget_chunk(PropertyHandle creation, int rank, ulong* dimensions);

    [LibraryImport(Library)]
    public static partial int H5Pset_chunk(PropertyHandle creation, int rank, ulong* dimensions);

    [LibraryImport(Library)]
    public static partial int H5Pset_deflate(PropertyHandle creation, uint level);

    [LibraryImport(Library)]
    public static partial int H5Pset_shuffle(PropertyHandle creation);

    [LibraryImport(Library)]
    public static partial int H5Pget_nfilters(PropertyHandle creation);

    [LibraryImport(Library)]
    public static partial int H5Pget_filter2(PropertyHandle creation, uint n, out uint flags, ref nuint valueCount, uint* values, nuint nameSize, byte* name, out uint config);

    [LibraryImport(Library)]
    public static partial int H5Pset_chunk_cache(PropertyHandle access, nuint slots, nuint bytes, double preemption);
}
