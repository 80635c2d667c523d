using System.Collections.Immutable;
using Zenset.Formats.Arrow.Reading;
using Zenset.Formats.Arrow.Writing;

namespace Zenset.Formats.Arrow;

/// <summary>Arrow IPC streams: a schema, then record batches, readable from front to back.</summary>
/// <remarks>Arrow columnar format 1.5, "IPC Streaming Format".</remarks>
public sealed class ArrowStreamFormat : IFormat
{
    private static readonly FormatOption<BufferCodec> Compression = ArrowOptions.Compression("none");

    /// <inheritdoc/>
    public string Id => "arrow-stream";

    /// <inheritdoc/>
    public string Title => "Arrow IPC stream";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".arrows", ".arrow_stream", ".stream"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["application/vnd.apache.arrow.stream"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new() { CanWrite = true, Nested = true, TakesColumns = true, StreamsOut = true, Loses = "infinite dates" };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = ArrowOptions.With(Compression);

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => ArrowErrors.All;

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head) =>
        IpcLayout.BeginsAsStream(head.Bytes) ? DetectionConfidence.Certain
        : head.HasExtension(Extensions) ? DetectionConfidence.Likely
        : DetectionConfidence.None;

    /// <inheritdoc/>
    public async ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        await ArrowReader.OpenAsync(request, file => IpcBatches.Open(file, request.Source.Name, cancellationToken), null, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new ArrowWriter(request, isFile: false, request.Options.Get(Compression, BufferCodec.None)));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => ArrowLosses.Of(table);
}
