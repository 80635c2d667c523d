namespace Zenset.DuckDb;

/// <summary>How an engine runs. Extensions are never installed or loaded from the network, whatever is set here.</summary>
public sealed record EngineOptions
{
    /// <summary>Threads that work on queries; default null, one per core.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Bytes the engine may use before it spills to <see cref="TemporaryFolder"/>; default null, 80 % of the machine's memory.
    /// </summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>
    /// Where the engine spills to; default null, a new folder under the system's temporary folder, made when it is needed and removed
    /// at the end.
    /// </summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>
    /// Whether rows come out in the order they went in; default true. False lets a table source be scanned by several threads at once.
    /// </summary>
    public bool PreserveOrder { get; init; } = true;

    /// <summary>
    /// Whether SQL may read and write files and attach databases; default true. False is for SQL from outside: it then sees tables and
    /// sources only.
    /// </summary>
    public bool AllowExternalAccess { get; init; } = true;

    /// <summary>
    /// Whether SQL is kept from changing settings; default false. True goes with SQL from outside; the engine then tells no progress of
    /// its own
    /// (<see cref="Connection.Progress"/> knows that of table sources only).
    /// </summary>
    public bool LockConfiguration { get; init; }

    /// <summary>
    /// Whether the engine measures how far a statement is (<see cref="Connection.Progress"/>); default false, since it then asks every
    /// thread under locks all the time: about a sixth of an import. Progress of table sources is known without it.
    /// </summary>
    public bool MeasureProgress { get; init; }
}
