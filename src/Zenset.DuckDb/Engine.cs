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

    private readonly DatabaseHandle _database;
    private readonly SourceRegistry _registry = new();
    private readonly ConcurrentDictionary<Connection, bool> _connections = new();

    private readonly bool _measureProgress;

    private Engine(DatabaseHandle database, bool measureProgress) => (_database, _measureProgress) = (database, measureProgress);

    /// <summary>The version of the native library, such as <c>v1.5.5</c>.</summary>
    public static string LibraryVersion { get; } = NativeMethods.duckdb_library_version() ?? "unknown";

    /// <summary>Opens an empty in-memory database.</summary>
    /// <exception cref="DuckDbException">An option is refused; the message names it.</exception>
    public static Engine Open(EngineOptions? options = null)
    {
        using var config = CreateConfig(options ?? new EngineOptions());
        var state = NativeMethods.duckdb_open_ext(null, out var database, config, out var error);
        var handle = new DatabaseHandle(database);
        try
        {
            Checked.Opened(state, error);
            var engine = new Engine(handle, options is { MeasureProgress: true });
            using var connection = engine.Connect();
            SourceFunction.Register(connection.Handle, engine._registry);
            if (options is { LockConfiguration: true }) connection.Execute("SET lock_configuration = true");
            return engine;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection. The caller disposes it; those left are disposed with the engine.</summary>
    public Connection Connect()
    {
        Checked.State(NativeMethods.duckdb_connect(_database, out var connection), nameof(NativeMethods.duckdb_connect));
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

    /// <summary>Closes the connections and the database. Queries are to be finished or cancelled before.</summary>
    public void Dispose()
    {
        foreach (var connection in _connections.Keys) connection.Dispose();
        _database.Dispose();
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
