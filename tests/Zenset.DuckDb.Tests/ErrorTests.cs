namespace Zenset.DuckDb.Tests;

public sealed class ErrorTests : IDisposable
{
    private readonly Engine _engine = Engine.Open();
    private readonly Connection _connection;

    public ErrorTests() => _connection = _engine.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _engine.Dispose();
    }

    [Theory]
    [InlineData("SELEC 1", DuckDbErrorType.Parser)]
    [InlineData("SELECT * FROM nowhere", DuckDbErrorType.Catalog)]
    [InlineData("SELECT nothing", DuckDbErrorType.Binder)]
    [InlineData("SELECT 'x'::INTEGER", DuckDbErrorType.Conversion)]
    [InlineData("SELECT (200 + range::TINYINT)::TINYINT FROM range(3)", DuckDbErrorType.Conversion)]
    [InlineData("SELECT * FROM read_parquet('nowhere.parquet')", DuckDbErrorType.IO)]
    [InlineData("SELECT * FROM zenset_source(99)", DuckDbErrorType.Binder)]
    public void Error_HasTypeTextAndSql(string sql, DuckDbErrorType type)
    {
        var error = Assert.Throws<DuckDbException>(() => _connection.Execute(sql));

        Assert.Equal(type, error.ErrorType);
        Assert.Equal(sql, error.Sql);
        Assert.Contains(" Error: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Error_WhileStreaming_ComesFromRead()
    {
        using var query = _connection.Query("SELECT CASE WHEN range = 900000 THEN 'x' ELSE '1' END::INTEGER FROM range(1000000)");
        var rows = 0;

        var error = Assert.Throws<DuckDbException>(() =>
        {
            while (query.Read()) rows += query.Current.RowCount;
        });

        // Interrupt: the engine sometimes loses the text of an error in a streaming result, and then says so.
        Assert.Contains(error.ErrorType, new[] { DuckDbErrorType.Conversion, DuckDbErrorType.Interrupt });
        Assert.InRange(rows, 1, 900_000);
        Assert.False(query.Read());
        Assert.Equal(["1"], Render.Rows(_connection, "SELECT 1"));
    }

    [Fact]
    public void LongSql_IsShortened()
    {
        var error = Assert.Throws<DuckDbException>(() => _connection.Execute("SELECT nothing" + new string(' ', 2000)));

        Assert.Equal(DuckDbException.MaxSqlLength + 1, error.Sql!.Length);
        Assert.EndsWith("…", error.Sql, StringComparison.Ordinal);
    }

    [Fact]
    public void SqlWithNul_IsRefused_NotCut()
    {
        var error = Assert.Throws<ArgumentException>(() => _connection.Execute("SELECT 1\0; DROP TABLE t"));

        Assert.StartsWith("The text holds a NUL character at index 8; the engine would cut it there. Remove it.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConnectionsAreUsableAfterAnError()
    {
        Assert.Throws<DuckDbException>(() => _connection.Execute("SELECT 'x'::INTEGER"));

        Assert.Equal(["1"], Render.Rows(_connection, "SELECT 1"));
    }

    [Fact]
    public void LockedDownEngine_ReachesNoFiles()
    {
        using var engine = Engine.Open(new EngineOptions { AllowExternalAccess = false });
        using var connection = engine.Connect();

        var error = Assert.Throws<DuckDbException>(() => connection.Execute("SELECT * FROM read_text('/etc/passwd')"));
        var back = Assert.Throws<DuckDbException>(() => connection.Execute("SET enable_external_access = true"));

        Assert.Equal(DuckDbErrorType.Permission, error.ErrorType);
        Assert.Equal(DuckDbErrorType.InvalidInput, back.ErrorType);
    }

    [Fact]
    public void LockedConfiguration_CannotBeChanged_AndConnectionsStillOpen()
    {
        using var engine = Engine.Open(new EngineOptions { LockConfiguration = true });
        using var connection = engine.Connect();

        var error = Assert.Throws<DuckDbException>(() => connection.Execute("SET memory_limit = '100GB'"));

        Assert.Equal(DuckDbErrorType.InvalidInput, error.ErrorType);
        Assert.Equal(["1"], Render.Rows(connection, "SELECT 1"));
    }

    [Fact]
    public void Options_ReachTheEngine()
    {
        var folder = Path.Combine(Path.GetTempPath(), "zenset-options-test");
        using var engine = Engine.Open(new EngineOptions { Threads = 3, MemoryLimitBytes = 512L << 20, TemporaryFolder = folder, PreserveOrder = false });
        using var connection = engine.Connect();

        var rows = Render.Rows(connection, """
            SELECT current_setting('threads')::VARCHAR, current_setting('memory_limit'), current_setting('temp_directory'), current_setting('preserve_insertion_order')::VARCHAR
            """);

        Assert.Equal([$"'3' | '512.0 MiB' | '{folder}' | 'false'"], rows);
    }

    [Fact]
    public void WrongOption_IsRefusedByName()
    {
        var error = Assert.Throws<DuckDbException>(() => Engine.Open(new EngineOptions { Threads = -1 }));

        Assert.Contains("threads", error.Message, StringComparison.OrdinalIgnoreCase);
    }
}
