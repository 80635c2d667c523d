using System.Collections.Concurrent;

namespace Zenset.DuckDb.Native;

/// <summary>
/// What the table function finds its sources in. Held by the engine's catalog through a GC handle, so it does not refer to <see
/// cref="Engine"/>:
/// an engine that nobody disposed can still be finalized.
/// </summary>
internal sealed class SourceRegistry
{
    private readonly ConcurrentDictionary<long, ITableSource> _sources = new();
    private readonly ConcurrentDictionary<ulong, Session> _sessions = new();
    private long _lastId;

    public long Add(ITableSource source)
    {
        var id = Interlocked.Increment(ref _lastId);
        _sources[id] = source;
        return id;
    }

    public void Remove(long id) => _sources.TryRemove(id, out _);

    public ITableSource Find(long id) => _sources.TryGetValue(id, out var source)
        ? source
        : throw new InvalidOperationException(
            $"No table source {id} is registered with this engine; it may have been disposed before the query began.");

    public void AddSession(ulong connectionId, Session session) => _sessions[connectionId] = session;

    public void RemoveSession(ulong connectionId) => _sessions.TryRemove(connectionId, out _);

    /// <summary>The session of a connection; one that leads nowhere for the engine's own connections.</summary>
    public Session SessionOf(ulong connectionId) => _sessions.TryGetValue(connectionId, out var session) ? session : new Session();
}
