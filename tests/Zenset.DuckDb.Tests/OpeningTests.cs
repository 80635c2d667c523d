namespace Zenset.DuckDb.Tests;

public sealed class OpeningTests
{
    [Fact]
    public void OpenInBackground_IsUsableAtOnce()
    {
        using var engine = Engine.OpenInBackground(new EngineOptions { Threads = 1 });
        using var source = engine.Register(TableSourceTests.Numbers(10));
        using var connection = engine.Connect();

        Assert.Equal(["10"], Render.Rows(connection, $"SELECT count(*) FROM {source.Sql}"));
    }

    [Fact]
    public void OpenInBackground_KeepsItsFailure_ForWhoConnects()
    {
        using var engine = Engine.OpenInBackground(new EngineOptions { Threads = -1 });

        var first = Assert.Throws<DuckDbException>(engine.Connect);
        var second = Assert.Throws<DuckDbException>(engine.Connect);

        Assert.Equal(first.Message, second.Message);
    }

    [Fact]
    public void OpenInBackground_DisposedAtOnce_IsClosed() => Engine.OpenInBackground().Dispose();

    [Fact]
    public void WorkOnCallingThreads_LastToEnd_RestoresTheThreads()
    {
        using var engine = Engine.Open(new EngineOptions { Threads = 3 });
        using var connection = engine.Connect();

        var outer = engine.WorkOnCallingThreads();
        var inner = engine.WorkOnCallingThreads();
        var during = Threads(connection);
        inner.Dispose();
        inner.Dispose();
        var stillDuring = Threads(connection);
        outer.Dispose();

        Assert.Equal(("1", "1", "3"), (during, stillDuring, Threads(connection)));
    }

    [Fact]
    public void WorkOnCallingThreads_WithLockedConfiguration_ChangesNothing()
    {
        using var engine = Engine.Open(new EngineOptions { Threads = 2, LockConfiguration = true });
        using var connection = engine.Connect();

        using var alone = engine.WorkOnCallingThreads();

        Assert.Equal("2", Threads(connection));
    }

    private static string Threads(Connection connection) => Render.Rows(connection, "SELECT current_setting('threads')").Single();
}
