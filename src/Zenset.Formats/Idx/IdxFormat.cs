using System.Collections.Immutable;

namespace Zenset.Formats.Idx;

/// <summary>IDX, the format of the MNIST database and those like it: one array of numbers.</summary>
public sealed class IdxFormat : IFormat
{
    /// <summary>What the field is called: the array has no name, and that of the file changes.</summary>
    internal const string FieldName = "values";

    /// <inheritdoc/>
    public string Id => "idx";

    /// <inheritdoc/>
    public string Title => "IDX";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".idx", ".idx1-ubyte", ".idx2-ubyte", ".idx3-ubyte", ".idx4-ubyte"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["application/octet-stream"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new()
    {
        CanWrite = true, StreamsOut = true,
        Loses = "the name of the field, missing values; other than one field of uint8, int8, int16, int32, float32, float64 or vectors of them is refused",
    };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = [];

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => IdxErrors.All;

    /// <summary>For tests: rows of a segment; null chooses by the size of the array.</summary>
    internal long? SegmentRows { get; init; }

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head)
    {
        var isNamed = head.HasExtension(Extensions) || head.Name.EndsWith("-ubyte", StringComparison.OrdinalIgnoreCase);
        // The magic is two zeros and two small numbers, as other data may begin: the name, or the whole size, makes it certain.
        if (IdxHeader.Parse(head.Bytes.Span) is not { } shape) return isNamed ? DetectionConfidence.Likely : DetectionConfidence.None;
        if (isNamed) return DetectionConfidence.Certain;
        var bytes = shape.Lengths.Aggregate((Int128)shape.Type.Bytes, (product, n) => product > long.MaxValue ? product : product * n) + IdxHeader.Bytes(shape.Lengths.Length);
        return head.IsWhole == (bytes <= Source.HeadBytes) && (!head.IsWhole || bytes == head.Bytes.Length) ? DetectionConfidence.Likely : DetectionConfidence.None;
    }

    /// <inheritdoc/>
    public async ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        await IdxReader.OpenAsync(request, SegmentRows, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new IdxWriter(request));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => IdxPlan.FindLosses(table);

    /// <inheritdoc/>
    public Obstacle? FindObstacle(TableShape table, OptionValues options) => IdxPlan.FindObstacle(table);
}
