using Zenset.DuckDb.Native;
using Zenset.DuckDb.Native.Handles;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb;

/// <summary>
/// The rows of a statement, chunk by chunk, computed while they are read. Used by one thread at a time; disposing it early stops the
/// work.
/// </summary>
public sealed class Query : IDisposable
{
    private readonly Connection _connection;
    private readonly ResultHandle _result;
    private readonly FailureContext _failure;
    private readonly VectorState[] _vectors;
    private DataChunkHandle? _chunk;
    private int _rowCount;
    private bool _ended;

    internal Query(Connection connection, ResultHandle result, FailureContext failure)
    {
        (_connection, _result, _failure) = (connection, result, failure);
        var returns = result.ReturnType;
        // A count of changes is itself a row of the result, which nobody needs to read.
        RowsChanged = returns == ResultType.ChangedRows ? (long)NativeMethods.duckdb_rows_changed(result) : 0;
        _ended = returns != ResultType.QueryResult;
        Columns = _ended ? [] : Describe(result);
        _vectors = [.. Columns.Select(column => new VectorState(column.Type))];
    }

    /// <summary>The columns of the result; empty for a statement that gives no rows.</summary>
    public IReadOnlyList<EngineColumn> Columns { get; }

    /// <summary>Rows that the statement inserted, copied, updated or deleted; 0 for others.</summary>
    public long RowsChanged { get; }

    /// <summary>The chunk that the last <see cref="Read"/> gave; empty before the first and after the last.</summary>
    public Chunk Current => new(_vectors, _rowCount);

    /// <summary>Goes to the next chunk, which has at least one row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="DuckDbException">The engine failed.</exception>
    /// <exception cref="OperationCanceledException">The token given to the statement was cancelled.</exception>
    public bool Read()
    {
        ObjectDisposedException.ThrowIf(_result.IsClosed, this);
        while (!_ended)
        {
            Release();
            _failure.CancellationToken.ThrowIfCancellationRequested();
            using (_connection.InterruptOn(_failure.CancellationToken)) _chunk = _result.Fetch();
            if (_chunk.IsInvalid)
            {
                _ended = true;
                Checked.Fetched(_result, _failure);
                return false;
            }

            var chunk = _chunk.DangerousGetHandle();
            _rowCount = (int)NativeMethods.duckdb_data_chunk_get_size(chunk);
            if (_rowCount == 0) continue;
            for (var i = 0; i < _vectors.Length; i++)
                _vectors[i].AttachForReading(NativeMethods.duckdb_data_chunk_get_vector(chunk, (ulong)i), _rowCount);
            return true;
        }

        Release();
        return false;
    }

    /// <summary>Ends the query. What was read is no longer valid.</summary>
    public void Dispose()
    {
        if (_result.IsClosed) return;
        Release();
        _result.Dispose();
        _connection.Finished(this, early: !_ended);
    }

    /// <summary>Reads to the end and forgets the rows.</summary>
    internal void Drain()
    {
        while (Read())
        {
        }
    }

    private void Release()
    {
        if (_chunk is null) return;
        foreach (var vector in _vectors) vector.Detach();
        _rowCount = 0;
        _chunk.Dispose();
        _chunk = null;
    }

    private static EngineColumn[] Describe(ResultHandle result)
    {
        var columns = new EngineColumn[NativeMethods.duckdb_column_count(result)];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = new EngineColumn(
                NativeMethods.duckdb_column_name(result, (ulong)i) ?? "", LogicalTypes.Take(NativeMethods.duckdb_column_logical_type(result, (ulong)i)));
        }

        return columns;
    }
}
