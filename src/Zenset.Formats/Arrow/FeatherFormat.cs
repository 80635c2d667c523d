using System.Collections.Immutable;
using Zenset.Formats.Arrow.Reading;
using Zenset.Formats.Arrow.Writing;

namespace Zenset.Formats.Arrow;

/// <summary>Feather: V2 is an Arrow IPC file under another name, V1 a format of its own, which is only read.</summary>
/// <remarks>Arrow columnar format 1.5, "IPC File Format"; feather.fbs of Arrow 0.17.</remarks>
public sealed class FeatherFormat : IFormat
{
    private static readonly FormatOption<BufferCodec> Compression = ArrowOptions.Compression("lz4");

    /// <inheritdoc/>
    public string Id => "feather";

    /// <inheritdoc/>
    public string Title => "Feather";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".feather"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["application/x-feather"];

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
        FeatherBatches.Begins(head.Bytes.Span) ? DetectionConfidence.Certain
        : !head.HasExtension(Extensions) ? DetectionConfidence.None
        : IpcLayout.BeginsAsFile(head.Bytes.Span) ? DetectionConfidence.Certain
        : DetectionConfidence.Likely;

    /// <inheritdoc/>
    public async ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        await ArrowReader.OpenAsync(
            request,
            file => FeatherBatches.Begins(request.Source.Head.Bytes.Span) ? FeatherBatches.Open(file, request.Source.Name) : IpcBatches.Open(file, request.Source.Name, cancellationToken),
            null, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new ArrowWriter(request, isFile: true, request.Options.Get(Compression, BufferCodec.Lz4Frame)));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => ArrowLosses.Of(table);
}
