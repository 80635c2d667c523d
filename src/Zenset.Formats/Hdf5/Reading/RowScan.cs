using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Cells;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>Fills chunks from datasets.</summary>
internal sealed unsafe class RowScan : ITableScan
{
    // A chunk of long vectors holds fewer rows.
    private const long MostChunkBytes = 16 << 20;

    private readonly DatasetTable _table;
    private readonly Column[] _columns;
    private readonly RowWindow[] _windows;
    private readonly Action<long> _onRows;
    private readonly int _mostRows;
    private readonly long _first;
    private readonly long _end;
    private long _next;

    public RowScan(DatasetTable table, Func<StoredDataset, Hdf5Dataset> open, ReadOnlySpan<int> columns, long first, long end, Action<long> onRows)
    {
        _table = table;
        _onRows = onRows;
        (_first, _next, _end) = (first, first, end);
        var windows = new Dictionary<StoredDataset, RowWindow>(ReferenceEqualityComparer.Instance);
        _columns = new Column[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var column = table.Columns[columns[i]];
            if (!windows.TryGetValue(column.Dataset, out var window))
            {
                window = new RowWindow(open(column.Dataset), column.Dataset, BlockSizes.RowsOf(column.Dataset, table.Datasets.Length));
                windows.Add(column.Dataset, window);
            }
            _columns[i] = new Column(window, column.Plan.Open(), column.Offset, column.Field.Name);
        }
        _windows = [.. windows.Values];
        _mostRows = (int)Math.Clamp(MostChunkBytes / Math.Max(1, table.Datasets.Max(d => d.RowBytes)), 1, int.MaxValue);
    }

    public int Read(ChunkBuilder chunk)
    {
        var rows = (int)Math.Min(Math.Min(chunk.Capacity, _mostRows), _end - _next);
        if (rows == 0) return 0;
        try
        {
            foreach (var window in _windows) rows = Math.Min(rows, window.Load(_next, _end));
        }
        catch (Hdf5Exception e)
        {
            throw Failures.Damaged(e, new SourceLocation { Source = _table.File.Source, Resource = _table.Name, Row = _next });
        }
        for (var i = 0; i < _columns.Length; i++) Fill(chunk[i], _columns[i], rows);
        _next += rows;
        _onRows(_next - _first);
        return rows;
    }

    public void Dispose()
    {
        foreach (var window in _windows) window.Dispose();
    }

    private void Fill(VectorBuilder target, in Column column, int rows)
    {
        var from = column.Window.At(_next) + column.Offset;
        column.Cell.Begin();
        try
        {
            column.Cell.Read(target, 0, from, column.Window.Stride, rows);
        }
        catch (CellException e)
        {
            throw new SourceDataException(
                Hdf5Errors.Value, e.Message, new SourceLocation { Source = _table.File.Source, Resource = _table.Name, Row = _next + FindBad(target, column, from, rows), Field = column.Name },
                "Correct it in the source.", e);
        }
        column.Cell.Finish(target);
    }

    // A cell takes many values at once and does not say which one it could not: one by one, it is the one that fails.
    private static int FindBad(VectorBuilder target, in Column column, byte* from, int rows)
    {
        column.Cell.Begin();
        for (var row = 0; row < rows; row++)
        {
            try
            {
                column.Cell.Read(target, row, from + (long)row * column.Window.Stride, column.Window.Stride, 1);
            }
            catch (CellException)
            {
                return row;
            }
        }
        return 0;
    }

    private readonly record struct Column(RowWindow Window, Cell Cell, int Offset, string Name);
}
