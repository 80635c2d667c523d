using Zenset.DuckDb;

namespace Zenset.Cli;

/// <summary>Failures of the layers below, as the kinds that the exit codes know.</summary>
internal static class Failures
{
    /// <summary>The failure that a user is told: what a reader threw inside the engine, not that the engine met it.</summary>
    public static Exception Translate(Exception failure) => failure switch
    {
        AggregateException { InnerExceptions: [var only] } => Translate(only),
        DuckDbException { InnerException: { } cause } when cause is not DuckDbException => Translate(cause),
        DuckDbException { ErrorType: DuckDbErrorType.OutOfMemory } e => new EngineException(CoreErrors.OutOfMemory, FirstLine(e.Message), e.Sql, "Raise --memory, or lower --threads.", e),
        DuckDbException e => new EngineException(CoreErrors.Engine, FirstLine(e.Message), e.Sql, inner: e),
        _ => failure,
    };

    /// <summary>A mistake in SQL that the user wrote: the engine's words without the statement that we put around it.</summary>
    public static Exception TranslateUserSql(DuckDbException failure, string fix) => Translate(failure) is EngineException { Code: var code } e && code == CoreErrors.Engine
        ? new EngineException(CoreErrors.Sql, FirstLine(failure.Message), failure.Sql, fix, e)
        : Translate(failure);

    // The engine adds the statement with a caret below its message; ours is not the user's.
    private static string FirstLine(string message)
    {
        var end = message.AsSpan().IndexOfAny('\r', '\n');
        return Quoting.Shorten(end < 0 ? message : message[..end], 400);
    }
}
