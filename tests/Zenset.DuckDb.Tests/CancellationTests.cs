using System.Diagnostics;

namespace Zenset.DuckDb.Tests;

public sealed class CancellationTests : IDisposable
{
    // Would take minutes.
    private const string Endless = "SELECT count(*) FROM range(10000000000) a WHERE (range * 7919) % 1000003 = 5";

    private readonly Engine _engine = Engine.Open();
    private readonly Connection _connection;

    public CancellationTests() => _connection = _engine.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void Token_StopsAStatement()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var clock = Stopwatch.StartNew();

        var error = Assert.Throws<OperationCanceledException>(() => _connection.Execute(Endless, stop.Token));

        Assert.Equal(stop.Token, error.CancellationToken);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
        Assert.Equal(["1"], Render.Rows(_connection, "SELECT 1"));
    }

    [Fact]
    public void Token_CancelledBefore_StartsNothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        var error = Assert.Throws<OperationCanceledException>(() => _connection.Execute("CREATE TABLE t (i INTEGER)", stop.Token));

        Assert.Equal(stop.Token, error.CancellationToken);
        Assert.Throws<DuckDbException>(() => _connection.Execute("FROM t"));
    }

    [Fact]
    public void Token_StopsStreaming_BetweenReads()
    {
        using var stop = new CancellationTokenSource();
        using var query = _connection.Query("FROM range(1000000000)", stop.Token);
        query.Read();
        stop.Cancel();

        var error = Assert.Throws<OperationCanceledException>(() => query.Read());

        Assert.Equal(stop.Token, error.CancellationToken);
    }

    [Fact]
    public void Token_StopsStreaming_WithinARead()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        // A query begins when the engine's first buffer (about 1 MB) is full; after a million rows nothing comes for minutes.
        using var query = _connection.Query("SELECT range FROM range(10000000000) WHERE range < 1000000 OR (range * 7919) % 1000003 = -1", stop.Token);

        var error = Assert.Throws<OperationCanceledException>(() =>
        {
            while (query.Read())
            {
            }
        });

        Assert.Equal(stop.Token, error.CancellationToken);
    }

    [Fact]
    public void Token_StopsATableSource()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var source = new FakeSource(new EngineColumn("n", EngineType.BigInt)) { Scan = () => (_, chunk) => chunk.Capacity };
        using var registered = _engine.Register(source);

        var error = Assert.Throws<OperationCanceledException>(() => _connection.Execute($"SELECT sum(n) FROM {registered.Sql}", stop.Token));

        Assert.Equal(stop.Token, error.CancellationToken);
        Assert.Equal(source.Opened, source.Disposed);
    }

    [Fact]
    public void CancellationThrownByASource_HasTheTokenOfTheStatement()
    {
        using var stop = new CancellationTokenSource();
        var source = new FakeSource(new EngineColumn("n", EngineType.BigInt))
        {
            Scan = () => (_, _) =>
            {
                stop.Cancel();
                stop.Token.ThrowIfCancellationRequested();
                return 0;
            },
        };
        using var registered = _engine.Register(source);

        var error = Assert.Throws<OperationCanceledException>(() => _connection.Execute($"FROM {registered.Sql}", stop.Token));

        Assert.Equal(stop.Token, error.CancellationToken);
    }

    [Fact]
    public void CancellationThrownByASource_OfItsOwnAccord_PassesThrough()
    {
        var thrown = new OperationCanceledException("enough");
        var source = new FakeSource(new EngineColumn("n", EngineType.BigInt)) { Scan = () => (_, _) => throw thrown };
        using var registered = _engine.Register(source);

        var error = Assert.Throws<OperationCanceledException>(() => _connection.Execute($"FROM {registered.Sql}"));

        Assert.Same(thrown, error);
    }

    [Fact]
    public void Interrupt_StopsTheStatement_FromAnotherThread()
    {
        Exception? error = null;
        var running = new Thread(() => error = Record.Exception(() => _connection.Execute(Endless)));

        running.Start();
        // An interrupt before the statement has begun has no effect, so it is repeated.
        while (!running.Join(50)) _connection.Interrupt();

        Assert.IsType<OperationCanceledException>(error);
    }

    [Fact]
    public void TokenCancelledAfterwards_DoesNotReachTheNextStatement()
    {
        using var stop = new CancellationTokenSource();
        _connection.Execute("SELECT 1", stop.Token);

        using var query = _connection.Query("SELECT count(*) FROM range(10000000)");
        stop.Cancel();

        Assert.Equal(["10000000"], Render.Rows(query));
    }
}
