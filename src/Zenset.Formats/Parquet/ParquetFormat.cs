using System.Collections.Immutable;
using Zenset.Formats.Wide;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>Apache Parquet: columns in pages, read and written by the engine under a schema that is ours.</summary>
/// <remarks>Apache Parquet format 2.11 (parquet.thrift, LogicalTypes.md).</remarks>
public sealed class ParquetFormat : IFormat
{
    internal static readonly FormatOption<string> CompressionOption = new(
        "compression", "zstd|snappy|gzip|none", "How pages are compressed. Every reader knows snappy and gzip; zstd is smaller and as fast.", "zstd",
        text => text.ToLowerInvariant() switch { "zstd" => "zstd", "snappy" => "snappy", "gzip" => "gzip", "none" or "uncompressed" => "uncompressed", _ => throw new FormatException() });

    internal static readonly FormatOption<long> RowGroupRowsOption = new(
        "row-group-rows", "N", "Rows of a row group, 2,048 or more. Larger compresses better, smaller takes less memory to read.", "122,880, fewer of more than 500 columns",
        text => long.Parse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture) is >= 2048 and <= 100_000_000 and var n ? n : throw new FormatException());

    /// <inheritdoc/>
    public string Id => "parquet";

    /// <inheritdoc/>
    public string Title => "Apache Parquet";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".parquet", ".pq"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["application/vnd.apache.parquet"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new()
    {
        CanWrite = true, Nested = true, TakesColumns = true, Loses = "nothing",
    };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = [CompressionOption, RowGroupRowsOption, WideTables.Option];

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => ParquetErrors.All;

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head) =>
        head.Bytes.Span.StartsWith("PAR1"u8) || head.Bytes.Span.StartsWith("PARE"u8) ? DetectionConfidence.Certain
        : head.HasExtension(Extensions) ? DetectionConfidence.Likely
        : DetectionConfidence.None;

    /// <inheritdoc/>
    public async ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default)
    {
        var file = await request.Source.OpenPlainFileAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return ParquetReader.Open(request, file, cancellationToken);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new ParquetWriter(request));

    /// <inheritdoc/>
    /// <remarks>What Parquet has no type for is stored in one that holds it, and <c>zenset:fields</c> keeps the rest.</remarks>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => [];
}
