using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arrow.Reading.Columns;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>Reads the rows of a segment into chunks: one batch is in memory at a time.</summary>
internal sealed class ArrowScan : ITableScan
{
    // Values of a chunk: longer lists get fewer rows at once. A single row has no such way out.
    private const long ChunkValues = 4 << 20, MostRowValues = 1 << 28;

    // Dictionaries, runs and views let few bytes stand for many values; what is beyond this was made to keep somebody busy.
    private const long FreeValues = 1 << 30, ValuesPerByte = 64;

    private readonly ArrowTable _table;
    private readonly IReadOnlyList<BatchPiece> _pieces;
    private readonly int[] _columns;
    private readonly ColumnReader[] _readers;
    private readonly Action<long> _onBytes;
    private readonly BatchMemory _memory = new();
    private ArrowArray[] _arrays = [];
    private int _next;
    private BatchPiece _piece;
    private long _done;
    private long _bytes;
    private long _expanded;

    public ArrowScan(ArrowTable table, IReadOnlyList<BatchPiece> pieces, int[] columns, Action<long> onBytes)
    {
        _table = table;
        _pieces = pieces;
        _columns = columns;
        _onBytes = onBytes;
        _readers = [.. columns.Select(c => table.Plans[c].MakeReader())];
    }

    public int Read(ChunkBuilder chunk)
    {
        while (_done >= _piece.Rows)
        {
            _bytes += _piece.Bytes;
            _onBytes(_bytes);
            _piece = default;
            _done = 0;
            // Texts of the last chunk pointed into it; the engine has done with them.
            _memory.Clear();
            if (_next >= _pieces.Count) return 0;
            _piece = _pieces[_next++];
            _arrays = Load(_piece.Batch);
        }
        var start = _piece.Start + _done;
        var rows = Fit(start, (int)Math.Min(chunk.Capacity, _piece.Rows - _done));
        for (var i = 0; i < _columns.Length; i++)
        {
            _readers[i].Begin();
            try
            {
                _readers[i].Copy(_arrays[_columns[i]], start, rows, chunk[i], 0);
            }
            catch (ArrowDataException e)
            {
                throw e.At(Locate(i, start, rows, chunk[i]));
            }
        }
        _done += rows;
        _onBytes(_bytes + (long)((double)_piece.Bytes * _done / _piece.Rows));
        return rows;
    }

    public void Dispose() => _memory.Dispose();

    private ArrowArray[] Load(int batch)
    {
        var place = new SourceLocation { Source = _table.SourceName, Offset = _table.Batches[batch].Offset };
        try
        {
            return _table.Batches.Load(batch, _memory);
        }
        catch (ArrowDataException e)
        {
            throw e.At(place);
        }
        catch (FormatException e)
        {
            throw ArrowDataException.Metadata($"the header of a batch is damaged ({e.Message.TrimEnd('.').ToLowerInvariant()})").At(place);
        }
    }

    private int Fit(long start, int rows)
    {
        long most, sum;
        while (true)
        {
            (most, sum) = Measure(start, rows, ChunkValues);
            if (most < ChunkValues) break;
            if (rows == 1)
            {
                (most, sum) = Measure(start, rows, MostRowValues);
                break;
            }
            rows = (rows + 1) / 2;
        }
        _expanded += sum - (long)rows * _columns.Length;
        if (most >= MostRowValues || _expanded > FreeValues + ValuesPerByte * _table.SourceBytes)
        {
            throw new NotSupportedSourceException(
                ArrowErrors.Unsupported, string.Create(CultureInfo.InvariantCulture, $"lists, runs or dictionaries of {_table.SourceBytes:N0} bytes stand for more than {(most >= MostRowValues ? MostRowValues : _expanded):N0} values"),
                new SourceLocation { Source = _table.SourceName, Row = _piece.FirstRow + _done }, "Write it without them, in smaller rows.");
        }
        return rows;
    }

    // Values of the column that has most, and of all; no more are counted than is too much.
    private (long Most, long Sum) Measure(long start, int rows, long limit)
    {
        long most = 0, sum = 0;
        for (var i = 0; i < _columns.Length && most < limit; i++)
        {
            var values = _readers[i].Measure(_arrays[_columns[i]], start, rows, limit);
            most = Math.Max(most, values);
            sum += values;
        }
        return (most, sum);
    }

    // The chunk is lost anyway: row by row, the first that fails again is the one.
    private SourceLocation Locate(int column, long start, int rows, VectorBuilder target)
    {
        var row = 0;
        for (; row < rows - 1; row++)
        {
            _readers[column].Begin();
            try
            {
                _readers[column].Copy(_arrays[_columns[column]], start + row, 1, target, row);
            }
            catch (ArrowDataException)
            {
                break;
            }
        }
        return new SourceLocation { Source = _table.SourceName, Row = _piece.FirstRow + _done + row, Field = _table.Fields[_columns[column]].Name };
    }
}
