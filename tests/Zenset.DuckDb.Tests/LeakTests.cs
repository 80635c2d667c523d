using Zenset.DuckDb.Native;

namespace Zenset.DuckDb.Tests;

/// <summary>Native objects and callback states alive, before and after. Runs alone, since the count is the process's.</summary>
[Collection("alone")]
public sealed class LeakTests
{
    [Fact]
    public void Success_LeavesNothing() => AssertNothingLeft((engine, connection) =>
    {
        using var registered = engine.Register(TableSourceTests.Numbers(100_000));
        connection.Execute($"CREATE TABLE t AS FROM {registered.Sql}");
        Render.Rows(connection, "SELECT count(*), {'a': [1]}, 'x'::ENUM('x') FROM t");
        using var statement = connection.Prepare("SELECT $1");
        using var query = statement.Bind(1, 5).Query();
        Render.Rows(query);
    });

    [Fact]
    public void Errors_LeaveNothing() => AssertNothingLeft((engine, connection) =>
    {
        var source = new FakeSource(new EngineColumn("n", EngineType.BigInt)) { Scan = () => (_, _) => throw new InvalidDataException("x") };
        using var registered = engine.Register(source);
        Assert.Throws<DuckDbException>(() => connection.Execute($"FROM {registered.Sql}"));
        Assert.Throws<DuckDbException>(() => connection.Execute("SELEC"));
        Assert.Throws<DuckDbException>(() => connection.Execute("SELECT 1; SELECT nothing"));
        Assert.Throws<DuckDbException>(() => connection.Query("SELECT 'x'::INTEGER"));
        Assert.Throws<DuckDbException>(() => connection.Prepare("SELECT nothing"));
        Assert.Throws<DuckDbException>(() => connection.Execute("FROM zenset_source(12345)"));
        Assert.Throws<DuckDbException>(() => Engine.Open(new EngineOptions { Threads = -1 }));
    });

    [Fact]
    public void EarlyStop_ClosesScansAtOnce_AndLeavesNothing() => AssertNothingLeft((engine, connection) =>
    {
        var source = TableSourceTests.Numbers(1_000_000_000);
        using var registered = engine.Register(source);

        var query = connection.Query($"FROM {registered.Sql}");
        query.Read();
        query.Dispose();

        Assert.Equal(1, source.Opened);
        Assert.Equal(1, source.Disposed);
    });

    [Fact]
    public void Cancel_LeavesNothing() => AssertNothingLeft((engine, connection) =>
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        using var registered = engine.Register(TableSourceTests.Numbers(long.MaxValue / 2));
        Assert.Throws<OperationCanceledException>(() => connection.Execute($"SELECT sum(n) FROM {registered.Sql}", stop.Token));
        using var again = new CancellationTokenSource();
        using var query = connection.Query($"FROM {registered.Sql}", again.Token);
        query.Read();
        again.Cancel();
        Assert.Throws<OperationCanceledException>(() => query.Read());
    });

    [Fact]
    public void DisposingTheEngineOnly_LeavesNothing()
    {
        var before = LiveHandles.Count;

        var engine = Engine.Open();
        var query = engine.Connect().Query("FROM range(1000000000)");
        query.Read();
        engine.Dispose();

        Assert.Equal(before, LiveHandles.Count);
    }

    private static void AssertNothingLeft(Action<Engine, Connection> act)
    {
        var before = LiveHandles.Count;
        using (var engine = Engine.Open())
        {
            long open;
            using (var connection = engine.Connect())
            {
                open = LiveHandles.Count;
                act(engine, connection);
                Assert.Equal(open, LiveHandles.Count);
            }

            Assert.Equal(open - 1, LiveHandles.Count);
        }

        Assert.Equal(before, LiveHandles.Count);
    }
}

[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
