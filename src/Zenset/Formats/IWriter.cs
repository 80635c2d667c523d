using Zenset.DuckDb;
using Zenset.Formats.Wide;

namespace Zenset.Formats;

/// <summary>Everything a format needs to open a target.</summary>
public sealed record WriteRequest
{
    /// <summary>Where to write.</summary>
    public required Target Target { get; init; }

    /// <summary>The engine that holds the tables.</summary>
    public required Engine Engine { get; init; }

    /// <summary>Options as given.</summary>
    public OptionValues Options { get; init; } = OptionValues.Empty;

    /// <summary>What is said about the dataset, for formats that can hold it.</summary>
    public required Model.DatasetDescription Description { get; init; }

    /// <summary>Name of the dataset.</summary>
    public required string DatasetName { get; init; }

    /// <summary>Called with the number of rows written so far.</summary>
    public Action<long>? OnRows { get; init; }
}

/// <summary>A table to be written.</summary>
/// <param name="Shape">Name, fields, metadata.</param>
/// <param name="Sql">
/// A SELECT of the fields in order, under their names, rows in order, each column of type <see cref="Zenset.Model.FieldEngine.TypeOf(Zenset.Model.Field)"/>
/// (nominal fields are ENUMs).
/// </param>
public sealed record TableToWrite(TableShape Shape, string Sql)
{
    /// <summary>
    /// The SELECT can be run more than once. Otherwise a writer that has to look twice keeps the rows in a temporary table of the engine.
    /// </summary>
    public bool CanRescan { get; init; } = true;

    /// <summary>The vectors that the fields are positions of, when the table is wide; null when each field is a column of its own.</summary>
    internal WideTable? Wide { get; init; }

    /// <summary>The same rows as the parts have them, when long vectors stand there in blocks; null when <see cref="Sql"/> is as good.</summary>
    internal CutTable? Cut { get; init; }

    /// <summary>
    /// Reads the rows. The same as running <see cref="Sql"/>, but that thousands of fields do not go through the engine one by one.
    /// </summary>
    /// <exception cref="DuckDbException">The engine failed.</exception>
    public TableRows OpenRows(Connection connection, CancellationToken cancellationToken = default) =>
        Wide is { } wide ? new UnfoldedRows(wide, connection, cancellationToken) : TableRows.Of(connection.Query(Sql, cancellationToken));
}

/// <summary>
/// An opened target. Tables are written one after the other. Nothing is visible under the target's name before
/// <see cref="CompleteAsync"/>; disposing without it leaves no trace.
/// </summary>
public interface IWriter : IAsyncDisposable
{
    /// <summary>Writes one table; returns the number of rows.</summary>
    ValueTask<long> WriteAsync(TableToWrite table, CancellationToken cancellationToken = default);

    /// <summary>Finishes the file and puts it in its place.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken = default);
}
