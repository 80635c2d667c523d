using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Zenset.DuckDb.Native.Handles;

namespace Zenset.DuckDb.Native;

/// <summary>The one place where state codes become exceptions. Text and type are read before their owner is destroyed.</summary>
internal static class Checked
{
    /// <summary>For functions that give no text.</summary>
    public static void State(Layouts.State state, string function)
    {
        if (state != Layouts.State.Success) throw new DuckDbException($"{function} failed; the engine gives no reason.", DuckDbErrorType.Unknown);
    }

    public static void Setting(Layouts.State state, string name, string value)
    {
        if (state != Layouts.State.Success)
            throw new DuckDbException($"The engine {Engine.LibraryVersion} refuses the setting {name} = '{value}'.", DuckDbErrorType.Settings);
    }

    /// <summary>After opening a database; frees the error text.</summary>
    public static void Opened(Layouts.State state, nint error)
    {
        var text = Marshal.PtrToStringUTF8(error);
        if (error != 0) NativeMethods.duckdb_free(error);
        if (state != Layouts.State.Success) throw new DuckDbException(text ?? "The database could not be opened.", ErrorText.TypeOf(text ?? ""));
    }

    public static void Prepared(Layouts.State state, PreparedStatementHandle statement, FailureContext context)
    {
        if (state != Layouts.State.Success) throw FromText(NativeMethods.duckdb_prepare_error(statement), context);
    }

    public static void Pending(Layouts.State state, PendingResultHandle pending, FailureContext context)
    {
        if (state != Layouts.State.Success) throw FromText(NativeMethods.duckdb_pending_error(pending), context);
    }

    public static void Result(Layouts.State state, ResultHandle result, PendingResultHandle pending, FailureContext context)
    {
        if (state == Layouts.State.Success) return;
        throw FromResult(result, context) ?? FromText(NativeMethods.duckdb_pending_error(pending), context);
    }

    /// <summary>After a fetch gave no chunk: throws if that was an error and not the end.</summary>
    public static void Fetched(ResultHandle result, FailureContext context)
    {
        if (FromResult(result, context) is { } failure) throw failure;
    }

    public static Exception FromText(string? text, FailureContext context)
    {
        text ??= "The engine gives no reason.";
        return ToException(text, ErrorText.TypeOf(text), context);
    }

    private static Exception? FromResult(ResultHandle result, FailureContext context)
    {
        if (NativeMethods.duckdb_result_error(result) is not { Length: > 0 } text) return null;
        var type = NativeMethods.duckdb_result_error_type(result);
        return ToException(text, type == DuckDbErrorType.Unknown ? ErrorText.TypeOf(text) : type, context);
    }

    private static Exception ToException(string text, DuckDbErrorType type, FailureContext context)
    {
        var kept = context.Session.TakeException();
        if (context.CancellationToken.IsCancellationRequested && (type == DuckDbErrorType.Interrupt || kept is OperationCanceledException))
            return new OperationCanceledException("The engine was interrupted because the operation was cancelled.", kept, context.CancellationToken);

        // What a table source threw to stop the query passes through unchanged, with its own stack.
        if (kept is OperationCanceledException) ExceptionDispatchInfo.Throw(kept);
        if (type != DuckDbErrorType.Interrupt) return new DuckDbException(text, type, context.Sql, kept);
        if (context.Session.InterruptRequested) return new OperationCanceledException("The engine was interrupted.", kept);

        // Nobody interrupted. A thread that fails interrupts the others, and the one that fetches a streaming result may see that before it
        // sees the error (DuckDB 1.5.5: 17 of 400 failures with four threads). The error of a source we still have; the
        // engine's own is lost.
        return kept is null
            ? new DuckDbException(
                "The engine stopped the query for an error whose text it lost (a race of streaming results). Run it again to see the error.",
                type, context.Sql)
            : new DuckDbException($"Invalid Input Error: {kept.Message}", DuckDbErrorType.InvalidInput, context.Sql, kept);
    }
}
