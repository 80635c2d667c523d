using System.Collections.Immutable;
using Zenset.Formats.Wide;

namespace Zenset.Formats;

/// <summary>
/// A format: everything Zenset knows of it, in one folder. The commands, their help, the documentation tables and the contract tests
/// read this and nothing else.
/// </summary>
public interface IFormat
{
    /// <summary>Lower-case id, as in <c>--format arff</c>.</summary>
    string Id { get; }

    /// <summary>Name for people.</summary>
    string Title { get; }

    /// <summary>File extensions with the dot, the usual one first.</summary>
    ImmutableArray<string> Extensions { get; }

    /// <summary>Media types, the registered one first.</summary>
    ImmutableArray<string> MediaTypes { get; }

    /// <summary>What it can hold.</summary>
    FormatCapabilities Capabilities { get; }

    /// <summary>Options for reading.</summary>
    ImmutableArray<FormatOption> ReadOptions { get; }

    /// <summary>Options for writing.</summary>
    ImmutableArray<FormatOption> WriteOptions { get; }

    /// <summary>The kinds of failure it can report.</summary>
    ImmutableArray<ErrorCode> Errors { get; }

    /// <summary>How sure it is that <paramref name="head"/> is its own. Content counts before the name. Never throws.</summary>
    DetectionConfidence Detect(SourceHead head);

    /// <summary>
    /// Opens a source: reads what is needed to name its tables and fields, and no more. The caller disposes the reader, which
    /// does not dispose the source.
    /// </summary>
    /// <exception cref="SourceDataException">The source is not of this format or is damaged; the message has the place.</exception>
    /// <exception cref="NotSupportedSourceException">It uses a feature that Zenset does not read.</exception>
    ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default);

    /// <summary>Opens a target. Only when <see cref="FormatCapabilities.CanWrite"/>.</summary>
    ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// What a table of these fields would lose in this format, written with these options. A rule with a predicate loses something only in rows for which the
    /// predicate is true; the exporter counts them before anything is written.
    /// </summary>
    IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options);

    /// <summary>
    /// Why such a table cannot be written in this format at all, lossy or not; null when it can. Asked before anything is written. A loss is
    /// for what can be left out and leaves a table behind; this is for what leaves none, such as text for a format of numbers, or
    /// more columns than it takes.
    /// </summary>
    Obstacle? FindObstacle(TableShape table, OptionValues options) => null;
}

/// <summary>How sure a format is. Greater is surer; the surest wins, and among equals the first in the catalogue.</summary>
public enum DetectionConfidence
{
    /// <summary>Not this format.</summary>
    None,
    /// <summary>It could be read, as almost anything could.</summary>
    Fallback,
    /// <summary>The name says so, or the content is typical without a signature.</summary>
    Likely,
    /// <summary>The content begins as only this format does.</summary>
    Certain,
}

/// <summary>What detection sees of a source: its first bytes, decompressed, and its name.</summary>
/// <param name="Name">File name without folders and without a compression extension.</param>
/// <param name="Bytes">Up to 64 KiB.</param>
/// <param name="IsWhole">These are all bytes of the source.</param>
public readonly record struct SourceHead(string Name, ReadOnlyMemory<byte> Bytes, bool IsWhole)
{
    /// <summary>The name ends in one of <paramref name="extensions"/>.</summary>
    public bool HasExtension(ImmutableArray<string> extensions)
    {
        var name = Name;
        return extensions.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>What a format can hold, in words for the tables of the docs and as facts for the commands.</summary>
public sealed record FormatCapabilities
{
    /// <summary>It can be written.</summary>
    public required bool CanWrite { get; init; }

    /// <summary>Several tables in one file.</summary>
    public bool ManyTables { get; init; }

    /// <summary>Lists, structs and maps.</summary>
    public bool Nested { get; init; }

    /// <summary>
    /// Vector and sparse fields are written as one column for each position, under the name that the features table has for it, so that
    /// this table goes with the main one and is no file of its own.
    /// </summary>
    public bool NamesFeatures { get; init; }

    /// <summary>
    /// Vector fields whose positions all have names are handed over as a column for each name, unless <see cref="WideTables.Option"/>, which is
    /// then one of the format's options for writing, says otherwise.
    /// </summary>
    public bool TakesColumns { get; init; }

    /// <summary>Text that gzip and zip are seen through for.</summary>
    public bool IsText { get; init; }

    /// <summary>It can be written to a stream that cannot seek.</summary>
    public bool StreamsOut { get; init; }

    /// <summary>What it loses, in a few words, for <c>zenset formats</c>.</summary>
    public required string Loses { get; init; }
}
