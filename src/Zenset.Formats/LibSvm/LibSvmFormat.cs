using System.Collections.Immutable;
using Zenset.Formats.LibSvm.Writing;

namespace Zenset.Formats.LibSvm;

/// <summary>The text of LIBSVM and SVMlight: a label, perhaps a query, and the entries of a sparse row.</summary>
/// <remarks>
/// LIBSVM's README ("The format of training and testing data files is"), and SVMlight's page for <c>qid</c> and comments. Both say that
/// indices begin with 1; many files begin with 0 all the same.
/// </remarks>
public sealed class LibSvmFormat : IFormat
{
    internal static readonly FormatOption<int?> IndexBaseOption = new(
        "index-base", "0|1|auto", "The index of the first feature.", "auto: what a comment of the file says, else 0 if any row has index 0 and 1 if none; written as the source had it, else 1",
        text => text switch { "0" => 0, "1" => 1, "auto" => null, _ => throw new FormatException() });

    internal static readonly FormatOption<string> LabelOption = new(
        "label", "FIELD", "The field that becomes the label.", "the target, else the field called label", text => text);

    /// <summary>Metadata that keeps the source's index of the first feature.</summary>
    internal const string IndexBaseKey = "libsvm:index-base";

    /// <inheritdoc/>
    public string Id => "libsvm";

    /// <inheritdoc/>
    public string Title => "LibSVM";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".libsvm", ".svmlight", ".svm"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["text/x-libsvm"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new()
    {
        CanWrite = true, IsText = true, StreamsOut = true, Loses = "names of fields, categories, widths of numbers, missing values; other than numbers is refused",
    };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [IndexBaseOption];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = [IndexBaseOption, LabelOption];

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => LibSvmErrors.All;

    /// <summary>For tests: bytes of a segment; null chooses by the size of the text.</summary>
    internal long? SegmentBytes { get; init; }

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head) => LibSvmShape.Matches(head) || head.HasExtension(Extensions) ? DetectionConfidence.Likely : DetectionConfidence.None;

    /// <inheritdoc/>
    public ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReader>(LibSvmReader.Open(request, SegmentBytes, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new LibSvmWriter(request));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => LibSvmLosses.Of(table, options);

    /// <inheritdoc/>
    public Obstacle? FindObstacle(TableShape table, OptionValues options) => LibSvmLosses.ObstacleOf(table, options);
}
