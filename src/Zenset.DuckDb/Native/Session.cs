namespace Zenset.DuckDb.Native;

/// <summary>What the callbacks of table sources leave for the connection whose query they serve. Safe from several threads.</summary>
internal sealed class Session
{
    private readonly Lock _lock = new();
    private readonly List<ITableSource> _sources = [];
    private Exception? _exception;
    private volatile bool _interruptRequested;

    /// <summary>Whether we interrupted the statement, so that an "interrupted" is not the engine's own.</summary>
    public bool InterruptRequested
    {
        get => _interruptRequested;
        set => _interruptRequested = value;
    }

    /// <summary>A new statement begins.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _sources.Clear();
            _exception = null;
        }

        _interruptRequested = false;
    }

    /// <summary>Keeps the first exception of a statement; later ones follow from it.</summary>
    public void Keep(Exception exception)
    {
        lock (_lock) _exception ??= exception;
    }

    public Exception? TakeException()
    {
        lock (_lock)
        {
            var exception = _exception;
            _exception = null;
            return exception;
        }
    }

    public void Scans(ITableSource source)
    {
        lock (_lock) _sources.Add(source);
    }

    /// <summary>The sources of the statement that runs.</summary>
    public ITableSource[] Sources()
    {
        lock (_lock) return [.. _sources];
    }
}
