namespace Zenset.DuckDb;

/// <summary>
/// The engine refused or failed. The message is the engine's own. When a table source of ours caused it, <see
/// cref="Exception.InnerException"/> is what the source threw.
/// </summary>
public sealed class DuckDbException : Exception
{
    /// <summary>Longest SQL text kept with the exception, in characters.</summary>
    public const int MaxSqlLength = 500;

    internal DuckDbException(string message, DuckDbErrorType errorType, string? sql = null, Exception? inner = null) : base(message, inner)
    {
        ErrorType = errorType;
        Sql = sql is { Length: > MaxSqlLength } ? string.Concat(sql.AsSpan(0, MaxSqlLength), "…") : sql;
    }

    /// <summary>The engine's own kind of error.</summary>
    public DuckDbErrorType ErrorType { get; }

    /// <summary>The statement, shortened to <see cref="MaxSqlLength"/> characters; null when there was none.</summary>
    public string? Sql { get; }
}
