namespace Zenset.Formats.Hdf5.Reading;

/// <summary>How much of a dataset is in memory at a time.</summary>
internal static class BlockSizes
{
    private const long ScanBytes = 64 << 20;
    private const long MostBytes = 8 << 20;
    private const long LeastBytes = 256 << 10;
    private const int PointerRows = 2048;
    private const int MostRows = 1 << 20;

    /// <summary>Rows that are read at once.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="others">Datasets that the same scan reads.</param>
    public static int RowsOf(StoredDataset dataset, int others)
    {
        var budget = Math.Clamp(ScanBytes / Math.Max(1, others), LeastBytes, MostBytes);
        var rows = Math.Clamp(budget / Math.Max(1, dataset.RowBytes), 1, MostRows);
        // What texts and lists have elsewhere comes to it.
        if (dataset.Type.HasPointers) return (int)Math.Min(rows, PointerRows);
        if (dataset.ChunkRows is 0 or 1) return (int)rows;
        // Whole chunks, so that none is unpacked twice.
        if (rows >= dataset.ChunkRows) return (int)(rows / dataset.ChunkRows * dataset.ChunkRows);
        return others <= 4 && dataset.StripeBytes <= ScanBytes && dataset.ChunkRows <= MostRows * 16L ? (int)dataset.ChunkRows : (int)rows;
    }

    /// <summary>Blocks cut through chunks, which the library should therefore keep: bytes for it; 0 where they do not.</summary>
    public static long CacheOf(StoredDataset dataset, int others) =>
        dataset.ChunkRows <= 1 || RowsOf(dataset, others) % dataset.ChunkRows == 0 ? 0 : Math.Min(dataset.StripeBytes, 4 * ScanBytes / Math.Max(1, others));
}
