using System.Collections.Immutable;
using Zenset.Formats.Csv.Writing;

namespace Zenset.Formats.Csv;

/// <summary>CSV and its kin: text with a delimiter between cells.</summary>
/// <remarks>RFC 4180 is what is written; what is read is whatever people call CSV.</remarks>
public sealed class CsvFormat : IFormat
{
    private readonly byte _delimiter;

    private CsvFormat(string id, string title, byte delimiter, ImmutableArray<string> extensions, ImmutableArray<string> mediaTypes)
    {
        Id = id;
        Title = title;
        _delimiter = delimiter;
        Extensions = extensions;
        MediaTypes = mediaTypes;
    }

    /// <summary>With a comma, when written; read with any delimiter.</summary>
    public static CsvFormat Comma() => new("csv", "CSV", (byte)',', [".csv"], ["text/csv", "application/csv"]);

    /// <summary>With a tab.</summary>
    public static CsvFormat Tab() => new("tsv", "TSV", (byte)'\t', [".tsv", ".tab"], ["text/tab-separated-values"]);

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public string Title { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; }

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new()
    {
        CanWrite = true,
        IsText = true,
        StreamsOut = true,
        NamesFeatures = true,
        Loses = "categories, roles, widths of numbers, units of time; lists and structs become JSON text",
    };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions => CsvOptions.ForReading;

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions => CsvWriteOptions.ForWriting;

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => CsvErrors.All;

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head)
    {
        if (head.HasExtension(Extensions)) return DetectionConfidence.Likely;
        // Any text could be a table; the one that has tabs is a TSV.
        var text = head.Bytes.Span;
        var isUtf16 = text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        if (text.IsEmpty || text.Contains((byte)0) && !isUtf16) return DetectionConfidence.None;
        return Id == "csv" || text.Contains((byte)'\t') && !text.Contains((byte)',') ? DetectionConfidence.Fallback : DetectionConfidence.None;
    }

    /// <inheritdoc/>
    public ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReader>(CsvReader.Open(request, _delimiter, cancellationToken: cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new CsvWriter(request, CsvWriteOptions.From(request.Options, _delimiter)));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options) => CsvLosses.Find(table, CsvWriteOptions.From(options, _delimiter));
}
