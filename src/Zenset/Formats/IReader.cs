using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats;

/// <summary>What to do with a row that cannot be read.</summary>
public enum OnError
{
    /// <summary>Stop with its place; nothing is committed.</summary>
    Stop,
    /// <summary>Count it, report it, keep it in a file, go on.</summary>
    Skip,
}

/// <summary>Everything a format needs to open a source.</summary>
public sealed record ReadRequest
{
    /// <summary>The source; it outlives the reader.</summary>
    public required Source Source { get; init; }

    /// <summary>The engine, for formats that the engine reads itself.</summary>
    public required Engine Engine { get; init; }

    /// <summary>Options as given.</summary>
    public OptionValues Options { get; init; } = OptionValues.Empty;

    /// <summary>Field types the user insists on, by field name.</summary>
    public IReadOnlyDictionary<string, FieldType> Types { get; init; } = ImmutableDictionary<string, FieldType>.Empty;

    /// <summary>The field that models predict, if the user names one. It stays a field of its own where thousands share one.</summary>
    public string? Target { get; init; }

    /// <summary>What to do with a bad row.</summary>
    public OnError OnError { get; init; }

    /// <summary>Take the strict reading of the format where it has a lenient one.</summary>
    public bool Strict { get; init; }

    /// <summary>Where rejected rows go when <see cref="OnError"/> is Skip.</summary>
    public RejectedRows? Rejected { get; init; }

    /// <summary>Number of segments that will be read at once: a hint for their size, which never changes the result.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;
}

/// <summary>An opened source.</summary>
public interface IReader : IAsyncDisposable
{
    /// <summary>What the source says about itself.</summary>
    DatasetDescription Description { get; }

    /// <summary>Its tables, in order.</summary>
    IReadOnlyList<ITable> Tables { get; }

    /// <summary>What was noticed so far. Grows while tables are read; complete afterwards.</summary>
    IReadOnlyList<Finding> Findings { get; }

    /// <summary>Reading options in effect, given or found out: kept in the manifest.</summary>
    ImmutableSortedDictionary<string, string> Options { get; }

    /// <summary>
    /// A failure of the engine while it read <paramref name="table"/>, told in terms of the source; null when the source is not at fault.
    /// For formats whose rows the engine reads itself.
    /// </summary>
    ZensetException? Explain(ITable table, DuckDbException failure) => null;
}

/// <summary>A table of an opened source.</summary>
public interface ITable
{
    /// <summary>Name; becomes the resource's.</summary>
    string Name { get; }

    /// <summary>
    /// Fields, in order. May be widened by reading (see <see cref="FieldsWidenedException"/>) and may gain categories by it.
    /// </summary>
    ImmutableArray<Field> Fields { get; }

    /// <summary>Key-value metadata to keep.</summary>
    ImmutableSortedDictionary<string, string> SourceMetadata { get; }

    /// <summary>Names of the fields that tell rows apart, as the source declares it; empty when it does not.</summary>
    ImmutableArray<string> PrimaryKey => [];

    /// <summary>Keys into other tables of the source, by their names; into itself under an empty name.</summary>
    ImmutableArray<ForeignKey> ForeignKeys => [];

    /// <summary>Where the rows come from. Each call begins anew.</summary>
    TableContent OpenContent();
}

/// <summary>Where the rows of a table come from. A closed set.</summary>
public abstract record TableContent
{
    private TableContent() { }

    /// <summary>
    /// Segments parsed by the format. The engine type of a column is <see cref="Zenset.Model.FieldEngine.TypeOf(Field)"/> of its field.
    /// </summary>
    public sealed record Segmented(ISegments Segments) : TableContent;

    /// <summary>
    /// A SELECT that the engine runs itself, rows in order, columns named and typed as the fields are.
    /// </summary>
    public sealed record Relation(string Sql, long? RowEstimate) : TableContent;

    /// <summary>
    /// A local Parquet file that is within the portable subset, whose columns already are what would be stored: its bytes can be
    /// taken as a part. <paramref name="Sql"/> is the same rows as a relation.
    /// </summary>
    public sealed record PortableParquet(string Path, string Sql, long Rows) : TableContent
    {
        /// <summary>
        /// Pieces that can be read on their own, in row order: each a SELECT of whole row groups. Empty when the rows can only be read as one.
        /// </summary>
        public ImmutableArray<RowPiece> Pieces { get; init; } = [];
    }
}

/// <summary>Some rows of a relation.</summary>
/// <param name="Sql">A SELECT of them, in order.</param>
/// <param name="Rows">How many.</param>
public readonly record struct RowPiece(string Sql, long Rows);

/// <summary>
/// The segments of a table: independent pieces of the source, each of whole rows, in row order. How a source is cut depends on its
/// bytes only, never on the number of cores, so that an import gives the same parts everywhere.
/// </summary>
public interface ISegments : IDisposable
{
    /// <summary>Number of rows of all, when it can be told.</summary>
    long? RowEstimate { get; }

    /// <summary>
    /// The next segment, or null at the end. Safe from several threads; may wait for input. A caller disposes a segment when it
    /// has been read.
    /// </summary>
    ISegment? Next(CancellationToken cancellationToken);
}

/// <summary>One segment: the engine reads it once, with one scan.</summary>
public interface ISegment : ITableSource, IDisposable
{
    /// <summary>Place among the segments, from 0.</summary>
    int Index { get; }

    /// <summary>Bytes of the (decompressed) source read so far, for progress.</summary>
    long BytesRead { get; }
}

/// <summary>
/// Thrown by a reader when rows do not fit the types found so far and wider ones do. <see cref="ITable.Fields"/> already has them;
/// the caller drops what it has written of the table and opens its content again.
/// </summary>
public sealed class FieldsWidenedException(string table, string reason) : Exception($"Fields of '{table}' were widened: {reason}")
{
    /// <summary>Why, for a person: which field, from what to what, because of which row.</summary>
    public string Reason { get; } = reason;
}
