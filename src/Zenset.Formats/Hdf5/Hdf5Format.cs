using System.Collections.Immutable;

namespace Zenset.Formats.Hdf5;

/// <summary>The HDF Group's format: a tree of groups and typed arrays.</summary>
/// <remarks>HDF5 File Format Specification 3.0; read with the HDF Group's own library.</remarks>
public sealed class Hdf5Format : IFormat
{
    /// <summary>What a superblock begins with (§II).</summary>
    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    internal static readonly FormatOption<bool> JoinOption = new(
        "join-datasets", "yes|no", "Datasets of one group with the same number of rows become the fields of one table, when one of them has a value for each row.", "yes: they do",
        text => text switch { "yes" => true, "no" => false, _ => throw new FormatException() });

    /// <inheritdoc/>
    public string Id => "hdf5";

    /// <inheritdoc/>
    public string Title => "HDF5";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".h5", ".hdf5", ".hdf", ".h5ad"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["application/x-hdf5"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new() { CanWrite = false, ManyTables = true, Nested = true, Loses = "is not written yet" };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [JoinOption];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = [];

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => Hdf5Errors.All;

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head)
    {
        // A user block of 512, 1,024, 2,048, … bytes may come first (§II.A).
        var bytes = head.Bytes.Span;
        for (var at = 0; at + Signature.Length <= bytes.Length; at = at == 0 ? 512 : at * 2)
        {
            if (bytes[at..].StartsWith(Signature)) return DetectionConfidence.Certain;
        }
        return head.HasExtension(Extensions) ? DetectionConfidence.Likely : DetectionConfidence.None;
    }

    /// <inheritdoc/>
    public async ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        await Hdf5Reader.OpenAsync(request, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedSourceException(CoreErrors.CannotHold, "HDF5 is not written", fix: "Write another format.");

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => [];

    /// <inheritdoc/>
    public Obstacle? FindObstacle(TableShape table, OptionValues options) => null;
}
