namespace Zenset.DuckDb.Tests;

[Collection("alone")]
public sealed class ProgressTests : IDisposable
{
    private readonly Engine _engine = Engine.Open(new EngineOptions { MeasureProgress = true });
    private readonly Connection _connection;

    public ProgressTests() => _connection = _engine.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void IdleConnection_HasNone() => Assert.Null(_engine.Connect().Progress.Fraction);

    [Fact]
    public void Rises_WhileTheEngineWorks()
    {
        _connection.Execute("CREATE TABLE t AS FROM range(3000000)");
        using var stop = new CancellationTokenSource();
        // A thread of its own: the pool has few at first, and the statement keeps one.
        var running = new Thread(() =>
        {
            try
            {
                _connection.Execute("SELECT max(sha256(sha256(sha256(range::VARCHAR)))) FROM t", stop.Token);
            }
            catch (OperationCanceledException)
            {
            }
        });

        running.Start();
        var seen = new List<double>();
        while (seen.Count < 2 && running.IsAlive)
        {
            if (_connection.Progress.Fraction is { } fraction and > 0 && (seen.Count == 0 || fraction > seen[^1])) seen.Add(fraction);
            Thread.Sleep(5);
        }

        stop.Cancel();
        running.Join();
        Assert.Equal(2, seen.Count);
        Assert.All(seen, fraction => Assert.InRange(fraction, 0, 1));
    }

    [Fact]
    public void OfATableSource_IsItsOwn()
    {
        var seen = new List<double?>();
        FakeSource? source = null;
        var chunks = 0;
        source = new FakeSource(new EngineColumn("n", EngineType.BigInt))
        {
            Scan = () => (_, chunk) =>
            {
                source!.Progress = chunks / 4.0;
                seen.Add(_connection.Progress.Fraction);
                return chunks++ < 4 ? chunk.Capacity : 0;
            },
        };
        using var registered = _engine.Register(source);

        _connection.Execute($"CREATE TABLE t AS FROM {registered.Sql}");

        Assert.Equal([0, 0.25, 0.5, 0.75, 1], seen);
    }
}
