namespace Zenset.Hdf5.Metadata;

/// <summary>Walks over an object header, with all its parts, and checks each message.</summary>
/// <remarks>HDF5 File Format Specification 3.0, §IV.A.1.</remarks>
internal sealed class ObjectHeaderCheck(FileBytes file, Superblock superblock)
{
    private const int MaxParts = 4096;
    private const long MaxPartBytes = 16 << 20;
    private const int MaxDepth = 4;

    /// <summary>Checks the header at an address (from the superblock on).</summary>
    /// <param name="address">The address.</param>
    /// <param name="parts">Takes address and bytes of the parts that follow the first.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="Hdf5Exception">It is damaged.</exception>
    public MessageCheck Check(ulong address, ICollection<(ulong Address, ulong Bytes)>? parts = null) => Check(address, parts, 0);

    private MessageCheck Check(ulong address, ICollection<(ulong Address, ulong Bytes)>? parts, int depth)
    {
        if (depth > MaxDepth) throw new Hdf5Exception("a named type refers to itself");
        var messages = new MessageCheck(superblock, type => TypeAt(type, depth));
        var (start, bytes, version, flags) = Prefix(address);
        messages.FirstPartBytes = start - address + bytes + (version == 1 ? 0UL : 4);
        var seen = new HashSet<ulong>();
        var next = new Queue<(ulong Address, ulong Bytes)>();
        Walk(messages, Bytes(start, bytes), version, flags, next);
        while (next.TryDequeue(out var part))
        {
            if (!seen.Add(part.Address) || seen.Count > MaxParts) throw new Hdf5Exception("an object header goes on in circles");
            parts?.Add(part);
            var content = Bytes(part.Address, part.Bytes).AsSpan();
            if (version == 2)
            {
                // "OCHK" before, a checksum behind.
                if (content.Length < 8 || !content.StartsWith("OCHK"u8)) throw new Hdf5Exception("a part of an object header is not there");
                content = content[4..^4];
            }
            Walk(messages, content, version, flags, next);
        }
        messages.Finish();
        return messages;
    }

    private (ulong Start, ulong Bytes, int Version, int Flags) Prefix(ulong address)
    {
        var head = Bytes(address, 16).AsSpan();
        if (head[0] == 1) return (address + 16, BitConverter.ToUInt32(head[8..]), 1, 0);
        if (!head.StartsWith("OHDR"u8) || head[4] != 2) throw new Hdf5Exception($"there is no object header at {address}");
        var flags = head[5];
        // Four times, two limits of attributes, then the size in one to eight bytes.
        var at = 6 + ((flags & 0x20) != 0 ? 16UL : 0) + ((flags & 0x10) != 0 ? 4UL : 0);
        var width = 1 << (flags & 3);
        var size = new Piece(Bytes(address + at, (ulong)width), superblock).Number(width);
        return (address + at + (ulong)width, size, 2, flags);
    }

    private static void Walk(MessageCheck messages, ReadOnlySpan<byte> content, int version, int flags, Queue<(ulong, ulong)> next)
    {
        var headBytes = version == 1 ? 8 : (flags & 4) != 0 ? 6 : 4;
        // What is less than a message at the end is a gap (version 2).
        while (content.Length >= headBytes)
        {
            var kind = version == 1 ? BitConverter.ToUInt16(content) : content[0];
            var size = version == 1 ? BitConverter.ToUInt16(content[2..]) : BitConverter.ToUInt16(content[1..]);
            var messageFlags = version == 1 ? content[4] : content[3];
            if (size > content.Length - headBytes) throw new Hdf5Exception("a message of an object header does not end in it");
            messages.Check(kind, messageFlags, content.Slice(headBytes, size));
            if (messages.Next is { } part) next.Enqueue(part);
            content = content[(headBytes + size)..];
        }
    }

    // A named type stands in a header of its own, which has it and does not refer to another.
    private long TypeAt(ulong address, int depth)
    {
        var found = Check(address, null, depth + 1);
        return found is { TypeBytes: { } bytes, IsTypeShared: false } ? bytes : throw new Hdf5Exception("a named type is not there");
    }

    private byte[] Bytes(ulong address, ulong count)
    {
        if (count > MaxPartBytes || address > (ulong)file.Length) throw new Hdf5Exception($"there is no object header at {address}");
        var bytes = new byte[count];
        return file.TryRead(superblock.Base + (long)address, bytes) ? bytes : throw new Hdf5Exception($"an object header at {address} goes beyond the file");
    }
}
