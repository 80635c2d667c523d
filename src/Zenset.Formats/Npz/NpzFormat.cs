using System.Collections.Immutable;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Writing;
using Zenset.Formats.Npz.Writing;
using Zenset.Model;

namespace Zenset.Formats.Npz;

/// <summary>NumPy's archive of arrays, and SciPy's sparse matrix in one.</summary>
/// <remarks>numpy.savez, scipy.sparse.save_npz: a zip archive (APPNOTE) of npy files.</remarks>
public sealed class NpzFormat : IFormat
{
    internal static readonly FormatOption<bool> DeflateOption = new(
        "deflate", "yes|no", "Arrays are compressed, as by numpy.savez_compressed: smaller, but written and read more slowly.", "no: as by numpy.savez",
        text => text switch { "yes" => true, "no" => false, _ => throw new FormatException() });

    /// <inheritdoc/>
    public string Id => "npz";

    /// <inheritdoc/>
    public string Title => "NumPy npz";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".npz"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["application/x-npz"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new() { CanWrite = true, ManyTables = true, Nested = true, StreamsOut = true, Loses = "infinite dates; keys between tables" };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = [DeflateOption];

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => NpzErrors.All;

    /// <summary>For tests: rows of a segment; null chooses by the size of the arrays.</summary>
    internal long? SegmentRows { get; init; }

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head)
    {
        var bytes = head.Bytes.Span;
        var isNamed = head.HasExtension(Extensions);
        if (!bytes.StartsWith("PK\x03\x04"u8) || bytes.Length < 30) return isNamed ? DetectionConfidence.Likely : DetectionConfidence.None;
        var name = bytes.Slice(30, Math.Min(bytes.Length - 30, bytes[26] | bytes[27] << 8));
        return isNamed || name.EndsWith(".npy"u8) ? DetectionConfidence.Certain : DetectionConfidence.None;
    }

    /// <inheritdoc/>
    public async ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        await NpzReader.OpenAsync(request, SegmentRows, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new NpzWriter(request));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options)
    {
        foreach (var field in table.Fields)
        {
            if (MissingValues.Infinity(field) is { } infinity) yield return infinity;
            if (field.Type.Kind == FieldKind.Int64 && DtypeChoice.For(field.Type, field.SourceFormat) is { Kind: DtypeKind.TimeDelta })
                yield return new LossRule(field.Name, "the smallest number comes back as missing: it is NaT", $"{Sql.Name(field.Name)} = -9223372036854775808");
        }
    }

    /// <inheritdoc/>
    public Obstacle? FindObstacle(TableShape table, OptionValues options) => table.Fields.IsEmpty ? new Obstacle("it has no fields") : null;
}
