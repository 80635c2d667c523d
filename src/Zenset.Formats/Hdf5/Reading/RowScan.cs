using Zenset.DuckDb;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>Fills chunks from datasets.</summary>
internal sealed class RowScan : ITableScan
{
    // A chunk of long vectors holds fewer rows.
    private const long MostChunkBytes = 16 << 20;

    private readonly DatasetTable _table;
    private readonly (ColumnReader Reader, string Field)[] _columns;
    private readonly Windows _windows;
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
        _windows = new Windows(table.File, open, table.Datasets.Length);
        _columns = new (ColumnReader, string)[columns.Length];
        _mostRows = (int)Math.Clamp(MostChunkBytes / Math.Max(1, table.Datasets.Max(d => d.RowBytes)), 1, int.MaxValue);
        try
        {
            for (var i = 0; i < columns.Length; i++) _columns[i] = (table.Columns[columns[i]].Open(_windows), table.Columns[columns[i]].Field.Name);
        }
        catch (Hdf5Exception e)
        {
            _windows.Dispose();
            throw Failures.Damaged(e, Place());
        }
    }

    public int Read(ChunkBuilder chunk)
    {
        var rows = (int)Math.Min(Math.Min(chunk.Capacity, _mostRows), _end - _next);
        if (rows == 0) return 0;
        string? field = null;
        try
        {
            foreach (var (reader, name) in _columns)
            {
                field = name;
                rows = Math.Min(rows, reader.Limit(_next, rows, _end));
            }
            for (var i = 0; i < _columns.Length; i++)
            {
                field = _columns[i].Field;
                Fill(chunk[i], _columns[i].Reader, rows);
            }
        }
        catch (Hdf5Exception e)
        {
            throw Failures.Damaged(e, Place() with { Row = _next, Field = field });
        }
        catch (CellException e)
        {
            throw new SourceDataException(Hdf5Errors.Value, e.Message, Place() with { Row = _next + e.Row, Field = field }, "Correct it in the source.", e);
        }
        _next += rows;
        _onRows(_next - _first);
        return rows;
    }

    public void Dispose() => _windows.Dispose();

    private void Fill(VectorBuilder target, ColumnReader reader, int rows)
    {
        try
        {
            reader.Fill(target, _next, rows);
        }
        catch (Exception e) when (rows > 1 && e is CellException or Hdf5Exception)
        {
            // Many values are taken at once, and it is not said which could not: one by one, it is the one that fails.
            for (var row = 0; row < rows; row++)
            {
                try
                {
                    reader.Fill(target, _next + row, 1);
                }
                catch (Exception one) when (one is CellException or Hdf5Exception)
                {
                    throw new CellException(one.Message) { Row = row };
                }
            }
            throw;
        }
    }

    private SourceLocation Place() => new() { Source = _table.File.Source, Resource = _table.Name };
}
