namespace Zenset.Hdf5.Metadata;

/// <summary>
/// Walks over a B-tree of version 2 before the library does: it (1.10.8) believes a node of how many records its child has, whatever room there
/// is for them.
/// </summary>
/// <remarks>HDF5 File Format Specification 3.0, §III.A.2.</remarks>
internal sealed class TreeCheck(FileBytes file, Superblock superblock)
{
    /// <summary>Stands for kinds 1 to 4.</summary>
    public const int HugeObjects = 1;

    private const int MostDepth = 16;
    private const int MostNodes = 1 << 20;

    // Signature, version, kind; a checksum behind.
    private const int FrameBytes = 10;

    // Kinds of records by the address of a tree, as whatever refers to it has them.
    private readonly Dictionary<ulong, int> _expected = [];

    /// <summary>Notes that a tree is referred to as one of a kind: the library decodes it as what it says itself (H5B2__hdr_init).</summary>
    /// <exception cref="Hdf5Exception">It was referred to as one of another kind.</exception>
    public void Expect(ulong address, int kind)
    {
        if (address == ulong.MaxValue) return;
        if (!_expected.TryAdd(address, kind) && _expected[address] != kind) throw Damaged();
    }

    /// <summary>Checks a tree from its head on.</summary>
    /// <exception cref="Hdf5Exception">It is damaged.</exception>
    public void Check(ulong address, ReadOnlySpan<byte> bytes)
    {
        var head = new Piece(bytes, superblock);
        head.Skip(5);
        var kind = head.Byte();
        // Of huge objects of a heap (1 to 4), the heap does not say which; shared messages (7) are in tables that are not looked at.
        var isExpected = _expected.TryGetValue(address, out var expected) ? kind == expected || (expected == HugeObjects && kind is >= 1 and <= 4) : kind == 7;
        if (!isExpected) throw Damaged();
        var (nodeBytes, recordBytes, depth) = ((long)head.Int32(), head.Int16(), head.Int16());
        head.Skip(2);
        var (root, records) = (head.Address(), head.Int16());
        if (kind is 0 or > 11 || recordBytes < LeastBytes(kind) || depth > MostDepth || nodeBytes > 1 << 24 || nodeBytes < FrameBytes + recordBytes) throw Damaged();
        var levels = Levels(nodeBytes, recordBytes, depth);
        if (root == ulong.MaxValue || records == 0) return;
        var next = new Queue<(ulong Address, long Records, int Depth)>([(root, records, depth)]);
        for (var nodes = 0; next.TryDequeue(out var node); nodes++)
        {
            if (nodes > MostNodes || node.Records > levels[node.Depth].Most) throw Damaged();
            if (kind is 8 or 9) CheckAttributes(node, recordBytes);
            if (node.Depth > 0) AddChildren(node, levels, recordBytes, next);
        }
    }

    // The kinds of records: huge objects of heaps (1 to 4), links by name and order, shared messages, attributes by name and order, chunks.
    private int LeastBytes(int kind) => kind switch
    {
        1 or 3 => superblock.AddressBytes + superblock.LengthBytes,
        2 or 4 => superblock.AddressBytes + superblock.LengthBytes + 4,
        5 => 11,
        6 => 15,
        7 => 1,
        8 => 17,
        9 => 13,
        _ => superblock.AddressBytes + 8,
    };

    // What a node of each depth can have, and the bytes that a pointer to a child of it takes.
    private List<(long Most, int PointerBytes)> Levels(long nodeBytes, int recordBytes, int depth)
    {
        var most = (nodeBytes - FrameBytes) / recordBytes;
        var countBytes = NumberBytes((UInt128)most);
        var (levels, all) = (new List<(long, int)> { (most, 0) }, (UInt128)most);
        for (var d = 1; d <= depth; d++)
        {
            var pointer = superblock.AddressBytes + countBytes + (d > 1 ? NumberBytes(all) : 0);
            var room = nodeBytes - FrameBytes - pointer;
            if (room < recordBytes + pointer) throw Damaged();
            most = room / (recordBytes + pointer);
            all = (UInt128)(most + 1) * all + (UInt128)most;
            if (all > ulong.MaxValue) throw Damaged();
            levels.Add((most, pointer));
        }
        return levels;
    }

    private void AddChildren((ulong Address, long Records, int Depth) node, List<(long Most, int PointerBytes)> levels, int recordBytes, Queue<(ulong, long, int)> next)
    {
        var pointer = levels[node.Depth].PointerBytes;
        var bytes = new byte[6 + node.Records * recordBytes + (node.Records + 1) * pointer];
        if (node.Address > (ulong)file.Length || !file.TryRead(superblock.Base + (long)node.Address, bytes) || !bytes.AsSpan().StartsWith("BTIN"u8)) throw Damaged();
        var rest = new Piece(bytes.AsSpan((int)(6 + node.Records * recordBytes)), superblock);
        var countBytes = NumberBytes((UInt128)levels[0].Most);
        for (var i = 0; i <= node.Records; i++)
        {
            var (address, records) = (rest.Address(), (long)rest.Number(countBytes));
            rest.Skip(pointer - superblock.AddressBytes - countBytes);
            next.Enqueue((address, records, node.Depth - 1));
        }
    }

    // Behind eight bytes of where an attribute is, whether it is among those that are shared: the library takes it from a heap that it has not
    // opened when there are none (H5A__dense_iterate).
    private void CheckAttributes((ulong Address, long Records, int Depth) node, int recordBytes)
    {
        var bytes = new byte[6 + node.Records * recordBytes];
        if (node.Address > (ulong)file.Length || !file.TryRead(superblock.Base + (long)node.Address, bytes)) throw Damaged();
        for (long i = 0; i < node.Records; i++)
        {
            if ((bytes[6 + i * recordBytes + 8] & 2) != 0) throw new Hdf5Exception("attributes that objects share are not read where there are many");
        }
    }

    // H5VM_limit_enc_size
    private static int NumberBytes(UInt128 most) => (int)UInt128.Log2(most) / 8 + 1;

    private static Hdf5Exception Damaged() => new("an index is damaged");
}
