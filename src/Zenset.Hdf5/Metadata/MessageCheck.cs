namespace Zenset.Hdf5.Metadata;

/// <summary>
/// Checks the messages of one object header before the library decodes them: it (1.10.8) takes sizes from a message without looking where the
/// message ends.
/// </summary>
/// <remarks>HDF5 File Format Specification 3.0, §IV.A.2; numbers of messages as there.</remarks>
/// <param name="widths">Widths of addresses and lengths.</param>
/// <param name="typeAt">Bytes of a value of the named type at an address.</param>
internal sealed class MessageCheck(Superblock widths, Func<ulong, long> typeAt)
{
    private const int MaxFilters = 32; // H5Z_MAX_NFILTERS
    private const int MaxLayoutRank = 33; // H5O_LAYOUT_NDIMS

    // What the parts of a dataset must fit: null when it does not have them.
    private long? _typeBytes;
    private Shape? _space;
    private readonly List<long> _fillBytes = [];
    private ulong[]? _chunk;
    private bool _isFiltered;

    /// <summary>Bytes of a value of the type, if the header has one.</summary>
    public long? TypeBytes => _typeBytes;

    /// <summary>Bytes of the header without the parts that lie elsewhere; set by whoever walks over it.</summary>
    public ulong FirstPartBytes { get; set; }

    /// <summary>The type stands elsewhere.</summary>
    public bool IsTypeShared { get; private set; }

    /// <summary>B-tree and heap of the names of a group of the older kind.</summary>
    public (ulong Tree, ulong Heap)? Names { get; private set; }

    /// <summary>B-trees of version 2 that the object has, and the kinds of their records.</summary>
    public List<(ulong Address, int Kind)> Trees { get; } = [];

    /// <summary>The index of chunks of the newer kind; set by a layout.</summary>
    public ChunkIndex? Index { get; private set; }

    /// <summary>Address and bytes of the next part of the header; set by a continuation.</summary>
    public (ulong Address, ulong Bytes)? Next { get; private set; }

    /// <summary>Checks a message.</summary>
    /// <exception cref="Hdf5Exception">It is damaged.</exception>
    public void Check(int kind, int flags, ReadOnlySpan<byte> body)
    {
        Next = null;
        var message = new Piece(body, widths);
        if ((flags & 2) != 0)
        {
            if (kind is not (0x01 or 0x03 or 0x04 or 0x05 or 0x0B or 0x0C)) throw Damaged("a message that is shared");
            var type = Shared(ref message, kind == 3);
            if (kind == 0x0B) _isFiltered = true;
            if (kind != 3) return;
            (_typeBytes, IsTypeShared) = (type, true);
            return;
        }
        switch (kind)
        {
            case 0x01: _space = SpaceCheck.Check(ref message); break;
            case 0x02: CheckLinkInfo(ref message); break;
            case 0x03: _typeBytes = DatatypeCheck.Check(ref message, widths); break;
            case 0x04: CheckFill(ref message); break;
            case 0x05: CheckNewFill(ref message); break;
            case 0x06: CheckLink(ref message); break;
            case 0x07: throw new Hdf5Exception("its values lie in other files") { IsOutside = true };
            case 0x08: CheckLayout(ref message); break;
            case 0x0A: CheckGroupInfo(ref message); break;
            case 0x0B: CheckFilters(ref message); break;
            case 0x0C: CheckAttribute(ref message); break;
            case 0x0D: message.Text(); break;
            case 0x0E: message.Skip(14); break;
            case 0x0F: message.Skip(2 + widths.AddressBytes); break;
            case 0x10: Next = (message.Address(), message.Length()); break;
            case 0x11: Names = (message.Address(), message.Address()); break;
            case 0x12: message.Skip(8); break;
            case 0x13: message.Skip(7); break;
            case 0x14: CheckDriver(ref message); break;
            case 0x15: CheckAttributeInfo(ref message); break;
            case 0x16: message.Skip(5); break;
            case 0x18: message.Skip(1 + widths.AddressBytes + widths.LengthBytes); break;
        }
    }

    /// <summary>Checks that what makes up a dataset fits together.</summary>
    /// <exception cref="Hdf5Exception">It does not.</exception>
    public void Finish()
    {
        if (_typeBytes is not { } bytes || _space is not { } space) return;
        // A header may have it twice, in the old message and in the new one.
        foreach (var fill in _fillBytes)
        {
            if (fill != bytes) throw new Hdf5Exception($"what stands where nothing was written has {fill} bytes, and values have {bytes}");
        }
        if (_chunk is null) return;
        // The last is that of the bytes of an element.
        if (_chunk.Length != space.Dimensions.Length + 1 || _chunk[^1] != (ulong)bytes) throw new Hdf5Exception("its chunks do not fit its shape and type");
        if (Index is null) return;
        Index = Index with { Chunk = _chunk, Most = space.Most, IsFiltered = _isFiltered };
        if (Index.Kind == 5) Trees.Add((Index.Address, _isFiltered ? 11 : 10));
    }

    /// <returns>Bytes of the type that is referred to.</returns>
    private long? Shared(ref Piece message, bool isType)
    {
        var (version, kind) = (message.Byte(), message.Byte());
        if (version is 0 or > 3) throw Damaged("a reference to a message");
        // §IV.A.2.q. Version 1 is the entry of a group: the address comes behind that of a name.
        if (version == 1) message.Skip(6 + widths.LengthBytes);
        if (version == 3 && kind == 1)
        {
            message.Skip(8);
            return null;
        }
        var address = message.Address();
        return isType ? typeAt(address) : null;
    }

    // A heap, then the trees of names (kind 5) and, where it is kept, of the order (6).
    private void CheckLinkInfo(ref Piece message)
    {
        message.Skip(1);
        var flags = message.Byte();
        if ((flags & 1) != 0) message.Skip(8);
        AddTrees(ref message, flags, 5);
    }

    private void AddTrees(ref Piece message, int flags, int kind)
    {
        message.Address();
        Trees.Add((message.Address(), kind));
        if ((flags & 2) != 0) Trees.Add((message.Address(), kind + 1));
    }

    private void CheckFill(ref Piece message) => Fill(ref message, message.Int32());

    private void CheckNewFill(ref Piece message)
    {
        var version = message.Byte();
        if (version >= 3)
        {
            if ((message.Byte() & 0x20) != 0) Fill(ref message, message.Int32());
            return;
        }
        message.Skip(2);
        if (message.Byte() != 0 || version == 1) Fill(ref message, message.Int32());
    }

    private void Fill(ref Piece message, uint bytes)
    {
        // -1 is no value at all.
        if (bytes is 0 or uint.MaxValue) return;
        message.Skip(bytes);
        _fillBytes.Add(bytes);
    }

    // As strict as the library: where it fails, it frees links that it has not read yet (H5G__link_release_table).
    private static void CheckLink(ref Piece message)
    {
        var version = message.Byte();
        var flags = message.Byte();
        var kind = (flags & 8) != 0 ? message.Byte() : 0;
        if (version != 1 || (flags & 0xE0) != 0 || kind is > 1 and < 64) throw Damaged("a link");
        message.Skip((flags & 4) != 0 ? 8 : 0);
        if ((flags & 16) != 0 && message.Byte() > 1) throw Damaged("a link");
        var name = message.Number(1 << (flags & 3));
        if (name is 0 or > int.MaxValue || message.Take((long)name).Contains((byte)0)) throw Damaged("a link");
        if (kind == 0)
        {
            message.Address();
            return;
        }
        var target = message.Int16();
        if (target == 0 && kind == 1) throw Damaged("a link");
        message.Skip(target);
    }

    private void CheckLayout(ref Piece message)
    {
        var version = message.Byte();
        if (version is 1 or 2)
        {
            int rank = message.Byte(), old = message.Byte();
            message.Skip(5);
            if (old != 0) message.Address();
            Dimensions(ref message, rank, 4, old == 2);
            if (old == 0) message.Skip(message.Int32());
            return;
        }
        if (version is not (3 or 4)) throw Damaged("a layout");
        switch (message.Byte())
        {
            case 0:
                message.Skip(message.Int16());
                break;
            case 1:
                message.Skip(widths.AddressBytes + widths.LengthBytes);
                break;
            case 2 when version == 3:
                var chunkRank = message.Byte();
                message.Address();
                Dimensions(ref message, chunkRank, 4, true);
                break;
            case 2:
                CheckIndexedChunks(ref message);
                break;
            case 3:
                throw new Hdf5Exception("its values lie in other files") { IsOutside = true };
            default:
                throw Damaged("a layout");
        }
    }

    // Version 4: chunks of a known number, or that grow.
    private void CheckIndexedChunks(ref Piece message)
    {
        var (flags, rank, width) = (message.Byte(), message.Byte(), message.Byte());
        if (width is 0 or > 8) throw Damaged("a layout");
        Dimensions(ref message, rank, width, true);
        var kind = message.Byte();
        var settings = message.Take(kind switch
        {
            1 => (flags & 2) != 0 ? widths.LengthBytes + 4 : 0,
            2 => 0,
            3 => 1,
            4 => 5,
            5 => 6,
            _ => throw Damaged("a layout"),
        });
        Index = new ChunkIndex(kind, settings.ToArray(), message.Address());
    }

    private void Dimensions(ref Piece message, int rank, int width, bool areChunks)
    {
        if (rank is 0 or > MaxLayoutRank) throw Damaged("a layout");
        ulong bytes = 1;
        var dimensions = new ulong[rank];
        for (var i = 0; i < rank; i++)
        {
            var n = dimensions[i] = message.Number(width);
            // The bytes of a chunk have 32 bits.
            if (areChunks && (n == 0 || bytes > uint.MaxValue / n)) throw Damaged("a layout");
            bytes *= n;
        }
        if (areChunks) _chunk = dimensions;
    }

    private static void CheckGroupInfo(ref Piece message)
    {
        message.Skip(1);
        var flags = message.Byte();
        message.Skip(((flags & 1) != 0 ? 4 : 0) + ((flags & 2) != 0 ? 4 : 0));
    }

    private void CheckFilters(ref Piece message)
    {
        _isFiltered = true;
        var (version, count) = (message.Byte(), message.Byte());
        if (version is not (1 or 2) || count > MaxFilters) throw Damaged("a list of filters");
        if (version == 1) message.Skip(6);
        for (; count > 0; count--)
        {
            var id = message.Int16();
            var nameBytes = version == 1 || id >= 256 ? message.Int16() : 0;
            message.Skip(2);
            var values = message.Int16();
            if (nameBytes > 0 && message.Take(nameBytes).IndexOf((byte)0) < 0) throw Damaged("the name of a filter");
            message.Skip(4 * values + (version == 1 && values % 2 == 1 ? 4 : 0));
        }
    }

    private void CheckAttribute(ref Piece message)
    {
        var (version, flags) = (message.Byte(), message.Byte());
        if (version is 0 or > 3) throw Damaged("an attribute");
        int nameBytes = message.Int16(), typeBytes = message.Int16(), spaceBytes = message.Int16();
        if (version == 3) message.Skip(1);
        if (version == 1) flags = 0;
        var name = Part(ref message, nameBytes, version);
        if (nameBytes == 0 || name.IndexOf((byte)0) < 0) throw Damaged("the name of an attribute");
        var type = new Piece(Part(ref message, typeBytes, version), widths);
        var size = (flags & 1) != 0 ? Shared(ref type, true) : DatatypeCheck.Check(ref type, widths);
        var space = new Piece(Part(ref message, spaceBytes, version), widths);
        if ((flags & 2) != 0)
        {
            Shared(ref space, false);
            return;
        }
        var elements = SpaceCheck.Check(ref space).Elements;
        if (size is { } bytes && elements * (UInt128)bytes > (UInt128)message.Left) throw Damaged("an attribute");
    }

    // Version 1 fills up to a multiple of eight bytes; the size does not count them.
    private static ReadOnlySpan<byte> Part(ref Piece message, int bytes, int version) => message.Take(version == 1 ? (bytes + 7) & ~7 : bytes)[..bytes];

    private static void CheckDriver(ref Piece message)
    {
        message.Skip(9);
        message.Skip(message.Int16());
    }

    private void CheckAttributeInfo(ref Piece message)
    {
        message.Skip(1);
        var flags = message.Byte();
        if ((flags & 1) != 0) message.Skip(2);
        AddTrees(ref message, flags, 8);
    }

    private static Hdf5Exception Damaged(string what) => new($"{what} is damaged");
}
