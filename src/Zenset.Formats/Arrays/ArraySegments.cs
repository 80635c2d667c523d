using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arrays.Columns;
using Zenset.Model;

namespace Zenset.Formats.Arrays;

/// <summary>Ranges of rows, as many as the bytes of the arrays ask for.</summary>
internal sealed class ArraySegments : ISegments
{
    // As for text: large enough that row groups pay, small enough that a few hundred MB occupy every core.
    private const long MostSegmentBytes = 64L << 20;
    private const long LeastSegmentBytes = 8L << 20;

    private readonly ArrayTable _table;
    private readonly Lock _lock = new();
    private readonly long _segmentRows;
    private readonly long _bytes;
    private long _next;
    private int _index;

    public ArraySegments(ArrayTable table)
    {
        _table = table;
        _bytes = table.Arrays.Sum(a => a.Shape.Bytes);
        var segments = (_bytes + 4 * MostSegmentBytes - 1) / (4 * MostSegmentBytes) * 4;
        while (segments > 1 && _bytes / segments < LeastSegmentBytes) segments /= 2;
        segments = Math.Max(1, segments);
        _segmentRows = table.SegmentRows ?? Math.Max(1, (table.Rows + segments - 1) / segments);
    }

    public long? RowEstimate => _table.Rows;

    public ISegment? Next(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A table without rows has one segment, so that it is a table.
            if (_next >= _table.Rows && _index > 0) return null;
            if (_index == 0)
            {
                foreach (var array in _table.Arrays) array.Bytes.Prepare(cancellationToken);
            }
            var rows = Math.Min(_segmentRows, _table.Rows - _next);
            var segment = new Segment(_table, _next, rows, _index++, _table.Rows == 0 ? 0 : (double)_bytes / _table.Rows);
            _next += rows;
            return segment;
        }
    }

    public void Dispose()
    {
    }

    private sealed class Segment(ArrayTable table, long first, long rows, int index, double rowBytes) : ISegment
    {
        private long _done;

        public int Index => index;
        // By number: names may differ in case only, which the engine takes for the same.
        public IReadOnlyList<EngineColumn> Columns { get; } = [.. table.Fields.Select((f, i) => new EngineColumn(string.Create(CultureInfo.InvariantCulture, $"c{i}"), FieldEngine.TypeOf(f)))];
        public long? RowEstimate => rows;
        public bool RowEstimateIsExact => true;
        public int MaxThreads => 1;
        public double Progress => 0;
        public long BytesRead => (long)(Volatile.Read(ref _done) * rowBytes);
        public ITableScan OpenScan(ReadOnlySpan<int> columns) => new Scan(table, first, rows, columns, n => Volatile.Write(ref _done, n));

        public void Dispose()
        {
        }
    }

    private sealed class Scan : ITableScan
    {
        private readonly ArrayWindows _windows;
        private readonly (ColumnReader Reader, string Field)[] _columns;
        private readonly long _first;
        private readonly long _end;
        private readonly Action<long> _onRows;
        private long _next;

        public Scan(ArrayTable table, long first, long rows, ReadOnlySpan<int> columns, Action<long> onRows)
        {
            _first = _next = first;
            _end = first + rows;
            _onRows = onRows;
            _windows = new ArrayWindows(table.Arrays.Count());
            _columns = new (ColumnReader, string)[columns.Length];
            for (var i = 0; i < columns.Length; i++) _columns[i] = (table.Columns[columns[i]].Open(_windows), table.Fields[columns[i]].Name);
        }

        public int Read(ChunkBuilder chunk)
        {
            var rows = (int)Math.Min(chunk.Capacity, _end - _next);
            if (rows == 0) return 0;
            foreach (var (reader, _) in _columns) rows = reader.LimitRows(_next, rows);
            for (var i = 0; i < _columns.Length; i++)
            {
                try
                {
                    _columns[i].Reader.Fill(chunk[i], 0, _next, rows);
                }
                catch (SourceDataException e) when (e.Location is { Field: null } place)
                {
                    throw new SourceDataException(e.Code, e.Problem, place with { Field = _columns[i].Field }, e.Fix, e);
                }
            }
            _next += rows;
            _onRows(_next - _first);
            return rows;
        }

        public void Dispose() => _windows.Dispose();
    }
}
