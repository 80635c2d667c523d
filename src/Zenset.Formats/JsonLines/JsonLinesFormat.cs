using System.Collections.Immutable;
using System.Text.Json;
using Zenset.Formats.Wide;

namespace Zenset.Formats.JsonLines;

/// <summary>JSON Lines (NDJSON): an object on each line. Also read: one array of objects.</summary>
/// <remarks>JSON is RFC 8259; JSON Lines is https://jsonlines.org.</remarks>
public sealed class JsonLinesFormat : IFormat
{
    internal static readonly FormatOption<bool> OmitMissingOption = new(
        "missing-key", "null|omit", "How a missing value is written: as null, or by leaving its key out.", "null",
        text => text switch { "null" => false, "omit" => true, _ => throw new FormatException() });

    /// <inheritdoc/>
    public string Id => "jsonl";

    /// <inheritdoc/>
    public string Title => "JSON Lines";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".jsonl", ".ndjson"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["application/jsonl", "application/x-ndjson"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new()
    {
        CanWrite = true, Nested = true, TakesColumns = true, IsText = true, StreamsOut = true, Loses = "NaN and infinities; categories, widths of numbers and types that JSON writes as text",
    };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = [OmitMissingOption, WideTables.Option];

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => JsonLinesErrors.All;

    /// <summary>For tests: bytes of a segment; null chooses by the size of the text.</summary>
    internal long? SegmentBytes { get; init; }

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head)
    {
        var isNamed = head.HasExtension(Extensions);
        var text = head.Bytes.Span;
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) text = text[3..];
        text = text.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[')) return isNamed ? DetectionConfidence.Likely : DetectionConfidence.None;
        if (text[0] == '[')
        {
            // Objects in an array; an array of anything else is no table.
            var item = text[1..].TrimStart(" \t\r\n"u8);
            return item.Length > 0 && item[0] == '{' ? DetectionConfidence.Likely : isNamed ? DetectionConfidence.Likely : DetectionConfidence.None;
        }
        var end = text.IndexOf((byte)'\n');
        // A longer first row than the head: its beginning must do.
        var isWhole = end >= 0 || head.IsWhole;
        var line = end < 0 ? text : text[..end];
        try
        {
            var reader = new Utf8JsonReader(line, isWhole, new JsonReaderState(new JsonReaderOptions { MaxDepth = JsonLine.MaxDepth }));
            while (reader.Read())
            {
            }
            return isWhole || isNamed ? DetectionConfidence.Certain : DetectionConfidence.Likely;
        }
        catch (JsonException)
        {
            return isNamed ? DetectionConfidence.Likely : DetectionConfidence.None;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReader>(JsonLinesReader.Open(request, SegmentBytes, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new JsonLinesWriter(request));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => JsonLosses.Of(table, options);
}
