using Zenset.DuckDb;

namespace Zenset;

/// <summary>Failures inside the engine as the kinds that callers know.</summary>
public static class EngineFailures
{
    /// <summary>
    /// The failure to report: what a reader threw inside the engine rather than that the engine met it, and the engine's own failures
    /// as <see cref="EngineException"/> or, where a full disk is behind them, <see cref="StorageException"/>. Others come back as they are.
    /// </summary>
    public static Exception Translate(Exception failure) => failure switch
    {
        AggregateException { InnerExceptions: [var only] } => Translate(only),
        DuckDbException { InnerException: { } cause } => Translate(cause),
        DuckDbException { ErrorType: DuckDbErrorType.OutOfMemory } e => new EngineException(CoreErrors.OutOfMemory, Shorten(e.Message), e.Sql, "Raise --memory, or lower --threads.", e),
        DuckDbException { ErrorType: DuckDbErrorType.IO } e when e.Message.Contains("No space left on device", StringComparison.Ordinal) =>
            new StorageException(CoreErrors.StorageFull, Shorten(e.Message), fix: "Free some room, or choose another place.", inner: e),
        DuckDbException e => new EngineException(CoreErrors.Engine, Shorten(e.Message), e.Sql, inner: e),
        _ => failure,
    };

    /// <summary>As <see cref="Translate"/>, for a statement that a user wrote: what the engine refuses is <c>engine/sql</c>.</summary>
    public static Exception TranslateUserSql(Exception failure, string fix) => Translate(failure) switch
    {
        EngineException { Code: var code } e when code == CoreErrors.Engine => new EngineException(CoreErrors.Sql, WithoutKind(e.Problem), e.Sql, fix, e),
        var other => other,
    };

    // "Parser Error: …": the words after it say it all, to whoever wrote the statement.
    private static string WithoutKind(string message)
    {
        var at = message.IndexOf(" Error: ", StringComparison.Ordinal);
        return at is > 0 and < 30 ? message[(at + " Error: ".Length)..] : message;
    }

    // The engine puts the statement with a caret below its message; the statement around the user's words is not theirs.
    private static string Shorten(string message)
    {
        var end = message.AsSpan().IndexOfAny('\r', '\n');
        return Quoting.Shorten(end < 0 ? message : message[..end], 400);
    }
}
