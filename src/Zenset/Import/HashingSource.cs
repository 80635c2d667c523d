using Zenset.DuckDb;
using Zenset.Integrity;

namespace Zenset.Import;

/// <summary>A segment whose chunks are digested as they pass to the engine, and counted.</summary>
internal sealed class HashingSource(ITableSource source, ContentHasher hasher, Action<int> onRows) : ITableSource
{
    // By number: names of fields may differ in case only, which the engine takes for the same.
    public IReadOnlyList<EngineColumn> Columns { get; } = [.. source.Columns.Select((c, i) => c with { Name = PartOptions.ColumnName(i) })];
    public long? RowEstimate => source.RowEstimate;
    public bool RowEstimateIsExact => source.RowEstimateIsExact;

    // Digests go in row order.
    public int MaxThreads => 1;
    public double Progress => source.Progress;

    public ITableScan OpenScan(ReadOnlySpan<int> columns) => new Scan(source.OpenScan(columns), columns.ToArray(), hasher, onRows);

    private sealed class Scan(ITableScan scan, int[] columns, ContentHasher hasher, Action<int> onRows) : ITableScan
    {
        public int Read(ChunkBuilder chunk)
        {
            var rows = scan.Read(chunk);
            if (rows == 0) return 0;
            var view = chunk.View(rows);
            for (var i = 0; i < columns.Length; i++) hasher.Append(view, i, columns[i]);
            onRows(rows);
            return rows;
        }

        public void Dispose() => scan.Dispose();
    }
}
