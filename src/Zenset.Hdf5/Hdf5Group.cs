using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Zenset.Hdf5.Native;

namespace Zenset.Hdf5;

/// <summary>What a name in a group stands for.</summary>
public enum Hdf5LinkKind
{
    /// <summary>A group.</summary>
    Group,
    /// <summary>A dataset.</summary>
    Dataset,
    /// <summary>A named type.</summary>
    Type,
    /// <summary>A path to something else in the file, that is not there.</summary>
    Dangling,
    /// <summary>A place in another file, which is never followed.</summary>
    External,
    /// <summary>A dataset whose values lie in other files, which are never opened.</summary>
    Outside,
}

/// <summary>A name in a group.</summary>
/// <param name="Name">Name.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Address">Where the object is in the file: the same for all names of one object.</param>
public readonly record struct Hdf5Link(string Name, Hdf5LinkKind Kind, UInt128 Address);

/// <summary>A group.</summary>
public sealed unsafe class Hdf5Group : Hdf5Object
{
    private const int MaxNameBytes = 1 << 16;

    // H5_ITER_NATIVE. In any other, the library (1.10) makes a table of all names for each, and frees what is not in it when the group is damaged.
    internal const int NativeOrder = 2;

    private readonly SafeHandle _handle;

    internal Hdf5Group(SafeHandle handle, string path, GlobalHeap? heap) : base(path, heap) => _handle = handle;

    internal override SafeHandle Location => _handle;

    /// <summary>The names in the group, at most <paramref name="most"/>, in the order of their names. A soft link is followed.</summary>
    /// <exception cref="Hdf5Exception">The group is damaged, or has more names.</exception>
    public ImmutableArray<Hdf5Link> Links(int most)
    {
        lock (Hdf5Library.Gate)
        {
            ErrorStack.Check(NativeMethods.H5Gget_num_objs(_handle, out var count), $"list group '{Path}'");
            if (count > (ulong)most) throw new Hdf5Exception($"group '{Path}' has {count} names; up to {most} are read");
            var links = ImmutableArray.CreateBuilder<Hdf5Link>((int)count);
            for (ulong i = 0; i < count; i++) links.Add(Link(NameOf(i)));
            links.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            return links.ToImmutable();
        }
    }

    /// <summary>There is something of that name here.</summary>
    public bool Has(string name)
    {
        lock (Hdf5Library.Gate)
        {
            ObjectInfo info;
            var isThere = NativeMethods.H5Gget_objinfo(_handle, name, 1, &info) >= 0;
            if (!isThere) ErrorStack.Clear();
            return isThere;
        }
    }

    /// <summary>A group in this one.</summary>
    public Hdf5Group OpenGroup(string name)
    {
        lock (Hdf5Library.Gate)
            return new Hdf5Group(IdHandle.Checked(new GroupHandle(NativeMethods.H5Gopen2(_handle, name, 0)), $"open group '{Below(name)}'"), Below(name), Heap);
    }

    /// <summary>A dataset in this group.</summary>
    /// <param name="name">Name.</param>
    /// <param name="cacheBytes">Bytes that the library may keep of its chunks; 0 leaves its default of 1 MiB.</param>
    public Hdf5Dataset OpenDataset(string name, long cacheBytes = 0)
    {
        lock (Hdf5Library.Gate)
        {
            using var access = cacheBytes > 0 ? Properties.Make("H5P_CLS_DATASET_ACCESS_ID_g") : null;
            // 12,421 slots: a prime, as the library's documentation asks for; chunks that were read whole go first.
            if (access is not null) ErrorStack.Check(NativeMethods.H5Pset_chunk_cache(access, 12_421, (nuint)cacheBytes, 1), "set up a cache");
            return new Hdf5Dataset(
                IdHandle.Checked(new DatasetHandle(NativeMethods.H5Dopen2(_handle, name, access ?? PropertyHandle.Default)), $"open dataset '{Below(name)}'"), Below(name), Heap);
        }
    }

    /// <summary>Makes a group.</summary>
    public Hdf5Group CreateGroup(string name)
    {
        lock (Hdf5Library.Gate)
        {
            using var link = Properties.Link();
            using var creation = Properties.Make("H5P_CLS_GROUP_CREATE_ID_g");
            ErrorStack.Check(NativeMethods.H5Pset_obj_track_times(creation, 0), "make a group");
            return new Hdf5Group(
                IdHandle.Checked(new GroupHandle(NativeMethods.H5Gcreate2(_handle, name, link, creation, 0)), $"create group '{Below(name)}'"), Below(name), Heap);
        }
    }

    /// <summary>Makes a dataset that grows by rows.</summary>
    /// <param name="name">Name.</param>
    /// <param name="type">Type of the elements.</param>
    /// <param name="row">Dimensions of a row: none for one element each.</param>
    /// <param name="chunkRows">Rows of a chunk.</param>
    /// <param name="gzip">Level of compression; 0 for none.</param>
    public Hdf5Dataset CreateDataset(string name, Hdf5Type type, ReadOnlySpan<long> row, int chunkRows, int gzip)
    {
        lock (Hdf5Library.Gate)
        {
            var action = $"create dataset '{Below(name)}'";
            var rank = row.Length + 1;
            Span<ulong> now = stackalloc ulong[rank], most = stackalloc ulong[rank], chunk = stackalloc ulong[rank];
            (now[0], most[0], chunk[0]) = (0, ulong.MaxValue, (ulong)chunkRows); // H5S_UNLIMITED
            for (var i = 1; i < rank; i++) now[i] = most[i] = chunk[i] = (ulong)row[i - 1];
            using var creation = Properties.Make("H5P_CLS_DATASET_CREATE_ID_g");
            using var link = Properties.Link();
            using var fileType = TypeBuilder.Build(type);
            // A file of many datasets would otherwise keep 1 MiB of chunks for each until it is closed.
            using var access = Properties.Make("H5P_CLS_DATASET_ACCESS_ID_g");
            ErrorStack.Check(NativeMethods.H5Pset_chunk_cache(access, 11, ChunkBytes(type, row, chunkRows), 1), action);
            fixed (ulong* n = now, m = most, c = chunk)
            {
                using var space = IdHandle.Checked(new SpaceHandle(NativeMethods.H5Screate_simple(rank, n, m)), action);
                ErrorStack.Check(NativeMethods.H5Pset_chunk(creation, rank, c), action);
                ErrorStack.Check(NativeMethods.H5Pset_obj_track_times(creation, 0), action);
                // H5D_FILL_TIME_ALLOC. Else what no row fills of a chunk is whatever the memory held before, and goes into the file.
                ErrorStack.Check(NativeMethods.H5Pset_fill_time(creation, 0), action);
                if (gzip > 0)
                {
                    if (!type.HasPointers && type.Size > 1) ErrorStack.Check(NativeMethods.H5Pset_shuffle(creation), action);
                    ErrorStack.Check(NativeMethods.H5Pset_deflate(creation, (uint)gzip), action);
                }
                return new Hdf5Dataset(
                    IdHandle.Checked(new DatasetHandle(NativeMethods.H5Dcreate2(_handle, name, fileType, space, link, creation, access)), action), Below(name), Heap);
            }
        }
    }

    private static nuint ChunkBytes(Hdf5Type type, ReadOnlySpan<long> row, int chunkRows)
    {
        long bytes = checked((long)chunkRows * type.Size);
        foreach (var n in row) bytes = checked(bytes * n);
        return (nuint)bytes;
    }

    private string Below(string name) => Path == "/" ? $"/{name}" : $"{Path}/{name}";

    private string NameOf(ulong n)
    {
        var length = (int)NativeMethods.H5Lget_name_by_idx(_handle, ".", 0, NativeOrder, n, null, 0, 0);
        if (length < 0) throw ErrorStack.Failure($"list group '{Path}'");
        if (length > MaxNameBytes) throw new Hdf5Exception($"a name in group '{Path}' is longer than {MaxNameBytes} bytes");
        var name = new byte[length + 1];
        fixed (byte* b = name)
        {
            if (NativeMethods.H5Lget_name_by_idx(_handle, ".", 0, NativeOrder, n, b, (nuint)name.Length, 0) < 0) throw ErrorStack.Failure($"list group '{Path}'");
        }
        return Encoding.UTF8.GetString(name, 0, length);
    }

    private Hdf5Link Link(string name)
    {
        ObjectInfo info;
        if (NativeMethods.H5Gget_objinfo(_handle, name, 0, &info) < 0)
        {
            var failure = ErrorStack.Failure($"read '{Below(name)}'");
            return failure.IsOutside ? new Hdf5Link(name, Hdf5LinkKind.Outside, 0) : throw failure;
        }
        if (info.Kind == 4) return new Hdf5Link(name, Hdf5LinkKind.External, 0);
        if (info.Kind == 3 && NativeMethods.H5Gget_objinfo(_handle, name, 1, &info) < 0)
        {
            ErrorStack.Clear();
            return new Hdf5Link(name, Hdf5LinkKind.Dangling, 0);
        }
        return info.Kind is >= 0 and <= 2
            ? new Hdf5Link(name, (Hdf5LinkKind)info.Kind, new UInt128(info.Object1.Value, info.Object0.Value))
            : throw new Hdf5Exception($"'{Below(name)}' is of an unknown kind");
    }
}
