using System.Buffers.Binary;
using Zenset.Hdf5.Metadata;

namespace Zenset.Hdf5;

/// <summary>
/// Reads what references point to, from the file itself. The library (1.10.8) does not check them: a wrong index or length reads beyond its
/// memory, and ends the process. Safe from several threads.
/// </summary>
/// <remarks>HDF5 File Format Specification 3.0, §III.E: "GCOL", version, 3 bytes, size; then objects: index, references, 4 bytes, size, data padded to 8.</remarks>
public sealed class GlobalHeap
{
    private const int HeaderBytes = 16;
    private const long MostCollectionBytes = 1 << 30;
    private const long CacheBytes = 32 << 20;

    private readonly FileBytes _file;
    private readonly long _base;
    private readonly bool _hasWideAddresses;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Collection> _collections = [];
    private long _cached;

    internal GlobalHeap(FileBytes file, Superblock? superblock)
    {
        _file = file;
        (_base, _hasWideAddresses) = superblock is { } found ? (found.Base, found.IsWide) : (0, false);
    }

    /// <summary>The bytes of a reference's items; empty when it has none.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="itemBytes">Bytes of an item.</param>
    /// <exception cref="Hdf5Exception">It points to nothing, or to less than it says.</exception>
    public ReadOnlySpan<byte> Items(HeapReference reference, int itemBytes)
    {
        if (reference.Length == 0 || itemBytes == 0) return [];
        var stored = Object(reference);
        if ((long)reference.Length * itemBytes > stored.Length) throw new Hdf5Exception($"a list of {reference.Length:N0} items lies in {stored.Length:N0} bytes of a heap");
        return stored[..((int)reference.Length * itemBytes)];
    }

    /// <summary>The bytes of a text, without what follows a zero.</summary>
    /// <exception cref="Hdf5Exception">The reference points to nothing, or to less than it says.</exception>
    public ReadOnlySpan<byte> Text(HeapReference reference) => FixedText.Trim(Items(reference, 1), 0);

    private ReadOnlySpan<byte> Object(HeapReference reference)
    {
        if (!_hasWideAddresses) throw new Hdf5Exception("texts and lists in a file whose addresses have other than 8 bytes are not read");
        lock (_lock)
        {
            if (!_collections.TryGetValue(reference.Collection, out var collection))
            {
                collection = Load(reference.Collection);
                if (_cached + collection.Bytes.Length > CacheBytes)
                {
                    _collections.Clear();
                    _cached = 0;
                }
                _collections.Add(reference.Collection, collection);
                _cached += collection.Bytes.Length;
            }
            if (!collection.Objects.TryGetValue(reference.Index, out var place)) throw new Hdf5Exception($"a heap has no object {reference.Index}");
            return collection.Bytes.AsSpan(place.Start, place.Length);
        }
    }

    private Collection Load(long address)
    {
        Span<byte> head = stackalloc byte[HeaderBytes];
        if (address <= 0 || address > _file.Length - _base - HeaderBytes || !_file.TryRead(_base + address, head) || !head.StartsWith("GCOL"u8))
            throw new Hdf5Exception($"there is no heap at {address:N0}");
        var size = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        if (size < HeaderBytes || size > _file.Length - _base - address || size > MostCollectionBytes) throw new Hdf5Exception($"the heap at {address:N0} says that it has {size:N0} bytes");
        var bytes = new byte[size];
        if (!_file.TryRead(_base + address, bytes)) throw new Hdf5Exception($"the heap at {address:N0} ends early");
        var objects = new Dictionary<uint, (int, int)>();
        // Object 0 is what is free, at the end.
        for (long at = HeaderBytes; at + HeaderBytes <= size;)
        {
            var index = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan((int)at));
            var length = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan((int)at + 8));
            if (index == 0) break;
            at += HeaderBytes;
            if (length < 0 || length > size - at) throw new Hdf5Exception($"an object of the heap at {address:N0} says that it has {length:N0} bytes");
            objects.TryAdd(index, ((int)at, (int)length));
            at += (length + 7) & ~7L;
        }
        return new Collection(bytes, objects);
    }

    private sealed record Collection(byte[] Bytes, Dictionary<uint, (int Start, int Length)> Objects);
}
