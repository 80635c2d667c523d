using System.Collections.Immutable;
using System.Text;
using Zenset.Formats.Arff.Writing;

namespace Zenset.Formats.Arff;

/// <summary>ARFF, the attribute-relation file format of Weka and OpenML.</summary>
public sealed class ArffFormat : IFormat
{
    /// <inheritdoc/>
    public string Id => "arff";

    /// <inheritdoc/>
    public string Title => "ARFF";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".arff"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["text/x-arff"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new()
    {
        CanWrite = true,
        NamesFeatures = true,
        IsText = true,
        StreamsOut = true,
        Loses = "narrow and unsigned types, decimals; as openml also dates (text), line breaks in text, NaN; other nested values become JSON",
    };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions => ArffOptions.ForReading;

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions => ArffOptions.ForWriting;

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => ArffErrors.All;

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head)
    {
        var text = head.Bytes.Span;
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        while (true)
        {
            text = text.TrimStart(" \t\r\n"u8);
            if (text.IsEmpty || text[0] != '%') break;
            var end = text.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0) break;
            text = text[(end + 1)..];
        }
        if (text.Length >= 9 && Ascii.EqualsIgnoreCase(text[..9], "@relation"u8)) return DetectionConfidence.Certain;
        return head.HasExtension(Extensions) ? DetectionConfidence.Likely : DetectionConfidence.None;
    }

    /// <inheritdoc/>
    public ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReader>(ArffReader.Open(request, cancellationToken: cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new ArffWriter(request));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => ArffLosses.Find(table, ArffOptions.DialectOf(options));
}
