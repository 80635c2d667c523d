using Zenset.DuckDb.Native;
using Zenset.DuckDb.Native.Handles;

namespace Zenset.DuckDb;

/// <summary>
/// A connection: one statement at a time, used by one thread at a time; <see cref="Interrupt"/> and <see cref="Progress"/> may be
/// called from any.
/// A new statement ends a <see cref="Query"/> that was not read to its end.
/// </summary>
public sealed class Connection : IDisposable
{
    private readonly SourceRegistry _registry;
    private readonly Action<Connection> _closed;
    private readonly ulong _id;
    private Query? _current;

    internal Connection(ConnectionHandle handle, SourceRegistry registry, Action<Connection> closed, bool measureProgress)
    {
        (Handle, _registry, _closed) = (handle, registry, closed);
        NativeMethods.duckdb_connection_get_client_context(handle, out var context);
        using (var contextHandle = new ClientContextHandle(context)) _id = NativeMethods.duckdb_client_context_get_connection_id(contextHandle);
        registry.AddSession(_id, Session);
        if (measureProgress) EnableProgress();
    }

    internal ConnectionHandle Handle { get; }

    internal Session Session { get; } = new();

    /// <summary>
    /// How far the running statement is. Of table sources it is the mean of their own progress, as the engine cannot ask them.
    /// </summary>
    public QueryProgress Progress
    {
        get
        {
            var progress = NativeMethods.duckdb_query_progress(Handle);
            var sources = Session.Sources();
            if (sources.Length > 0) return new QueryProgress(Math.Clamp(sources.Average(source => source.Progress), 0, 1), 0, 0);
            return progress.percentage < 0
                ? new QueryProgress(null, 0, 0)
                : new QueryProgress(Math.Min(progress.percentage / 100, 1), (long)progress.rows_processed, (long)progress.total_rows_to_process);
        }
    }

    /// <summary>
    /// Stops the running statement, which then throws <see cref="OperationCanceledException"/>. Nothing happens when none runs.
    /// </summary>
    public void Interrupt()
    {
        Session.InterruptRequested = true;
        NativeMethods.duckdb_interrupt(Handle);
    }

    /// <summary>Runs one or more statements, one after the other.</summary>
    /// <returns>Rows that the last statement changed (inserted, copied, updated, deleted); 0 for others.</returns>
    /// <exception cref="DuckDbException">The engine refused or failed; statements before the failed one have taken effect.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public long Execute(string sql, CancellationToken cancellationToken = default)
    {
        using var statements = new StatementList(this, sql, cancellationToken);
        long changed = 0;
        for (var i = 0; i < statements.Count; i++)
        {
            using var statement = statements.Prepare(i);
            using var query = Run(statement, sql, cancellationToken);
            query.Drain();
            changed = query.RowsChanged;
        }

        return changed;
    }

    /// <summary>Runs one or more statements and gives the last one's rows, which are computed while they are read.</summary>
    /// <param name="sql">The SQL.</param>
    /// <param name="cancellationToken">Stops the statement, now and while it is read.</param>
    /// <returns>The result; the caller disposes it.</returns>
    /// <exception cref="DuckDbException">The engine refused or failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Query Query(string sql, CancellationToken cancellationToken = default)
    {
        using var statements = new StatementList(this, sql, cancellationToken);
        if (statements.Count == 0) throw new ArgumentException("The SQL has no statement.", nameof(sql));
        for (var i = 0; i < statements.Count - 1; i++)
        {
            using var statement = statements.Prepare(i);
            using var query = Run(statement, sql, cancellationToken);
            query.Drain();
        }

        using var last = statements.Prepare(statements.Count - 1);
        return Run(last, sql, cancellationToken);
    }

    /// <summary>Prepares one statement, with parameters <c>$1</c>, <c>$2</c> … or <c>?</c>.</summary>
    /// <exception cref="DuckDbException">The statement is wrong, or there is more than one.</exception>
    public PreparedStatement Prepare(string sql)
    {
        using var statements = new StatementList(this, sql, CancellationToken.None);
        if (statements.Count != 1) throw new ArgumentException($"The SQL has {statements.Count} statements; one can be prepared.", nameof(sql));
        return new PreparedStatement(this, statements.Prepare(0), sql);
    }

    /// <summary>Ends what runs and closes the connection.</summary>
    public void Dispose()
    {
        if (Handle.IsClosed) return;
        _current?.Dispose();
        _registry.RemoveSession(_id);
        _closed(this);
        Handle.Dispose();
    }

    internal Query Run(PreparedStatementHandle statement, string sql, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _current?.Dispose();
        Session.Begin();
        var failure = new FailureContext(Session, sql, cancellationToken);
        var result = new ResultHandle();
        try
        {
            var started = NativeMethods.duckdb_pending_prepared_streaming(statement, out var created);
            using var pending = new PendingResultHandle(created);
            Checked.Pending(started, pending, failure);
            // Only now: starting a statement clears an interrupt that came before it. A token cancelled meanwhile interrupts at once.
            using (InterruptOn(cancellationToken))
                Checked.Result(NativeMethods.duckdb_execute_pending(pending, result), result, pending, failure);
            return _current = new Query(this, result, failure);
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Interrupts the engine when the token is cancelled, until disposed. Disposing waits for an interrupt under way, so none can reach
    /// a later statement.
    /// </summary>
    internal CancellationTokenRegistration InterruptOn(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static connection => ((Connection)connection!).Interrupt(), this);

    /// <summary>The engine measures progress only while it believes that it draws a bar; the setting is one of the connection.</summary>
    private void EnableProgress()
    {
        try
        {
            Execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false");
        }
        catch (DuckDbException exception) when (exception.ErrorType == DuckDbErrorType.InvalidInput)
        {
            // The configuration is locked; a connection without progress is of more use than none.
        }
    }

    /// <summary>
    /// A query is done with. If it was stopped early, makes the engine end it now: by itself it would keep it, with its scans, until
    /// the next statement.
    /// </summary>
    internal void Finished(Query query, bool early)
    {
        if (_current != query) return;
        _current = null;
        if (!early || Handle.IsClosed) return;
        if (NativeMethods.duckdb_extract_statements(Handle, "SELECT 1", out var extracted) != 1) return;
        using var statements = new ExtractedStatementsHandle(extracted);
        // Preparing any statement is enough; whether it succeeds (it fails in an aborted transaction) does not matter.
        _ = NativeMethods.duckdb_prepare_extracted_statement(Handle, statements, 0, out var prepared);
        new PreparedStatementHandle(prepared).Dispose();
    }
}
