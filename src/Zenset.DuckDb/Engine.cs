using System.Collections.Concurrent;
using Zenset.DuckDb.Native;
using Zenset.DuckDb.Native.Handles;

namespace Zenset.DuckDb;

/// <summary>
/// An in-memory database of the engine, in process. Safe from several threads; each works on its own <see cref="Connection"/>.
/// </summary>
public sealed class Engine : IDisposable
{
    private static long _lastFolder;

    private readonly Lazy<DatabaseHandle> _database;
    private readonly SourceRegistry _registry = new();
    private readonly ConcurrentDictionary<Connection, bool> _connections = new();

    private readonly Lock _threadsLock = new();
    private int _callers;
    private readonly bool _measureProgress;
    private readonly bool _isLocked;
    private readonly int? _threads;
    private bool _isDisposed;

    private Engine(EngineOptions options)
    {
        _database = new Lazy<DatabaseHandle>(() => OpenDatabase(options));
        _measureProgress = options.MeasureProgress;
        _isLocked = options.LockConfiguration;
        _threads = options.Threads;
    }

    /// <summary>The version of the native library, such as <c>v1.5.5</c>.</summary>
    public static string LibraryVersion { get; } = NativeMethods.duckdb_library_version() ?? "unknown";

    /// <summary>
    /// Makes the C library keep memory that the engine frees for its next use, instead of giving it back to the system. For a process that
    /// does one thing and ends: buffers of some MiB come and go with every row group, and each time the system clears their pages, about
    /// a tenth of an import. A process that lives on should not. False where it cannot be had (it needs glibc).
    /// </summary>
    public static bool KeepFreedMemory() => ProcessMemory.KeepFreed();

    /// <summary>Opens an empty in-memory database.</summary>
    /// <exception cref="DuckDbException">An option is refused; the message names it.</exception>
    public static Engine Open(EngineOptions? options = null)
    {
        var engine = new Engine(options ?? new EngineOptions());
        _ = engine._database.Value;
        return engine;
    }

    /// <summary>
    /// As <see cref="Open"/>, but returns at once: the native library is loaded and the database opened on another thread, and the first
    /// <see cref="Connect()"/> waits for it and throws what it threw. For a command that has something else to do first: loading takes
    /// some 60 ms.
    /// </summary>
    public static Engine OpenInBackground(EngineOptions? options = null)
    {
        var engine = new Engine(options ?? new EngineOptions());
        var thread = new Thread(engine.TryOpenDatabase) { IsBackground = true, Name = "engine" };
        thread.Start();
        return engine;
    }

    // The lazy value keeps the exception for those who ask for it.
    private void TryOpenDatabase()
    {
        try
        {
            _ = _database.Value;
        }
#pragma warning disable CA1031 // Nobody is there to catch it on this thread.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private DatabaseHandle OpenDatabase(EngineOptions options)
    {
        using var config = CreateConfig(options);
        var state = NativeMethods.duckdb_open_ext(null, out var database, config, out var error);
        var handle = new DatabaseHandle(database);
        try
        {
            Checked.Opened(state, error);
            using var connection = Connect(handle);
            SourceFunction.Register(connection.Handle, _registry);
            if (options.LockConfiguration) connection.Execute("SET lock_configuration = true");
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection. The caller disposes it; those left are disposed with the engine.</summary>
    public Connection Connect() => Connect(_database.Value);

    private Connection Connect(DatabaseHandle database)
    {
        Checked.State(NativeMethods.duckdb_connect(database, out var connection), nameof(NativeMethods.duckdb_connect));
        var opened = new Connection(new ConnectionHandle(connection), _registry, closed => _connections.TryRemove(closed, out _), _measureProgress);
        _connections[opened] = true;
        return opened;
    }

    /// <summary>Makes a source usable in SQL on every connection of this engine, under <see cref="RegisteredSource.Sql"/>.</summary>
    public RegisteredSource Register(ITableSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new RegisteredSource(_registry, source);
    }

    /// <summary>
    /// Until the returned object is disposed, every statement runs on the thread that asked for it: for callers that bring their own
    /// threads, one for each connection. Calls may overlap; the last one to end restores <see cref="EngineOptions.Threads"/>. Does nothing
    /// when the configuration is locked.
    /// </summary>
    public IDisposable WorkOnCallingThreads()
    {
        lock (_threadsLock)
        {
            if (_callers++ == 0 && !_isLocked) SetThreads("SET threads = 1");
        }
        return new CallingThreads(this);
    }

    private void EndCallingThreads()
    {
        lock (_threadsLock)
        {
            if (--_callers > 0 || _isLocked || _isDisposed) return;
            SetThreads(_threads is { } threads ? $"SET threads = {threads}" : "RESET threads");
        }
    }

    private void SetThreads(string sql)
    {
        using var connection = Connect();
        connection.Execute(sql);
    }

    private sealed class CallingThreads(Engine engine) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0) engine.EndCallingThreads();
        }
    }

    /// <summary>Closes the connections and the database. Queries are to be finished or cancelled before.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        foreach (var connection in _connections.Keys) connection.Dispose();
        // Waits for an opening under way; one that failed has nothing to close.
        TryOpenDatabase();
        if (_database.IsValueCreated) _database.Value.Dispose();
    }

    private static ConfigHandle CreateConfig(EngineOptions options)
    {
        Checked.State(NativeMethods.duckdb_create_config(out var created), nameof(NativeMethods.duckdb_create_config));
        var config = new ConfigHandle(created);
        try
        {
            foreach (var (name, value) in Settings(options)) Checked.Setting(NativeMethods.duckdb_set_config(config, name, value), name, value);
            return config;
        }
        catch
        {
            config.Dispose();
            throw;
        }
    }

    private static IEnumerable<(string Name, string Value)> Settings(EngineOptions options)
    {
        yield return ("autoinstall_known_extensions", "false");
        yield return ("autoload_known_extensions", "false");
        yield return ("preserve_insertion_order", options.PreserveOrder ? "true" : "false");
        // Without this the engine spills to a folder named .tmp under the current one.
        yield return ("temp_directory", options.TemporaryFolder
            ?? Path.Combine(Path.GetTempPath(), $"zenset-engine-{Environment.ProcessId}-{Interlocked.Increment(ref _lastFolder)}"));
        if (options.Threads is { } threads) yield return ("threads", $"{threads}");
        if (options.MemoryLimitBytes is { } bytes) yield return ("memory_limit", $"{bytes}B");
        if (!options.AllowExternalAccess) yield return ("enable_external_access", "false");
    }
}
