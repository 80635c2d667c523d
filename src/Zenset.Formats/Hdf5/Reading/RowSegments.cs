using System.Globalization;
using Zenset.DuckDb;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>
/// Ranges of rows. The library serves one at a time, but what is packed into parts is most of the work, and goes on beside each other.
/// </summary>
internal sealed class RowSegments : ISegments
{
    private const long SegmentBytes = 64 << 20;

    private readonly DatasetTable _table;
    private readonly Lock _lock = new();
    private readonly Dictionary<StoredDataset, Hdf5Dataset> _open = new(ReferenceEqualityComparer.Instance);
    private readonly long _segmentRows;
    private readonly long _bytes;
    private long _next;
    private int _index;

    public RowSegments(DatasetTable table)
    {
        _table = table;
        _bytes = table.Columns.Sum(c => c.Bytes);
        var rowBytes = Math.Max(1, _bytes / Math.Max(1, table.Rows));
        var align = Math.Max(1, table.Datasets.Max(d => d.ChunkRows));
        var rows = (SegmentBytes / rowBytes / align + 1) * align;
        // Where chunks must be kept, segments would push out each other's.
        _segmentRows = table.Datasets.Any(d => BlockSizes.CacheOf(d, table.Datasets.Length) > 0) ? Math.Max(1, table.Rows) : rows;
    }

    public long? RowEstimate => _table.Rows;

    public ISegment? Next(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A table without rows has one segment, so that it is a table.
            if (_next >= _table.Rows && _index > 0) return null;
            var rows = Math.Min(_segmentRows, _table.Rows - _next);
            var segment = new RowSegment(_table, Open, _next, rows, _index++, _table.Rows == 0 ? 0 : (double)_bytes / _table.Rows);
            _next += rows;
            return segment;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var dataset in _open.Values) dataset.Dispose();
            _open.Clear();
        }
    }

    // Open until the table is read: each segment has the same, and the chunks that the library keeps of it.
    private Hdf5Dataset Open(StoredDataset stored)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(stored, out var dataset)) return dataset;
            dataset = _table.File.Open(stored, BlockSizes.CacheOf(stored, _table.Datasets.Length));
            _open.Add(stored, dataset);
            return dataset;
        }
    }
}

/// <summary>A range of rows.</summary>
internal sealed class RowSegment(DatasetTable table, Func<StoredDataset, Hdf5Dataset> open, long first, long rows, int index, double rowBytes) : ISegment
{
    private long _done;

    public int Index => index;
    // By number: names may differ in case only, which the engine takes for the same.
    public IReadOnlyList<EngineColumn> Columns { get; } =
        [.. table.Fields.Select((f, i) => new EngineColumn(string.Create(CultureInfo.InvariantCulture, $"c{i}"), FieldEngine.TypeOf(f)))];
    public long? RowEstimate => rows;
    public bool RowEstimateIsExact => true;
    public int MaxThreads => 1;
    public double Progress => 0;
    public long BytesRead => (long)(Volatile.Read(ref _done) * rowBytes);

    public ITableScan OpenScan(ReadOnlySpan<int> columns) => new RowScan(table, open, columns, first, first + rows, done => Volatile.Write(ref _done, done));

    public void Dispose()
    {
    }
}
