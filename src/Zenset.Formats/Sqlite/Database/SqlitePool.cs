using System.Collections.Concurrent;

namespace Zenset.Formats.Sqlite.Database;

/// <summary>Connections to one file, to be used again: each parses the whole schema when it is opened. Safe from several threads.</summary>
internal sealed class SqlitePool(string path) : IDisposable
{
    private readonly ConcurrentBag<SqliteDatabase> _idle = [];
    private volatile bool _isClosed;

    /// <summary>A connection for the caller alone, to be returned.</summary>
    /// <exception cref="SqliteFailure">It cannot be opened.</exception>
    public SqliteDatabase Rent() => _idle.TryTake(out var database) ? database : SqliteDatabase.OpenRead(path);

    /// <summary>Takes a connection back, all of whose statements are disposed.</summary>
    public void Return(SqliteDatabase database)
    {
        if (_isClosed) database.Dispose();
        else _idle.Add(database);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        while (_idle.TryTake(out var database)) database.Dispose();
    }
}
