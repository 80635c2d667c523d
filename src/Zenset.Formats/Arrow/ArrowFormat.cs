using System.Collections.Immutable;
using Zenset.Formats.Arrow.Reading;
using Zenset.Formats.Arrow.Writing;

namespace Zenset.Formats.Arrow;

/// <summary>Arrow IPC files: record batches, and a footer that says where they stand.</summary>
/// <remarks>Arrow columnar format 1.5, "IPC File Format".</remarks>
public sealed class ArrowFormat : IFormat
{
    private static readonly FormatOption<BufferCodec> Compression = ArrowOptions.Compression("none");

    /// <inheritdoc/>
    public string Id => "arrow";

    /// <inheritdoc/>
    public string Title => "Arrow IPC file";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".arrow", ".arrow_file", ".ipc"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["application/vnd.apache.arrow.file"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new() { CanWrite = true, Nested = true, TakesColumns = true, StreamsOut = true, Loses = "infinite dates" };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = ArrowOptions.With(Compression);

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => ArrowErrors.All;

    /// <summary>For tests: bytes of a segment; null chooses by the size of the file.</summary>
    internal long? SegmentBytes { get; init; }

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head) =>
        IpcLayout.BeginsAsFile(head.Bytes.Span) ? DetectionConfidence.Certain
        : head.HasExtension(Extensions) ? DetectionConfidence.Likely
        : DetectionConfidence.None;

    /// <inheritdoc/>
    public async ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        await ArrowReader.OpenAsync(request, file => IpcBatches.Open(file, request.Source.Name, cancellationToken), SegmentBytes, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new ArrowWriter(request, isFile: true, request.Options.Get(Compression, BufferCodec.None)));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => ArrowLosses.Of(table);
}
