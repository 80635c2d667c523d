namespace Zenset.Hdf5.Metadata;

/// <summary>The index of the chunks of a dataset, of a layout of version 4.</summary>
/// <param name="Kind">1 a single chunk, 2 one after the other, 3 fixed array, 4 extensible array, 5 B-tree.</param>
/// <param name="Settings">What the layout says of it.</param>
/// <param name="Address">Where it begins.</param>
internal sealed record ChunkIndex(int Kind, byte[] Settings, ulong Address)
{
    /// <summary>Dimensions of a chunk, and the bytes of an element.</summary>
    public ulong[] Chunk { get; init; } = [];

    /// <summary>Dimensions that the dataset may have.</summary>
    public ulong[] Most { get; init; } = [];

    /// <summary>Chunks go through filters.</summary>
    public bool IsFiltered { get; init; }

    /// <summary>Bytes of an entry of an array: an address; with filters, the bytes that the chunk has and a mask too.</summary>
    public int EntryBytes(int addressBytes)
    {
        if (!IsFiltered) return addressBytes;
        ulong bytes = 1;
        foreach (var n in Chunk) bytes *= n;
        // As many bytes as the size needs, and one more (H5D_FARRAY_FILT_COMPUTE_CHUNK_SIZE_LEN).
        return addressBytes + 4 + Math.Min(8, 1 + (System.Numerics.BitOperations.Log2(bytes) + 8) / 8);
    }
}
