namespace Zenset.Hdf5.Metadata;

/// <summary>
/// Checks the head of the newer indexes of chunks against what their dataset says: the library (1.10.8) takes entries from where the dataset
/// would have them (H5FA_get), though the array may be shorter.
/// </summary>
/// <remarks>HDF5 File Format Specification 3.0, §III.A.2, §VII.C, §VII.D.</remarks>
internal sealed class ChunkIndexCheck(FileBytes file, Superblock superblock)
{
    // The library goes through all entries of an array, one by one, to tell how many bytes a dataset takes.
    private const ulong AlwaysEntries = 1 << 22;

    /// <summary>Checks an index.</summary>
    /// <exception cref="Hdf5Exception">It does not fit its dataset.</exception>
    public void Check(ChunkIndex index)
    {
        if (index.Address == ulong.MaxValue || index.Chunk.Length == 0) return;
        switch (index.Kind)
        {
            case 2:
                CheckCount(ChunkCount(index), index);
                break;
            case 3:
                CheckFixedArray(index);
                break;
            case 4:
                CheckExtensibleArray(index);
                break;
            case 5:
                CheckTree(index);
                break;
        }
    }

    private void CheckFixedArray(ChunkIndex index)
    {
        var head = new Piece(Head(index, "FAHD"u8, 8 + superblock.LengthBytes), superblock);
        CheckEntries(ref head, index);
        if (head.Byte() != index.Settings[0] || index.Settings[0] is 0 or > 30) throw Damaged();
        var chunks = ChunkCount(index);
        CheckCount(chunks, index);
        if (head.Length() != chunks) throw Damaged();
    }

    private void CheckExtensibleArray(ChunkIndex index)
    {
        var head = new Piece(Head(index, "EAHD"u8, 12 + 5 * superblock.LengthBytes), superblock);
        CheckEntries(ref head, index);
        // Bits of the number of entries, entries in the index block, least in a data block, least pointers, bits of a page. A layout has the
        // third and fourth the other way round (H5O__layout_decode).
        var (bits, first, pointers, least, page) = (index.Settings[0], index.Settings[1], index.Settings[2], index.Settings[3], index.Settings[4]);
        foreach (var setting in (ReadOnlySpan<byte>)[bits, first, least, pointers, page])
        {
            if (head.Byte() != setting || setting == 0) throw Damaged();
        }
        if (bits > 64 || (least & (least - 1)) != 0 || (pointers & (pointers - 1)) != 0 || page > 30) throw Damaged();
        // Number and bytes of two kinds of blocks, then one more than the last entry that was set.
        head.Skip(4 * superblock.LengthBytes);
        CheckCount(head.Length(), index);
    }

    private void CheckTree(ChunkIndex index)
    {
        var head = new Piece(Head(index, "BTHD"u8, 16), superblock);
        head.Skip(5);
        // 10 without filters, 11 with: an entry, and the place of the chunk in each dimension.
        if (head.Byte() != (index.IsFiltered ? 11 : 10)) throw Damaged();
        head.Skip(4);
        if (head.Int16() != index.EntryBytes(superblock.AddressBytes) + 8 * index.Most.Length) throw Damaged();
    }

    // A file has room for the entries, or they are few: not all need be there.
    private void CheckCount(ulong entries, ChunkIndex index)
    {
        if (entries > AlwaysEntries + (ulong)(file.Length / index.EntryBytes(superblock.AddressBytes))) throw Damaged();
    }

    private static ulong ChunkCount(ChunkIndex index)
    {
        ulong chunks = 1;
        for (var i = 0; i < index.Most.Length; i++)
        {
            var along = index.Most[i] / index.Chunk[i] + (index.Most[i] % index.Chunk[i] == 0 ? 0UL : 1);
            if (along > 0 && chunks > uint.MaxValue / along) throw Damaged();
            chunks *= along;
        }
        return chunks;
    }

    // Version, then whether chunks go through filters, then the bytes of an entry.
    private void CheckEntries(ref Piece head, ChunkIndex index)
    {
        head.Skip(5);
        if (head.Byte() != (index.IsFiltered ? 1 : 0) || head.Byte() != index.EntryBytes(superblock.AddressBytes)) throw Damaged();
    }

    private byte[] Head(ChunkIndex index, ReadOnlySpan<byte> signature, int bytes)
    {
        var head = new byte[bytes];
        return index.Address <= (ulong)file.Length && file.TryRead(superblock.Base + (long)index.Address, head) && head.AsSpan().StartsWith(signature) ? head : throw Damaged();
    }

    private static Hdf5Exception Damaged() => new("the index of its chunks does not fit it");
}
