using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Zenset.Hdf5.Native;

namespace Zenset.Hdf5;

/// <summary>How the values of a dataset lie in the file, numbered as <c>H5D_layout_t</c>.</summary>
public enum Hdf5Layout
{
    /// <summary>In the header of the dataset.</summary>
    Compact,
    /// <summary>In one piece.</summary>
    Contiguous,
    /// <summary>In chunks, which filters may have packed.</summary>
    Chunked,
    /// <summary>In other datasets, of other files.</summary>
    Virtual,
}

/// <summary>A dataset. Rows are along its first dimension.</summary>
public sealed unsafe class Hdf5Dataset : Hdf5Object
{
    private readonly DatasetHandle _handle;
    private readonly SpaceHandle _space;
    private readonly Extent _extent;
    private ChunkCheck? _check;

    internal Hdf5Dataset(DatasetHandle handle, string path, GlobalHeap? heap) : base(path, heap)
    {
        _handle = handle;
        try
        {
            using var type = IdHandle.Checked(new TypeHandle(NativeMethods.H5Dget_type(handle)), $"read the type of '{path}'");
            Type = TypeReader.Read(type);
            _space = IdHandle.Checked(new SpaceHandle(NativeMethods.H5Dget_space(handle)), $"read the shape of '{path}'");
            _extent = Extent.Of(_space);
            ReadStorage();
        }
        catch
        {
            _space?.Dispose();
            handle.Dispose();
            throw;
        }
    }

    internal override SafeHandle Location => _handle;

    /// <summary>Type of an element, as it stands in the file.</summary>
    public Hdf5Type Type { get; }

    /// <summary>It has no elements and no shape.</summary>
    public bool IsNull => _extent.IsNull;

    /// <summary>Dimensions; none for a single element.</summary>
    public ImmutableArray<long> Dimensions => _extent.Dimensions;

    /// <summary>Number of elements; null when it is beyond any memory.</summary>
    public long? ElementCount => _extent.Count;

    /// <summary>How the values lie.</summary>
    public Hdf5Layout Layout { get; private set; }

    /// <summary>Dimensions of a chunk; empty when there are none.</summary>
    public ImmutableArray<long> ChunkDimensions { get; private set; } = [];

    /// <summary>Filters that chunks have gone through, by number.</summary>
    public ImmutableArray<int> Filters { get; private set; } = [];

    /// <summary>Filters that the library does not have.</summary>
    public IEnumerable<int> MissingFilters
    {
        get
        {
            lock (Hdf5Library.Gate) return [.. Filters.Where(f => NativeMethods.H5Zfilter_avail(f) <= 0)];
        }
    }

    /// <summary>Values lie in files beside this one.</summary>
    public bool IsExternal { get; private set; }

    /// <summary>Bytes that its values take in the file.</summary>
    public long StorageBytes { get; private set; }

    /// <summary>A type in memory for <see cref="Read"/> and <see cref="Append"/>; the caller disposes it.</summary>
    public static Hdf5MemoryType MemoryType(Hdf5Type layout)
    {
        lock (Hdf5Library.Gate) return new Hdf5MemoryType(layout, TypeBuilder.Build(layout));
    }

    /// <summary>Reads whole rows.</summary>
    /// <param name="first">First row, from 0.</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="type">Type in memory.</param>
    /// <param name="target">Room for all elements.</param>
    public void Read(long first, int rows, Hdf5MemoryType type, Span<byte> target)
    {
        lock (Hdf5Library.Gate)
        {
            using var memory = Select(first, rows, type, target.Length);
            if (Layout == Hdf5Layout.Chunked)
            {
                var chunkBytes = ChunkBytes();
                _check ??= new ChunkCheck(_handle, Path, Dimensions, ChunkDimensions, Filters.Length, chunkBytes);
                _check.Check(first, rows);
                (FilterGuard.ChunkBytes, FilterGuard.LastFilter) = (chunkBytes, Filters.IsEmpty ? 0 : Filters[0]);
            }
            try
            {
                fixed (byte* to = target)
                    ErrorStack.Check(NativeMethods.H5Dread(_handle, type.Handle, memory, _space, 0, to), $"read '{Path}'");
            }
            finally
            {
                // Chunks of others, such as one that is being written, have other sizes.
                (FilterGuard.ChunkBytes, FilterGuard.LastFilter) = (0, 0);
            }
        }
    }

    /// <summary>Adds rows at the end.</summary>
    public void Append(long first, int rows, Hdf5MemoryType type, ReadOnlySpan<byte> values)
    {
        lock (Hdf5Library.Gate)
        {
            Extend(first + rows);
            if (rows == 0) return;
            using var now = IdHandle.Checked(new SpaceHandle(NativeMethods.H5Dget_space(_handle)), $"write '{Path}'");
            using var memory = Select(first, rows, type, values.Length, now);
            fixed (byte* from = values)
                ErrorStack.Check(NativeMethods.H5Dwrite(_handle, type.Handle, memory, now, 0, from), $"write '{Path}'");
        }
    }

    /// <summary>The library takes chunks that are packed already.</summary>
    public static bool TakesPackedChunks => Hdf5Library.Has("H5Dwrite_chunk");

    /// <summary>Adds a whole chunk of rows at the end.</summary>
    /// <param name="first">Its first row.</param>
    /// <param name="rows">Rows of a chunk.</param>
    /// <param name="packed">What <see cref="ChunkPacker"/> made of it.</param>
    public void AppendPacked(long first, int rows, ReadOnlySpan<byte> packed)
    {
        lock (Hdf5Library.Gate)
        {
            Extend(first + rows);
            Span<ulong> at = stackalloc ulong[Dimensions.Length];
            at.Clear();
            at[0] = (ulong)first;
            fixed (ulong* offset = at)
            fixed (byte* from = packed)
                ErrorStack.Check(NativeMethods.H5Dwrite_chunk(_handle, 0, 0, offset, (nuint)packed.Length, from), $"write '{Path}'");
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _space.Dispose();
        base.Dispose();
    }

    private void Extend(long rows)
    {
        Span<ulong> size = stackalloc ulong[Dimensions.Length];
        size[0] = (ulong)rows;
        for (var i = 1; i < size.Length; i++) size[i] = (ulong)Dimensions[i];
        fixed (ulong* s = size) ErrorStack.Check(NativeMethods.H5Dset_extent(_handle, s), $"extend '{Path}'");
    }

    private long ChunkBytes()
    {
        long bytes = Type.FileBytes;
        foreach (var n in ChunkDimensions) bytes = checked(bytes * n);
        return bytes <= int.MaxValue ? bytes : throw new Hdf5Exception($"the chunks of '{Path}' are larger than what is read");
    }

    private long RowElements()
    {
        long count = 1;
        for (var i = 1; i < Dimensions.Length; i++) count = checked(count * Dimensions[i]);
        return count;
    }

    // Selects the rows in the file, and gives the shape of the memory for them.
    private SpaceHandle Select(long first, int rows, Hdf5MemoryType type, int bytes, SpaceHandle? space = null)
    {
        var count = checked((ulong)(rows * RowElements()));
        if (count * (ulong)type.Layout.Size > (ulong)bytes) throw new ArgumentException("The memory is too small for the rows.");
        if (Dimensions.Length > 0)
        {
            Span<ulong> start = stackalloc ulong[Dimensions.Length], size = stackalloc ulong[Dimensions.Length];
            start.Clear();
            (start[0], size[0]) = ((ulong)first, (ulong)rows);
            for (var i = 1; i < size.Length; i++) size[i] = (ulong)Dimensions[i];
            fixed (ulong* s = start, n = size)
                ErrorStack.Check(NativeMethods.H5Sselect_hyperslab(space ?? _space, 0, s, null, n, null), $"select rows of '{Path}'");
        }
        return IdHandle.Checked(new SpaceHandle(NativeMethods.H5Screate_simple(1, &count, null)), "make a shape");
    }

    private void ReadStorage()
    {
        using var creation = IdHandle.Checked(new PropertyHandle(NativeMethods.H5Dget_create_plist(_handle)), $"read the layout of '{Path}'");
        var layout = NativeMethods.H5Pget_layout(creation);
        if (layout is < 0 or > 3) throw ErrorStack.Failure($"read the layout of '{Path}'");
        Layout = (Hdf5Layout)layout;
        if (Layout is Hdf5Layout.Contiguous) IsExternal = NativeMethods.H5Pget_external_count(creation) > 0;
        if (Layout == Hdf5Layout.Chunked)
        {
            var rank = Dimensions.Length;
            Span<ulong> chunk = stackalloc ulong[32];
            fixed (ulong* c = chunk)
            {
                if (NativeMethods.H5Pget_chunk(creation, 32, c) != rank) throw new Hdf5Exception($"the chunks of '{Path}' do not fit its shape");
            }
            ChunkDimensions = [.. chunk[..rank].ToArray().Select(n => checked((long)n))];
            Filters = [.. ReadFilters(creation)];
        }
        StorageBytes = (long)Math.Min(NativeMethods.H5Dget_storage_size(_handle), long.MaxValue);
        // What is in one piece must be there as a whole, or not at all yet; the library reads on.
        var mustHave = Layout is Hdf5Layout.Compact or Hdf5Layout.Contiguous && !IsExternal && (StorageBytes > 0 || Layout == Hdf5Layout.Compact) ? (Int128)(ElementCount ?? long.MaxValue) * Type.FileBytes : 0;
        if (StorageBytes < mustHave) throw new Hdf5Exception($"'{Path}' has {StorageBytes} bytes of values, and its shape asks for {mustHave}");
    }

    private static List<int> ReadFilters(PropertyHandle creation)
    {
        var filters = new List<int>();
        var count = NativeMethods.H5Pget_nfilters(creation);
        for (uint i = 0; i < count; i++)
        {
            nuint values = 0;
            var filter = NativeMethods.H5Pget_filter2(creation, i, out _, ref values, null, 0, null, out _);
            if (filter < 0) throw ErrorStack.Failure("read the filters");
            filters.Add(filter);
        }
        return filters;
    }
}

/// <summary>A type of values in memory, as the library needs it.</summary>
public sealed class Hdf5MemoryType : IDisposable
{
    internal Hdf5MemoryType(Hdf5Type layout, TypeHandle handle) => (Layout, Handle) = (layout, handle);

    /// <summary>How values lie in memory.</summary>
    public Hdf5Type Layout { get; }

    internal TypeHandle Handle { get; }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
