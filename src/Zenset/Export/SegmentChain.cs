using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats;
using Zenset.Model;

namespace Zenset.Export;

/// <summary>
/// The segments of a table, one after the other, as one source of the engine: for a use that needs the rows in order in one query and
/// no more memory than one segment takes. Scanned by one thread, once.
/// </summary>
internal sealed class SegmentChain(ISegments segments, ImmutableArray<Field> fields, Action<long>? onRowsRead, CancellationToken cancellationToken) : ITableSource
{
    /// <summary>Named by number, because the engine takes names that differ in case only for the same.</summary>
    public IReadOnlyList<EngineColumn> Columns { get; } = [.. fields.Select((f, i) => new EngineColumn(ColumnName(i), FieldEngine.TypeOf(f)))];

    /// <inheritdoc/>
    public long? RowEstimate => segments.RowEstimate;

    /// <inheritdoc/>
    public bool RowEstimateIsExact => false;

    /// <inheritdoc/>
    public int MaxThreads => 1;

    /// <inheritdoc/>
    public double Progress => 0;

    /// <summary>The SELECT of all fields under their names, given what stands for this source in FROM.</summary>
    public string Select(string source) => $"SELECT {string.Join(", ", fields.Select((f, i) => $"{ColumnName(i)} AS {Sql.Name(f.Name)}"))} FROM {source}";

    /// <summary>A SELECT that reads every value and gives one row: for what reading itself finds out.</summary>
    public string Survey(string source) => $"SELECT {string.Join(", ", fields.Select((_, i) => $"count({ColumnName(i)})"))} FROM {source}";

    /// <inheritdoc/>
    public ITableScan OpenScan(ReadOnlySpan<int> columns) => new Scan(this, columns.ToArray());

    private static string ColumnName(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    private sealed class Scan(SegmentChain chain, int[] columns) : ITableScan
    {
        private ISegment? _segment;
        private ITableScan? _scan;

        public int Read(ChunkBuilder chunk)
        {
            while (true)
            {
                if (_scan is null)
                {
                    _segment = chain.Next();
                    if (_segment is null) return 0;
                    _scan = _segment.OpenScan(columns);
                }
                chain.ThrowIfCancelled();
                var rows = _scan.Read(chunk);
                if (rows > 0)
                {
                    chain.Report(rows);
                    return rows;
                }
                CloseSegment();
            }
        }

        public void Dispose() => CloseSegment();

        private void CloseSegment()
        {
            _scan?.Dispose();
            _segment?.Dispose();
            _scan = null;
            _segment = null;
        }
    }

    private ISegment? Next() => segments.Next(cancellationToken);

    private void ThrowIfCancelled() => cancellationToken.ThrowIfCancellationRequested();

    private void Report(long rows) => onRowsRead?.Invoke(rows);
}
