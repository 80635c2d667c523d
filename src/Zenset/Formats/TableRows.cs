using Zenset.DuckDb;

namespace Zenset.Formats;

/// <summary>The rows of a table that is written, chunk by chunk, in order. Used by one thread.</summary>
public abstract class TableRows : IDisposable
{
    /// <summary>The chunk that the last <see cref="Read"/> gave: a column for each field. Valid until the next.</summary>
    public abstract Chunk Current { get; }

    /// <summary>Goes to the next chunk, which has at least one row.</summary>
    /// <returns>False at the end.</returns>
    public abstract bool Read();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The rows of a query.</summary>
    public static TableRows Of(Query query) => new QueryRows(query);

    private sealed class QueryRows(Query query) : TableRows
    {
        public override Chunk Current => query.Current;

        public override bool Read() => query.Read();

        public override void Dispose() => query.Dispose();
    }
}
