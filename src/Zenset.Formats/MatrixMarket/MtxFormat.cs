using System.Collections.Immutable;
using System.Text;

namespace Zenset.Formats.MatrixMarket;

/// <summary>Matrix Market, the exchange format of NIST for sparse and dense matrices.</summary>
/// <remarks>NISTIR 5935.</remarks>
public sealed class MtxFormat : IFormat
{
    /// <summary>What the field is called: a matrix has no name.</summary>
    internal const string FieldName = "values";

    /// <inheritdoc/>
    public string Id => "mtx";

    /// <inheritdoc/>
    public string Title => "Matrix Market";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".mtx", ".mm"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["text/plain"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new()
    {
        CanWrite = true, IsText = true, StreamsOut = true,
        Loses = "names of fields, widths of numbers, missing values; other than numbers, or one sparse or vector field of them, is refused",
    };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = [];

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => MtxErrors.All;

    /// <summary>For tests: bytes of a segment; null chooses by the size of the text.</summary>
    internal long? SegmentBytes { get; init; }

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head)
    {
        var text = head.Bytes.Span;
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        if (text.Length > MtxHeader.Magic.Length && Ascii.EqualsIgnoreCase(text[..MtxHeader.Magic.Length], MtxHeader.Magic)) return DetectionConfidence.Certain;
        return head.HasExtension(Extensions) ? DetectionConfidence.Likely : DetectionConfidence.None;
    }

    /// <inheritdoc/>
    public ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReader>(MtxReader.Open(request, SegmentBytes, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new Writing.MtxWriter(request));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => Writing.MtxPlan.FindLosses(table);

    /// <inheritdoc/>
    public Obstacle? FindObstacle(TableShape table, OptionValues options) => Writing.MtxPlan.FindObstacle(table);
}
