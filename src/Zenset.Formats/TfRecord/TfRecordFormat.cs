using System.Collections.Immutable;
using Zenset.Formats.TfRecord.Writing;
using Zenset.Formats.Wide;

namespace Zenset.Formats.TfRecord;

/// <summary>TFRecord files of tf.train.Example or tf.train.SequenceExample, as TensorFlow and TFX write them.</summary>
public sealed class TfRecordFormat : IFormat
{
    internal static readonly FormatOption<RecordContent> RecordsOption = new(
        "records", "auto|example|raw", "What the records are: tf.train.Example messages, or bytes that become one field. Wrong, it stops at the first record that is something else.",
        "Examples if the first record is one, else bytes",
        text => text switch { "auto" => RecordContent.Auto, "example" => RecordContent.Example, "raw" => RecordContent.Raw, _ => throw new FormatException() });

    /// <inheritdoc/>
    public string Id => "tfrecord";

    /// <inheritdoc/>
    public string Title => "TFRecord";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".tfrecord", ".tfrecords"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["application/x-tfrecord"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new()
    {
        // Not text, but packed with gzip as often as not.
        CanWrite = true, Nested = true, TakesColumns = true, IsText = true, StreamsOut = true,
        Loses = "widths of numbers (float64 becomes float32), categories; dates and times become text, structs one field for each member",
    };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [RecordsOption];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = [WideTables.Option];

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => TfRecordErrors.All;

    /// <summary>For tests: bytes of a segment; null chooses by the size of the file.</summary>
    internal long? SegmentBytes { get; init; }

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head)
    {
        var bytes = head.Bytes.Span;
        // A length and its checksum: one file in four thousand million begins so by accident.
        if (bytes.Length >= RecordFrame.HeaderBytes && RecordFrame.TryReadLength(bytes, out _) || RecordFile.BeginsAsZlib(bytes)) return DetectionConfidence.Certain;
        return head.HasExtension(Extensions) || head.Name.Contains("tfrecord-", StringComparison.OrdinalIgnoreCase) ? DetectionConfidence.Likely : DetectionConfidence.None;
    }

    /// <inheritdoc/>
    public async ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        await TfRecordReader.OpenAsync(request, SegmentBytes, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) => ValueTask.FromResult<IWriter>(new TfRecordWriter(request));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => TfRecordLosses.Of(table);

    /// <inheritdoc/>
    public Obstacle? FindObstacle(TableShape table, OptionValues options) =>
        table.Fields.IsEmpty ? new Obstacle("it has no fields, and a record is made of them") : null;
}
