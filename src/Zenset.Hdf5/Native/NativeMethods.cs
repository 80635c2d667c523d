using System.Runtime.InteropServices;

namespace Zenset.Hdf5.Native;

/// <summary>
/// The functions of hdf5.h (1.10) that Zenset uses, under the header's names, so that either side can be searched for the other. Only such as
/// 1.8.15 to 1.14 all export under the same name and signature: <c>H5Gget_objinfo</c> rather than <c>H5Oget_info</c>, which is another function
/// in every version.
/// </summary>
/// <remarks><c>hid_t</c> is 64 bits since 1.10: a handle here, which is as wide on every platform that Zenset runs on.</remarks>
internal static unsafe partial class NativeMethods
{
    // A name for the resolver, which knows what the library is called on which system.
    private const string Library = "hdf5";

    // H5public.h
    [LibraryImport(Library)]
    public static partial int H5open();

    [LibraryImport(Library)]
    public static partial int H5get_libversion(out uint major, out uint minor, out uint release);

    [LibraryImport(Library)]
    public static partial nint H5allocate_memory(nuint size, byte clear);

    [LibraryImport(Library)]
    public static partial int H5free_memory(nint memory);

    // H5Epublic.h
    [LibraryImport(Library)]
    public static partial int H5Eset_auto2(nint stack, nint function, nint data);

    [LibraryImport(Library)]
    public static partial int H5Ewalk2(nint stack, int direction, delegate* unmanaged[Cdecl]<uint, ErrorEntry*, nint, int> function, nint data);

    [LibraryImport(Library)]
    public static partial int H5Eclear2(nint stack);

    // H5PLpublic.h, H5Zpublic.h, H5Lpublic.h: what the whole process allows.
    [LibraryImport(Library)]
    public static partial int H5PLset_loading_state(uint mask);

    [LibraryImport(Library)]
    public static partial int H5Zregister(void* filterClass);

    [LibraryImport(Library)]
    public static partial int H5Zfilter_avail(int filter);

    [LibraryImport(Library)]
    public static partial int H5Lunregister(int linkClass);

    // H5Fpublic.h
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint H5Fopen(string path, uint flags, PropertyHandle access);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint H5Fcreate(string path, uint flags, PropertyHandle creation, PropertyHandle access);

    [LibraryImport(Library)]
    public static partial int H5Fclose(nint file);

    [LibraryImport(Library)]
    public static partial int H5Fflush(FileHandle file, int scope);

    // H5FDpublic.h: copies the class.
    [LibraryImport(Library)]
    public static partial nint H5FDregister(void* driverClass);

    // H5Gpublic.h
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint H5Gopen2(SafeHandle location, string name, nint access);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint H5Gcreate2(SafeHandle location, string name, PropertyHandle linkCreation, PropertyHandle creation, nint access);

    [LibraryImport(Library)]
    public static partial int H5Gclose(nint group);

    [LibraryImport(Library)]
    public static partial int H5Gget_num_objs(SafeHandle group, out ulong count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int H5Gget_objinfo(SafeHandle location, string name, byte follow, ObjectInfo* info);

    // H5Lpublic.h
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint H5Lget_name_by_idx(SafeHandle location, string group, int index, int order, ulong n, byte* name, nuint size, nint access);

    // H5Apublic.h
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int H5Aexists(SafeHandle location, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint H5Aopen(SafeHandle location, string name, nint access);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint H5Aopen_by_idx(SafeHandle location, string name, int index, int order, ulong n, nint attributeAccess, nint linkAccess);

    [LibraryImport(Library)]
    public static partial nint H5Aget_name(AttributeHandle attribute, nuint size, byte* name);

    [LibraryImport(Library)]
    public static partial nint H5Aget_type(AttributeHandle attribute);

    [LibraryImport(Library)]
    public static partial nint H5Aget_space(AttributeHandle attribute);

    [LibraryImport(Library)]
    public static partial int H5Aread(AttributeHandle attribute, TypeHandle type, void* buffer);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint H5Acreate2(SafeHandle location, string name, TypeHandle type, SpaceHandle space, nint creation, nint access);

    [LibraryImport(Library)]
    public static partial int H5Awrite(AttributeHandle attribute, TypeHandle type, void* buffer);

    [LibraryImport(Library)]
    public static partial int H5Aclose(nint attribute);

    // H5Dpublic.h
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint H5Dopen2(SafeHandle location, string name, PropertyHandle access);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint H5Dcreate2(SafeHandle location, string name, TypeHandle type, SpaceHandle space, PropertyHandle linkCreation, PropertyHandle creation, PropertyHandle access);

    [LibraryImport(Library)]
    public static partial int H5Dclose(nint dataset);

    [LibraryImport(Library)]
    public static partial nint H5Dget_type(DatasetHandle dataset);

    [LibraryImport(Library)]
    public static partial nint H5Dget_space(DatasetHandle dataset);

    [LibraryImport(Library)]
    public static partial nint H5Dget_create_plist(DatasetHandle dataset);

    [LibraryImport(Library)]
    public static partial ulong H5Dget_storage_size(DatasetHandle dataset);

    [LibraryImport(Library)]
    public static partial int H5Dset_extent(DatasetHandle dataset, ulong* dimensions);

    [LibraryImport(Library)]
    public static partial int H5Dread(DatasetHandle dataset, TypeHandle memoryType, SpaceHandle memorySpace, SpaceHandle fileSpace, nint transfer, void* buffer);

    [LibraryImport(Library)]
    public static partial int H5Dget_chunk_storage_size(DatasetHandle dataset, ulong* offset, out ulong bytes);

    [LibraryImport(Library)]
    public static partial int H5Dread_chunk(DatasetHandle dataset, nint transfer, ulong* offset, uint* skippedFilters, void* buffer);

    // Since 1.10.3.
    [LibraryImport(Library)]
    public static partial int H5Dwrite_chunk(DatasetHandle dataset, nint transfer, uint skippedFilters, ulong* offset, nuint bytes, void* buffer);

    [LibraryImport(Library)]
    public static partial int H5Dwrite(DatasetHandle dataset, TypeHandle memoryType, SpaceHandle memorySpace, SpaceHandle fileSpace, nint transfer, void* buffer);

    // H5Spublic.h
    [LibraryImport(Library)]
    public static partial nint H5Screate(int kind);

    [LibraryImport(Library)]
    public static partial nint H5Screate_simple(int rank, ulong* dimensions, ulong* most);

    [LibraryImport(Library)]
    public static partial int H5Sget_simple_extent_type(SpaceHandle space);

    [LibraryImport(Library)]
    public static partial int H5Sget_simple_extent_ndims(SpaceHandle space);

    [LibraryImport(Library)]
    public static partial int H5Sget_simple_extent_dims(SpaceHandle space, ulong* dimensions, ulong* most);

    [LibraryImport(Library)]
    public static partial int H5Sselect_hyperslab(SpaceHandle space, int how, ulong* start, ulong* stride, ulong* count, ulong* block);

    [LibraryImport(Library)]
    public static partial int H5Sclose(nint space);
}
