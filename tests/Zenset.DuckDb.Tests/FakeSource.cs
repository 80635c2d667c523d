namespace Zenset.DuckDb.Tests;

/// <summary>A table source made of delegates.</summary>
internal sealed class FakeSource(params EngineColumn[] columns) : ITableSource
{
    public delegate int ReadChunk(int[] columns, ChunkBuilder chunk);

    public required Func<ReadChunk> Scan { get; init; }

    public Action? OnOpen { get; init; }

    public Func<IReadOnlyList<EngineColumn>>? ColumnsOverride { get; init; }

    public int Opened;
    public int Disposed;

    public IReadOnlyList<EngineColumn> Columns => ColumnsOverride?.Invoke() ?? columns;

    public long? RowEstimate { get; init; }

    public bool RowEstimateIsExact { get; init; }

    public int MaxThreads { get; init; } = 1;

    public double Progress { get; set; }

    public List<int[]> Projections { get; } = [];

    public ITableScan OpenScan(ReadOnlySpan<int> columns)
    {
        OnOpen?.Invoke();
        Interlocked.Increment(ref Opened);
        lock (Projections) Projections.Add(columns.ToArray());
        return new FakeScan(this, columns.ToArray(), Scan());
    }

    /// <summary>One scan that fills one chunk and ends.</summary>
    public static Func<ReadChunk> Once(ReadChunk fill) => () =>
    {
        var done = false;
        return (columns, chunk) =>
        {
            if (done) return 0;
            done = true;
            return fill(columns, chunk);
        };
    };

    private sealed class FakeScan(FakeSource source, int[] columns, ReadChunk read) : ITableScan
    {
        public int Read(ChunkBuilder chunk) => read(columns, chunk);

        public void Dispose() => Interlocked.Increment(ref source.Disposed);
    }
}
