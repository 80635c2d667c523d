using System.Text;
using Zenset.DuckDb.Native;
using Zenset.DuckDb.Native.Handles;
using Zenset.DuckDb.Native.Layouts;

namespace Zenset.DuckDb;

/// <summary>A statement that is planned once and run with different values. Used by one thread at a time, like its connection.</summary>
public sealed unsafe class PreparedStatement : IDisposable
{
    private readonly Connection _connection;
    private readonly PreparedStatementHandle _statement;
    private readonly string _sql;

    internal PreparedStatement(Connection connection, PreparedStatementHandle statement, string sql)
    {
        (_connection, _statement, _sql) = (connection, statement, sql);
        ParameterCount = (int)NativeMethods.duckdb_nparams(statement);
    }

    /// <summary>Number of parameters; the first is 1, as in <c>$1</c>.</summary>
    public int ParameterCount { get; }

    /// <summary>Gives a parameter its value. The first parameter is 1.</summary>
    public PreparedStatement Bind(int index, bool value) => Bound(NativeMethods.duckdb_bind_boolean(_statement, Parameter(index), value));

    /// <inheritdoc cref="Bind(int, bool)"/>
    public PreparedStatement Bind(int index, int value) => Bound(NativeMethods.duckdb_bind_int32(_statement, Parameter(index), value));

    /// <inheritdoc cref="Bind(int, bool)"/>
    public PreparedStatement Bind(int index, long value) => Bound(NativeMethods.duckdb_bind_int64(_statement, Parameter(index), value));

    /// <inheritdoc cref="Bind(int, bool)"/>
    public PreparedStatement Bind(int index, ulong value) => Bound(NativeMethods.duckdb_bind_uint64(_statement, Parameter(index), value));

    /// <inheritdoc cref="Bind(int, bool)"/>
    public PreparedStatement Bind(int index, float value) => Bound(NativeMethods.duckdb_bind_float(_statement, Parameter(index), value));

    /// <inheritdoc cref="Bind(int, bool)"/>
    public PreparedStatement Bind(int index, double value) => Bound(NativeMethods.duckdb_bind_double(_statement, Parameter(index), value));

    /// <summary>Gives a parameter a DATE. The first parameter is 1.</summary>
    public PreparedStatement Bind(int index, DateOnly value) => Bound(NativeMethods.duckdb_bind_date(
        _statement, Parameter(index), new DuckDbDate { days = value.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber }));

    /// <summary>Gives a parameter a TIMESTAMP: the clock reading of <paramref name="value"/>, whatever its kind, in microseconds.</summary>
    public PreparedStatement Bind(int index, DateTime value) => Bound(NativeMethods.duckdb_bind_timestamp(
        _statement, Parameter(index), new DuckDbTimestamp { micros = (value.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond }));

    /// <summary>Gives a parameter a text, or NULL. The first parameter is 1.</summary>
    public PreparedStatement Bind(int index, string? value) => value is null ? BindMissing(index) : BindText(index, Encoding.UTF8.GetBytes(value));

    /// <summary>Gives a parameter a BLOB, which is copied. The first parameter is 1.</summary>
    public PreparedStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = value) return Bound(NativeMethods.duckdb_bind_blob(_statement, Parameter(index), bytes, (ulong)value.Length));
    }

    /// <summary>Gives a parameter a text in UTF-8, which is copied. The first parameter is 1.</summary>
    /// <exception cref="ArgumentException">The bytes are not UTF-8.</exception>
    public PreparedStatement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        SqlText.RequireUtf8(utf8, nameof(utf8));
        // An empty span has no address, and the engine takes a null pointer for an error.
        byte nothing = 0;
        fixed (byte* bytes = utf8)
            return Bound(NativeMethods.duckdb_bind_varchar_length(_statement, Parameter(index), bytes == null ? &nothing : bytes, (ulong)utf8.Length));
    }

    /// <summary>Gives a parameter NULL. The first parameter is 1.</summary>
    public PreparedStatement BindMissing(int index) => Bound(NativeMethods.duckdb_bind_null(_statement, Parameter(index)));

    /// <summary>Runs the statement.</summary>
    /// <returns>Rows changed; 0 for a statement that changes none.</returns>
    /// <exception cref="DuckDbException">The engine failed, or a parameter has no value.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public long Execute(CancellationToken cancellationToken = default)
    {
        using var query = Query(cancellationToken);
        query.Drain();
        return query.RowsChanged;
    }

    /// <summary>Runs the statement and gives its rows, which are computed while they are read. The caller disposes the result.</summary>
    /// <exception cref="DuckDbException">The engine failed, or a parameter has no value.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Query Query(CancellationToken cancellationToken = default) => _connection.Run(_statement, _sql, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private ulong Parameter(int index)
    {
        if (index < 1 || index > ParameterCount)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The statement has {ParameterCount} parameters; the first is 1.");
        return (ulong)index;
    }

    private PreparedStatement Bound(State state)
    {
        Checked.Prepared(state, _statement, new FailureContext(_connection.Session, _sql, CancellationToken.None));
        return this;
    }
}
