using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Sqlite.Schema;
using Zenset.Formats.Sqlite.Values;
using Zenset.Model;

namespace Zenset.Formats.Sqlite;

/// <summary>The rows of a table in pieces by row id, each read by a connection of its own; one piece where rows have none.</summary>
internal sealed class SqliteSegments : ISegments
{
    private readonly SqliteTable _table;
    private readonly ImmutableArray<ColumnReading> _readings;
    private readonly IReadOnlyList<long> _cuts;
    private int _next;

    public SqliteSegments(SqliteTable table, ImmutableArray<ColumnReading> readings)
    {
        _table = table;
        _readings = readings;
        _cuts = table.Info.RowId is null ? [] : TableCuts.Find(table.Source.Path, table.Info.RootPage, table.RowBytes, table.Source.PieceBytes);
    }

    public long? RowEstimate => null;

    public ISegment? Next(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var index = Interlocked.Increment(ref _next) - 1;
        if (index > _cuts.Count) return null;
        var piece = new RowRange(index == 0 ? null : _cuts[index - 1], index == _cuts.Count ? null : _cuts[index]);
        return new Segment(_table, _readings, piece, index, cancellationToken);
    }

    public void Dispose()
    {
    }

    private sealed class Segment(SqliteTable table, ImmutableArray<ColumnReading> readings, RowRange range, int index, CancellationToken cancellationToken) : ISegment
    {
        private long _bytesRead;

        public int Index { get; } = index;
        // By number: names that differ in case only are two fields, but one column to the engine.
        public IReadOnlyList<EngineColumn> Columns { get; } = [.. readings.Select((r, i) => new EngineColumn(string.Create(CultureInfo.InvariantCulture, $"c{i}"), FieldEngine.TypeOf(r.Field)))];
        public long? RowEstimate => null;
        public bool RowEstimateIsExact => false;
        public int MaxThreads => 1;
        public double Progress => 0;
        public long BytesRead => Volatile.Read(ref _bytesRead);
        public ITableScan OpenScan(ReadOnlySpan<int> columns) => new SqliteScan(table, readings, range, Index, columns, n => Volatile.Write(ref _bytesRead, n), cancellationToken);
        public void Dispose()
        {
        }
    }
}

/// <summary>Rows with ids above <paramref name="Above"/> up to <paramref name="UpTo"/>; null is without end.</summary>
internal readonly record struct RowRange(long? Above, long? UpTo)
{
    /// <summary>The condition on <paramref name="rowId"/>, with the word WHERE.</summary>
    public string Where(string rowId) => (Above, UpTo) switch
    {
        (null, null) => "",
        ({ } above, null) => string.Create(CultureInfo.InvariantCulture, $" WHERE {rowId} > {above}"),
        (null, { } upTo) => string.Create(CultureInfo.InvariantCulture, $" WHERE {rowId} <= {upTo}"),
        ({ } above, { } upTo) => string.Create(CultureInfo.InvariantCulture, $" WHERE {rowId} > {above} AND {rowId} <= {upTo}"),
    };
}
