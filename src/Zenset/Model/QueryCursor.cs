using Zenset.DuckDb;

namespace Zenset.Model;

/// <summary>The rows of a query a few at a time, for chunks that hold fewer of them than the query's own. Used by one thread.</summary>
internal sealed class QueryCursor : IDisposable
{
    private readonly Connection? _own;
    private readonly Query _query;
    private int _taken;

    /// <summary>Runs a query on a connection of its own: one that is served by a source must not use that source's.</summary>
    public QueryCursor(Engine engine, string sql)
    {
        _own = engine.Connect();
        _query = _own.Query(sql);
    }

    /// <summary>Runs a query on somebody's connection.</summary>
    public QueryCursor(Connection connection, string sql, CancellationToken cancellationToken) => _query = connection.Query(sql, cancellationToken);

    /// <summary>The chunk that the rows are in.</summary>
    public Chunk Chunk => _query.Current;

    /// <summary>The first of them.</summary>
    public int From { get; private set; }

    /// <summary>Goes on to the next rows.</summary>
    /// <param name="most">Most of them.</param>
    /// <returns>How many there are; 0 at the end.</returns>
    public int Next(int most)
    {
        From += _taken;
        _taken = 0;
        if (From >= _query.Current.RowCount)
        {
            From = 0;
            if (!_query.Read()) return 0;
        }
        return _taken = Math.Min(_query.Current.RowCount - From, most);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _query.Dispose();
        _own?.Dispose();
    }
}
