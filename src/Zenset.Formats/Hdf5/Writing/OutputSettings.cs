using System.Numerics;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>How datasets are stored.</summary>
/// <param name="Gzip">Level of compression; 0 for none.</param>
/// <param name="ChunkBytes">Bytes of a chunk, about: each dataset that is being written keeps one in memory.</param>
internal sealed record OutputSettings(int Gzip, long ChunkBytes)
{
    // Together, the chunks of a table.
    private const long TableBytes = 64 << 20;

    /// <summary>Rows of the table; null when unknown, and for what has other rows.</summary>
    public long? Rows { get; init; }

    /// <summary>Settings for a table of so many datasets.</summary>
    public static OutputSettings For(int gzip, int datasets, long? rows) => new(gzip, Math.Clamp(TableBytes / Math.Max(1, datasets), 8 << 10, 256 << 10)) { Rows = rows };

    /// <summary>Rows of a chunk: a power of two, so that chunks of all datasets end together; no more than there are.</summary>
    public int ChunkRows(long rowBytes)
    {
        var rows = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, ChunkBytes / Math.Max(1, rowBytes) / 2 + 1));
        return (int)(Rows is { } all ? Math.Clamp(all, 1, rows) : rows);
    }
}
