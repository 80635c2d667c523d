using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arrow.Reading;
using Zenset.Formats.Wide;

namespace Zenset.Formats.Arrow.Writing;

/// <summary>Options of the three formats, which differ in how they compress when nobody says.</summary>
internal static class ArrowOptions
{
    /// <summary>What Arrow's libraries give to each other: some megabytes of a few columns.</summary>
    public const long DefaultBatchRows = 65_536;

    public static readonly FormatOption<long> BatchRows = new(
        "batch-rows", "N", "Rows of a record batch, 1 or more; a batch is cut off earlier at 64 MiB. Larger takes more memory to write and read, smaller more time.", "65,536",
        text => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) is >= 1 and <= 100_000_000 and var n ? n : throw new FormatException());

    /// <summary>How buffers are compressed; for a format that otherwise does as <paramref name="whenNotGiven"/> says.</summary>
    public static FormatOption<BufferCodec> Compression(string whenNotGiven) => new(
        "compression", "none|lz4|zstd", "How the buffers of batches are compressed. Not every reader knows how to undo it; without it a file can be mapped into memory.", whenNotGiven,
        text => text.ToLowerInvariant() switch
        {
            "none" or "uncompressed" => BufferCodec.None,
            "lz4" => BufferCodec.Lz4Frame,
            "zstd" when Zstd.IsAvailable => BufferCodec.Zstd,
            "zstd" => throw new ArgumentException("The engine's library has no zstd on this platform; take lz4."),
            _ => throw new FormatException(),
        });

    /// <summary>Options for writing, given that for compression.</summary>
    public static ImmutableArray<FormatOption> With(FormatOption compression) => [compression, BatchRows, WideTables.Option];
}
