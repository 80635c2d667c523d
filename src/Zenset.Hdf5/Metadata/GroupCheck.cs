using System.Buffers.Binary;

namespace Zenset.Hdf5.Metadata;

/// <summary>
/// Checks groups of the older kind, and B-trees: the library (1.10.8) takes a name from wherever in its memory an entry says, follows a B-tree
/// into circles, and the free blocks of a heap beyond it.
/// </summary>
/// <remarks>HDF5 File Format Specification 3.0, §III.A.1, §III.B, §III.D.</remarks>
internal sealed class GroupCheck(FileBytes file, Superblock superblock)
{
    private const int MaxNodes = 1 << 20;
    private const long MaxHeapBytes = 256 << 20;
    private const int MaxLevel = 32;

    private readonly int _addressBytes = superblock.AddressBytes;
    private readonly int _lengthBytes = superblock.LengthBytes;

    /// <summary>Bytes of an entry: offset of its name, address, kind, four reserved, and sixteen for what depends on the kind.</summary>
    private int EntryBytes => _lengthBytes + _addressBytes + 24;

    /// <summary>Checks a node that the library reads: its children are there, and of the level below.</summary>
    /// <exception cref="Hdf5Exception">It is damaged.</exception>
    public void CheckNode(ReadOnlySpan<byte> node)
    {
        if (node.StartsWith("SNOD"u8))
        {
            if (8 + (long)Count(node) * EntryBytes > node.Length) throw Damaged();
            return;
        }
        var (kind, level, children) = (node[4], node[5], Count(node));
        if (kind > 1 || level > MaxLevel) throw Damaged();
        if (level == 0) return;
        Span<byte> head = stackalloc byte[8];
        // Between two children is a key; its size is only known for names.
        foreach (var child in Children(node, children, kind == 0 ? _lengthBytes : KeyBytes(node, children)))
        {
            if (!TryRead(child, head) || !head.StartsWith("TREE"u8) || head[4] != kind || head[5] != level - 1) throw Damaged();
        }
    }

    /// <summary>Checks the head of a heap, and its chain of free blocks.</summary>
    /// <exception cref="Hdf5Exception">It is damaged.</exception>
    public void CheckHeap(ReadOnlySpan<byte> head) => Heap(head);

    /// <summary>Checks that the names of a group's entries lie in its heap, and end there.</summary>
    /// <exception cref="Hdf5Exception">One does not.</exception>
    public void CheckNames(ulong tree, ulong heap)
    {
        var head = new byte[8 + 2 * _lengthBytes + _addressBytes];
        if (!TryRead(heap, head) || !head.AsSpan().StartsWith("HEAP"u8)) throw new Hdf5Exception("the names of a group are not there");
        var names = Heap(head);
        // Names end before the last zero.
        var end = names.AsSpan().LastIndexOf((byte)0);
        var next = new Queue<(ulong Address, int Level)>([(tree, -1)]);
        for (var nodes = 0; next.TryDequeue(out var at); nodes++)
        {
            if (nodes > MaxNodes) throw Damaged();
            if (at.Level == -2) CheckEntries(at.Address, end);
            else AddChildren(at.Address, at.Level, next);
        }
    }

    private void AddChildren(ulong address, int level, Queue<(ulong, int)> next)
    {
        var head = new byte[8 + 2 * _addressBytes];
        if (!TryRead(address, head) || !head.AsSpan().StartsWith("TREE"u8) || head[4] != 0 || head[5] > MaxLevel || (level >= 0 && head[5] != level)) throw Damaged();
        var count = Count(head);
        var node = new byte[head.Length + count * (_addressBytes + _lengthBytes)];
        if (!TryRead(address, node)) throw Damaged();
        foreach (var child in Children(node, count, _lengthBytes)) next.Enqueue((child, head[5] == 0 ? -2 : head[5] - 1));
    }

    private void CheckEntries(ulong address, int end)
    {
        Span<byte> head = stackalloc byte[8];
        if (!TryRead(address, head) || !head.StartsWith("SNOD"u8)) throw Damaged();
        var entries = new byte[Count(head) * EntryBytes];
        if (!TryRead(address + 8, entries)) throw Damaged();
        for (var rest = new Piece(entries, superblock); rest.Left > 0;)
        {
            var name = rest.Length();
            rest.Address();
            var kind = rest.Int32();
            rest.Skip(4);
            var link = rest.Int32();
            rest.Skip(12);
            // 2 is a soft link, whose path lies in the heap too.
            if (end < 0 || name > (ulong)end || (kind == 2 && link > (uint)end)) throw new Hdf5Exception("a name of a group lies outside its heap");
        }
    }

    private byte[] Heap(ReadOnlySpan<byte> head)
    {
        var fields = new Piece(head, superblock);
        fields.Skip(8);
        var (size, free, data) = (fields.Length(), fields.Length(), fields.Address());
        if (size > MaxHeapBytes || size > (ulong)file.Length) throw new Hdf5Exception("a heap of names is larger than its file");
        var bytes = new byte[size];
        if (!TryRead(data, bytes)) throw new Hdf5Exception("a heap of names goes beyond the file");
        // 1 is the end of the chain (H5HL_FREE_NULL). Each block begins with the next one's place and its own size.
        var most = size / (ulong)(2 * _lengthBytes) + 1;
        var none = ulong.MaxValue >> (64 - 8 * _lengthBytes);
        for (var at = free; at != 1 && at != none; most--)
        {
            if (most == 0 || at > size || size - at < (ulong)(2 * _lengthBytes)) throw new Hdf5Exception("a heap of names is damaged");
            var block = new Piece(bytes.AsSpan((int)at), superblock);
            var next = block.Length();
            if (block.Length() > size - at) throw new Hdf5Exception("a heap of names is damaged");
            at = next;
        }
        return bytes;
    }

    // Signature, kind, level, count, two neighbours; then keys and addresses in turn.
    private List<ulong> Children(ReadOnlySpan<byte> node, int count, int keyBytes)
    {
        var children = new List<ulong>(count);
        var rest = new Piece(node[(8 + 2 * _addressBytes)..], superblock);
        for (var i = 0; i < count; i++)
        {
            rest.Skip(keyBytes);
            children.Add(rest.Address());
        }
        return children;
    }

    // The library reads a node as large as it may be: twice as many keys and children as in the superblock, and a key more.
    private int KeyBytes(ReadOnlySpan<byte> node, int count)
    {
        for (var rank = 2; rank <= 33; rank++)
        {
            var key = 8 + 8 * rank;
            if ((node.Length - 8 - 2 * _addressBytes - key) % (key + _addressBytes) == 0 && (node.Length - 8 - 2 * _addressBytes - key) / (key + _addressBytes) >= count && IsTree(node, key)) return key;
        }
        throw Damaged();
    }

    private bool IsTree(ReadOnlySpan<byte> node, int keyBytes)
    {
        Span<byte> head = stackalloc byte[8];
        var rest = new Piece(node[(8 + 2 * _addressBytes)..], superblock);
        rest.Skip(keyBytes);
        return TryRead(rest.Address(), head) && head.StartsWith("TREE"u8);
    }

    private static int Count(ReadOnlySpan<byte> node) => BinaryPrimitives.ReadUInt16LittleEndian(node[6..]);

    private bool TryRead(ulong address, Span<byte> into) => address <= (ulong)file.Length && file.TryRead(superblock.Base + (long)address, into);

    private static Hdf5Exception Damaged() => new("the index of a group or of chunks is damaged");
}
