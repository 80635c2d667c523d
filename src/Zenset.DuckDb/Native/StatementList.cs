using Zenset.DuckDb.Native.Handles;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb.Native;

/// <summary>The statements of one SQL text.</summary>
internal sealed class StatementList : IDisposable
{
    private readonly Connection _connection;
    private readonly ExtractedStatementsHandle _statements;
    private readonly string _sql;
    private readonly CancellationToken _cancellationToken;

    public StatementList(Connection connection, string sql, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sql);
        SqlText.RequireNoNul(sql, nameof(sql));
        (_connection, _sql, _cancellationToken) = (connection, sql, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Count = (int)NativeMethods.duckdb_extract_statements(connection.Handle, sql, out var statements);
        _statements = new ExtractedStatementsHandle(statements);
        if (Count > 0 || NativeMethods.duckdb_extract_statements_error(_statements) is not { Length: > 0 } error) return;
        _statements.Dispose();
        throw Checked.FromText(error, Failure);
    }

    public int Count { get; }

    private FailureContext Failure => new(_connection.Session, _sql, _cancellationToken);

    public PreparedStatementHandle Prepare(int index)
    {
        _connection.Session.Begin();
        State state;
        PreparedStatementHandle prepared;
        using (_connection.InterruptOn(_cancellationToken))
        {
            state = NativeMethods.duckdb_prepare_extracted_statement(_connection.Handle, _statements, (ulong)index, out var created);
            prepared = new PreparedStatementHandle(created);
        }

        try
        {
            Checked.Prepared(state, prepared, Failure);
            return prepared;
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
    }

    public void Dispose() => _statements.Dispose();
}
