using System.Globalization;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>A wide table as a source of its columns: for what only the engine can write. Named by number: names may differ in case only.</summary>
internal sealed class UnfoldedSource(Engine engine, WideTable table) : ITableSource
{
    public IReadOnlyList<EngineColumn> Columns { get; } = [.. table.Columns.Select((c, i) => new EngineColumn(ColumnName(i), FieldEngine.TypeOf(c)))];
    public long? RowEstimate => table.Shape.Rows;
    public bool RowEstimateIsExact => false;

    // Rows are in order.
    public int MaxThreads => 1;
    public double Progress => 0;

    public ITableScan OpenScan(ReadOnlySpan<int> columns) => new Scan(engine, new Unfolding(table, columns));

    /// <summary>The SELECT of all columns under their names.</summary>
    public string Select(string source) => $"SELECT {string.Join(", ", table.Columns.Select((c, i) => $"{ColumnName(i)} AS {Sql.Name(c.Name)}"))} FROM {source}";

    private static string ColumnName(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    private sealed class Scan(Engine engine, Unfolding unfolding) : ITableScan
    {
        private readonly QueryCursor _source = new(engine, unfolding.Select);

        public int Read(ChunkBuilder chunk) => unfolding.Fill(_source, chunk);

        public void Dispose() => _source.Dispose();
    }
}
