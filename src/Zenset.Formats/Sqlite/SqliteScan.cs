using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Sqlite.Database;
using Zenset.Formats.Sqlite.Values;

namespace Zenset.Formats.Sqlite;

/// <summary>Reads the rows of one segment into chunks.</summary>
internal sealed class SqliteScan : ITableScan
{
    // A chunk of large blobs ends early.
    private const long MostChunkBytes = 16 << 20;

    private readonly SqliteTable _table;
    private readonly ImmutableArray<ColumnReading> _readings;
    private readonly RowRange _range;
    private readonly int _segment;
    private readonly int[] _columns;
    private readonly CellReader[] _cells;
    private readonly Action<long> _onBytes;
    private readonly CancellationToken _cancellationToken;
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _values;
    private long _rows;
    private long _rowId;
    private long _bytes;
    private long _rowsTaken;
    private long _bytesTaken;
    private bool _hasEnded, _hasFailed;

    public SqliteScan(
        SqliteTable table, ImmutableArray<ColumnReading> readings, RowRange range, int segment, ReadOnlySpan<int> columns, Action<long> onBytes, CancellationToken cancellationToken)
    {
        _table = table;
        _readings = readings;
        _range = range;
        _segment = segment;
        _columns = columns.ToArray();
        _cells = [.. _columns.Select(c => new CellReader(readings[c]))];
        _onBytes = onBytes;
        _cancellationToken = cancellationToken;
        try
        {
            _database = table.Source.Pool.Rent();
            _values = _database.Prepare(table.Info.Select(table.Info.RowId is { } rowId ? range.Where(rowId) : ""));
        }
        catch (SqliteFailure failure)
        {
            _database?.Dispose();
            throw failure.AtSource(Failures.Place(null));
        }
    }

    private RowFailures Failures => new(_table, _range);

    public int Read(ChunkBuilder chunk)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        foreach (var cell in _cells) cell.Begin();
        var rows = 0;
        var bytesBefore = _bytes;
        try
        {
            while (rows < chunk.Capacity && _bytes - bytesBefore < MostChunkBytes && !_hasEnded)
            {
                // A statement that is stepped after its end begins again.
                if (!_values.Step())
                {
                    _hasEnded = true;
                    break;
                }
                CheckRowId();
                if (TryReadRow(chunk, rows)) rows++;
                // Rows that are left out fill no chunk.
                if ((++_rows & 0xFFF) == 0) TakeFromBudget();
            }
        }
        catch (SqliteFailure failure)
        {
            _hasFailed = true;
            throw failure.AtSource(Failures.Place(_rows));
        }
        TakeFromBudget();
        for (var i = 0; i < _cells.Length && rows > 0; i++) _cells[i].Finish(chunk[i]);
        _onBytes(_bytes + _rows * _cells.Length);
        return rows;
    }

    public void Dispose()
    {
        _values.Dispose();
        if (_hasFailed) _database.Dispose();
        else _table.Source.Pool.Return(_database);
    }

    private bool TryReadRow(ChunkBuilder chunk, int row)
    {
        long bytes = 0;
        var wrong = -1;
        for (var i = 0; i < _cells.Length; i++)
        {
            if (!_cells[i].TryRead(_values, _columns[i] + 1, chunk[i], row))
            {
                wrong = i;
                break;
            }
        }
        foreach (var cell in _cells) bytes += cell.Bytes;
        _bytes = bytes;
        if (wrong < 0) return true;

        _table.Widen(_readings, _columns[wrong], _cancellationToken);
        var failure = Failures.WrongType(_values, _columns[wrong], _readings[_columns[wrong]], _rows, _table.Info.RowId is null ? null : _rowId);
        if (!_table.Source.Skips) throw failure;
        _table.Source.Request.Rejected!.Add(_segment, RowText.Of(_table.Info, _values), () => failure);
        for (var i = 0; i < _cells.Length; i++) _cells[i].Undo(chunk[i], row);
        return false;
    }

    private void TakeFromBudget()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (!_table.Budget.TryTake(_rows - _rowsTaken, _bytes - _bytesTaken)) throw Failures.Endless(_rows);
        (_rowsTaken, _bytesTaken) = (_rows, _bytes);
    }

    // Rows come in the order of their ids. Those that do not are of a page that is reached twice, and may go on without end.
    private void CheckRowId()
    {
        if (_table.Info.RowId is null) return;
        var rowId = _values.Integer(0);
        if (_rows > 0 && rowId <= _rowId) throw Failures.OutOfOrder(_rows, rowId);
        _rowId = rowId;
    }
}
