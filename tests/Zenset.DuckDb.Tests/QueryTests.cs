namespace Zenset.DuckDb.Tests;

public sealed class QueryTests : IDisposable
{
    private readonly Engine _engine = Engine.Open();
    private readonly Connection _connection;

    public QueryTests() => _connection = _engine.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void Execute_RunsEveryStatement_AndCountsTheLastOnesRows()
    {
        var changed = _connection.Execute("CREATE TABLE t (i INTEGER); INSERT INTO t VALUES (1), (2); INSERT INTO t SELECT * FROM range(5); UPDATE t SET i = 0 WHERE i > 2");

        Assert.Equal(2, changed);
        Assert.Equal(["7"], Render.Rows(_connection, "SELECT count(*) FROM t"));
    }

    [Fact]
    public void Execute_OfASelect_ChangesNothing() => Assert.Equal(0, _connection.Execute("SELECT * FROM range(10000)"));

    [Fact]
    public void Execute_OfNothing_DoesNothing() => Assert.Equal(0, _connection.Execute(" -- nothing\n"));

    [Fact]
    public void Query_OfInsertReturning_GivesRows()
    {
        _connection.Execute("CREATE TABLE t (i INTEGER)");

        var rows = Render.Rows(_connection, "INSERT INTO t VALUES (7), (8) RETURNING i * 2");

        Assert.Equal(["14", "16"], rows);
        Assert.Equal(["2"], Render.Rows(_connection, "SELECT count(*) FROM t"));
    }

    [Fact]
    public void Query_OfInsert_GivesTheCount_AndNoRows()
    {
        using var query = _connection.Query("CREATE TABLE t (i INTEGER); INSERT INTO t VALUES (7), (8)");

        Assert.Equal(2, query.RowsChanged);
        Assert.Empty(query.Columns);
        Assert.False(query.Read());
    }

    [Fact]
    public void Pivot_WhichTheEngineTakesApart_Works()
    {
        _connection.Execute("CREATE TABLE t AS FROM (VALUES ('a', 1), ('b', 2), ('a', 3)) v(k, n)");

        Assert.Equal(["4 | 2"], Render.Rows(_connection, "PIVOT t ON k USING sum(n)::INTEGER"));
    }

    [Fact]
    public void Streams_FiftyMillionRows_InConstantMemory()
    {
        long rows = 0, sum = 0;
        var before = Memory();
        long most = 0;

        using (var query = _connection.Query("SELECT range AS i, range * 2 AS j, 'text of row number ' || range FROM range(50000000)"))
        {
            while (query.Read())
            {
                rows += query.Current.RowCount;
                sum += query.Current[0].Values<long>()[0];
                if ((rows & 0xFFFFF) == 0) most = Math.Max(most, Memory() - before);
            }
        }

        // The result has about 2.7 GB.
        Assert.Equal(50_000_000, rows);
        Assert.True(sum > 0);
        Assert.True(most < 300L << 20, $"{most:N0} bytes");
    }

    [Fact]
    public void StoppedEarly_LeavesTheConnectionUsable()
    {
        for (var i = 0; i < 3; i++)
        {
            using var query = _connection.Query("SELECT * FROM range(1000000000)");
            Assert.True(query.Read());
        }

        Assert.Equal(["1"], Render.Rows(_connection, "SELECT 1"));
    }

    [Fact]
    public void NewStatement_EndsAnUnreadQuery()
    {
        using var first = _connection.Query("SELECT * FROM range(1000000000)");
        first.Read();

        using var second = _connection.Query("SELECT 5");
        first.Dispose();

        Assert.Throws<ObjectDisposedException>(() => first.Read());
        Assert.Equal(["5"], Render.Rows(second));
    }

    [Fact]
    public void Chunks_AreEmptyAfterTheNextRead()
    {
        using var query = _connection.Query("SELECT * FROM range(3000)");
        query.Read();
        var old = query.Current[0];
        while (query.Read())
        {
        }

        Assert.Equal(0, old.Count);
        Assert.Equal(0, query.Current.RowCount);
    }

    [Fact]
    public void Validity_CoversEveryRow()
    {
        using var query = _connection.Query("SELECT CASE WHEN range = 70 THEN NULL ELSE range END AS i, range FROM range(71)");
        query.Read();

        Assert.True(query.Current[0].HasMissing);
        Assert.Equal(2, query.Current[0].Validity.Length);
        Assert.True(query.Current[0].IsMissing(70));
        Assert.False(query.Current[0].IsMissing(69));
        Assert.False(query.Current[1].HasMissing);
    }

    [Fact]
    public void Extensions_AreNeverFetched()
    {
        var error = Assert.Throws<DuckDbException>(() => _connection.Execute("SELECT * FROM st_read('x')"));

        Assert.Equal(DuckDbErrorType.Catalog, error.ErrorType);
        Assert.Equal(["'false' | 'false'"], Render.Rows(_connection,
            "SELECT current_setting('autoload_known_extensions')::VARCHAR, current_setting('autoinstall_known_extensions')::VARCHAR"));
    }

    private static long Memory()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PrivateMemorySize64;
    }
}
