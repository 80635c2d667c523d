using System.Collections.Immutable;
using Zenset.Formats.Arrays;

namespace Zenset.Formats.Npy;

/// <summary>NumPy's file of one array.</summary>
/// <remarks>docs of numpy.lib.format.</remarks>
public sealed class NpyFormat : IFormat
{
    /// <summary>What the field of an array without members is called: the array has no name, and that of the file changes.</summary>
    internal const string FieldName = "values";

    internal static readonly FormatOption<bool> ColumnsOption = new(
        "array-columns", "yes|no", "Rows of a two-dimensional array of up to 1,000 columns become fields c0, c1, … in place of one vector.", "no: one vector field",
        text => text switch { "yes" => true, "no" => false, _ => throw new FormatException() });

    internal static readonly FormatOption<bool> MatrixOption = new(
        "matrix", "yes|no", "Fields of one numeric type become the columns of a two-dimensional array in place of the members of a structure; their names are lost.", "no: a structured array, unless the table came from a matrix",
        text => text switch { "yes" => true, "no" => false, _ => throw new FormatException() });

    /// <inheritdoc/>
    public string Id => "npy";

    /// <inheritdoc/>
    public string Title => "NumPy npy";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".npy"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["application/x-npy"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new()
    {
        CanWrite = true, Nested = true, StreamsOut = true,
        Loses = "missing values but NaT, categories, zones, the name of a single field; decimals become floating-point; lists and maps are refused",
    };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [ColumnsOption];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = [MatrixOption];

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => NpyErrors.All;

    /// <summary>For tests: rows of a segment; null chooses by the size of the array.</summary>
    internal long? SegmentRows { get; init; }

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head) =>
        head.Bytes.Span.StartsWith(NpyHeader.Magic) ? DetectionConfidence.Certain
        : head.HasExtension(Extensions) ? DetectionConfidence.Likely : DetectionConfidence.None;

    /// <inheritdoc/>
    public async ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        await NpyReader.OpenAsync(request, SegmentRows, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new Writing.NpyWriter(request));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => Writing.NpyLosses.Of(table, options);

    /// <inheritdoc/>
    public Obstacle? FindObstacle(TableShape table, OptionValues options) => Writing.NpyLosses.ObstacleOf(table, options);
}
