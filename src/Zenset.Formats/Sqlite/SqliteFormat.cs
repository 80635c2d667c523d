using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Sqlite.Schema;
using Zenset.Formats.Sqlite.Writing;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Formats.Sqlite;

/// <summary>SQLite databases: every ordinary table is a table, with its keys.</summary>
/// <remarks>https://sqlite.org/fileformat2.html</remarks>
public sealed class SqliteFormat : IFormat
{
    // SQLITE_MAX_COLUMN, as SQLite is built everywhere (https://sqlite.org/limits.html).
    private const int MostColumns = 2000;

    internal static readonly FormatOption<bool> NaNOption = new(
        "nan", "null|text", "What is written for NaN, which SQLite has no number for: a missing value, or the text NaN, which is read as a number again.", "null",
        text => text switch { "null" => false, "text" => true, _ => throw new FormatException() });

    /// <inheritdoc/>
    public string Id => "sqlite";

    /// <inheritdoc/>
    public string Title => "SQLite";

    /// <inheritdoc/>
    public ImmutableArray<string> Extensions { get; } = [".sqlite", ".sqlite3", ".db"];

    /// <inheritdoc/>
    public ImmutableArray<string> MediaTypes { get; } = ["application/vnd.sqlite3"];

    /// <inheritdoc/>
    public FormatCapabilities Capabilities { get; } = new() { CanWrite = true, ManyTables = true, Nested = true, TakesColumns = true, Loses = "NaN, unless --nan text; the sign of -0" };

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> ReadOptions { get; } = [];

    /// <inheritdoc/>
    public ImmutableArray<FormatOption> WriteOptions { get; } = [NaNOption, WideTables.Option];

    /// <inheritdoc/>
    public ImmutableArray<ErrorCode> Errors => SqliteErrors.All;

    /// <summary>For tests: bytes of a segment; null chooses by the size of the file.</summary>
    internal long? SegmentBytes { get; init; }

    /// <inheritdoc/>
    public DetectionConfidence Detect(SourceHead head) =>
        head.Bytes.Span.StartsWith("SQLite format 3\0"u8) ? DetectionConfidence.Certain
        : head.HasExtension([".sqlite", ".sqlite3"]) ? DetectionConfidence.Likely
        : DetectionConfidence.None;

    /// <inheritdoc/>
    public async ValueTask<IReader> OpenReaderAsync(ReadRequest request, CancellationToken cancellationToken = default) =>
        await SqliteReader.OpenAsync(request, SegmentBytes, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IWriter> OpenWriterAsync(WriteRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IWriter>(new SqliteWriter(request));

    /// <inheritdoc/>
    public IEnumerable<LossRule> FindLosses(TableShape table, OptionValues options)
    {
        foreach (var field in table.Fields.Where(f => f.Type.Kind is FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64))
        {
            var name = Sql.Name(field.Name);
            if (!options.Get(NaNOption, false)) yield return new LossRule(field.Name, "SQLite has no NaN; a missing value is written (--nan text keeps it)", $"isnan({name})");
            // A whole number in a REAL column is kept as an integer, which has no sign at 0.
            yield return new LossRule(field.Name, "the sign of -0 is not kept", $"({name} = 0 AND signbit({name}))");
        }
    }

    /// <inheritdoc/>
    public Obstacle? FindObstacle(TableShape table, OptionValues options)
    {
        if (table.Fields.IsEmpty) return new Obstacle("a table of SQLite needs a column");
        if (table.Name.Equals(FieldsTable.Name, StringComparison.OrdinalIgnoreCase)) return new Obstacle($"the name {FieldsTable.Name} is that of a table which says what fields are", "Rename the resource.");
        return table.Fields.Length <= MostColumns ? null : new Obstacle(
            string.Create(CultureInfo.InvariantCulture, $"a table of SQLite has at most {MostColumns:N0} columns, and this one has {table.Fields.Length:N0} fields"),
            "Choose fields with --columns, or keep the numbers of a wide table in one vector field with --wide vectors.");
    }
}
