namespace Zenset.Hdf5.Metadata;

/// <summary>
/// Stands between a file and the library: nothing is read beyond the file's end, and metadata is checked before it is decoded. Under the
/// library's lock.
/// </summary>
internal sealed unsafe class MetadataGuard
{
    // H5F_mem_t, H5Fpublic.h
    private const int BTree = 2;
    private const int LocalHeap = 5;
    private const int ObjectHeader = 6;

    private const nuint PieceBytes = 1 << 30;

    // What the library keeps in the same way as headers of objects: blocks of fractal heaps, free space, shared messages, arrays of chunks (H5FDpublic.h).
    private static readonly byte[][] Others = [[.. "FHIB"u8], [.. "FSHD"u8], [.. "SMTB"u8], [.. "EAHD"u8], [.. "EAIB"u8], [.. "FAHD"u8]];

    private readonly Superblock? _superblock;
    private readonly ObjectHeaderCheck? _headers;
    private readonly GroupCheck? _groups;
    private readonly ChunkIndexCheck? _chunks;
    private readonly TreeCheck? _trees;

    // What the library reads next of the header that was read last: the rest of its first part, and the others.
    private readonly List<(ulong Address, ulong Bytes)> _parts = [];

    public MetadataGuard(FileBytes bytes, Superblock? superblock)
    {
        (Bytes, _superblock) = (bytes, superblock);
        // Without one, the library refuses the file.
        if (superblock is not { } found) return;
        if (!found.HasKnownWidths) throw new Hdf5Exception("its addresses have a width that is not read");
        (_headers, _groups, _chunks, _trees) = (new ObjectHeaderCheck(bytes, found), new GroupCheck(bytes, found), new ChunkIndexCheck(bytes, found), new TreeCheck(bytes, found));
    }

    public FileBytes Bytes { get; }

    /// <summary>Reads what the library asks for.</summary>
    /// <param name="kind"><c>H5FD_mem_t</c>: what it is.</param>
    /// <param name="address">Where, from the start of the file.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="into">Room for them.</param>
    /// <exception cref="Hdf5Exception">The file does not have them, or they are damaged.</exception>
    public void Read(int kind, ulong address, nuint size, byte* into)
    {
        if (address > (ulong)Bytes.Length || size > (ulong)Bytes.Length - address) throw new Hdf5Exception($"it refers to {size} bytes at {address}, and has {Bytes.Length}");
        for (nuint done = 0; done < size; done += PieceBytes)
        {
            if (!Bytes.TryRead((long)(address + done), new Span<byte>(into + done, (int)Math.Min(size - done, PieceBytes)))) throw new Hdf5Exception("the file became shorter while it was read");
        }
        if (_superblock is { } superblock && size <= int.MaxValue) Check(kind, address - (ulong)superblock.Base, new ReadOnlySpan<byte>(into, (int)size));
    }

    private void Check(int kind, ulong address, ReadOnlySpan<byte> bytes)
    {
        switch (kind)
        {
            case ObjectHeader:
                CheckHeader(address, bytes);
                break;
            case BTree when bytes.StartsWith("TREE"u8) || bytes.StartsWith("SNOD"u8):
                _groups!.CheckNode(bytes);
                break;
            case BTree when bytes.StartsWith("BTHD"u8):
                _trees!.Check(address, bytes);
                break;
            case LocalHeap when bytes.StartsWith("HEAP"u8):
                _groups!.CheckHeap(bytes);
                break;
        }
    }

    private void CheckHeader(ulong address, ReadOnlySpan<byte> bytes)
    {
        if (_parts.Remove((address, (ulong)bytes.Length))) return;
        if (bytes.StartsWith("FRHP"u8))
        {
            _trees!.Expect(FractalHeapCheck.Check(bytes, _superblock!.Value), TreeCheck.HugeObjects);
            return;
        }
        foreach (var other in Others)
        {
            if (bytes.StartsWith(other)) return;
        }
        _parts.Clear();
        var found = _headers!.Check(address, _parts);
        // It reads 512 bytes first (H5O_SPEC_READ_SIZE), then what is left.
        if (found.FirstPartBytes > (ulong)bytes.Length) _parts.Add((address + (ulong)bytes.Length, found.FirstPartBytes - (ulong)bytes.Length));
        foreach (var (tree, kind) in found.Trees) _trees!.Expect(tree, kind);
        if (found.Index is { } index) _chunks!.Check(index);
        if (found.Names is var (names, heap)) _groups!.CheckNames(names, heap);
    }
}
