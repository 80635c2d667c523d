using System.Collections.Immutable;
using Zenset.Formats.Hdf5.Writing;

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

    /// <summary>Level of gzip when nobody says one: h5py's.</summary>
    internal const int DefaultGzip = 4;

    internal static readonly FormatOption<int> GzipOption = new(
        "gzip-level", "0-9", "How hard datasets are packed with gzip: 0 not at all, 9 takes the longest. Texts and bytes are never packed: HDF5 keeps them elsewhere.", "4, as h5py does",
        text => text is [>= '0' and <= '9'] ? text[0] - '0' : throw new FormatException());

    /// <inheritdoc/>
    public string Id => "hdf5";

    /// <inheritdoc/>
    public string Title => "HDF5";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".h5", ".hdf5", ".hdf", ".h5ad"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["application/x-hdf5"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new() { CanWrite = true, ManyTables = true, Nested = true, Loses = "zero characters in texts" };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [JoinOption];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = [GzipOption];

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
        ValueTask.FromResult<IWriter>(new Hdf5Writer(request));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => table.Fields.Select(TextEnds.Find).OfType<LossRule>();

    /// <inheritdoc/>
    public Obstacle? FindObstacle(TableShape table, OptionValues options) => table.Fields.IsEmpty ? new Obstacle("it has no fields") : null;
}
