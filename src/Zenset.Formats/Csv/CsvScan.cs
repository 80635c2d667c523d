using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Zenset.DuckDb;
using Zenset.Formats.Csv.Types;
using Zenset.Formats.Text;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Formats.Csv;

/// <summary>Reads the rows of one segment into chunks: cut into cells, some thousand at a time, then parsed column by column.</summary>
internal sealed unsafe class CsvScan : ITableScan
{
    private readonly CsvTable _table;
    private readonly ImmutableArray<ColumnPlan> _plans;
    private readonly SegmentText _text;
    private readonly int _segment;
    private readonly Action<long> _onBytes;
    private readonly RowTokenizer _tokenizer;
    private readonly ColumnReader[] _readers;
    private readonly (int Output, int Position)[] _places;
    private readonly VectorColumn?[] _vectors;
    private readonly int _rowsOfChunk;
    private readonly Misfits _misfits = new();
    private readonly OddRows _odd;
    private Cell* _oddCells;
    private long _blankLines;
    private long _comments;
    private RowLocator? _locator;

    // Items of vectors in a chunk: half a MiB of numbers stays in the cache of a core while they are hashed and copied on.
    private const int MostItemsOfChunk = 1 << 16;

    public CsvScan(CsvTable table, ImmutableArray<ColumnPlan> plans, WideLayout wide, SegmentText text, int segment, ReadOnlySpan<int> columns, Action<long> onBytes)
    {
        _table = table;
        _plans = plans;
        _text = text;
        _segment = segment;
        _onBytes = onBytes;
        _tokenizer = new RowTokenizer(table.Dialect, table.Layout.Width);
        var outputs = new int[wide.Fields.Length];
        Array.Fill(outputs, -1);
        for (var i = 0; i < columns.Length; i++) outputs[columns[i]] = i;
        var read = Enumerable.Range(0, plans.Length).Where(c => outputs[wide.Slots[c].Field] >= 0).ToArray();
        _readers = [.. read.Select(c => ColumnReaders.For(c, plans[c], table.Dialect, table.Missing))];
        _places = [.. read.Select(c => (outputs[wide.Slots[c].Field], wide.Slots[c].Position))];
        _vectors = new VectorColumn?[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            if (wide.Fields[columns[i]].Type is { Kind: FieldKind.FixedList } type) _vectors[i] = new VectorColumn(i, (int)type.Length);
        }
        _rowsOfChunk = Math.Max(1, MostItemsOfChunk / _vectors.Max(v => v?.Length ?? 1));
        _odd = new OddRows(table, plans);
    }

    private RowLocator Locator => _locator ??= new RowLocator(_table.Input, _table.Dialect, _table.Layout);

    public int Read(ChunkBuilder chunk)
    {
        _table.ThrowIfWidened();
        var rows = 0;
        var capacity = Math.Min(chunk.Capacity, _rowsOfChunk);
        foreach (var vector in _vectors) vector?.Begin(chunk, capacity);
        while (rows < capacity)
        {
            var start = _text.Cursor;
            var count = _tokenizer.Tokenize(start, _text.End, _text.IsFinal, capacity - rows, out var next);
            if (count > 0)
            {
                rows += Parse(chunk, rows, start, count);
                _text.Cursor = next;
                continue;
            }
            if (start == _text.End && _text.IsFinal) break;
            // Cells of the rows before point into the window, so it moves only between chunks.
            if (!ReadOdd(chunk, ref rows))
            {
                if (rows > 0) break;
                _text.Refill();
            }
        }
        foreach (var vector in _vectors) vector?.Finish(chunk, rows);
        _onBytes(_text.BytesRead);
        return rows;
    }

    public void Dispose()
    {
        _table.Count(_blankLines, _comments, _odd.Padded, _readers);
        _tokenizer.Dispose();
        _locator?.Dispose();
        NativeMemory.Free(_oddCells);
        _oddCells = null;
    }

    // Rows of the batch that were taken.
    private int Parse(ChunkBuilder chunk, int first, byte* text, int rows)
    {
        if (_table.Layout.HasTrailingDelimiter) rows = RejectTrailing(text, rows);
        if (rows == 0) return 0;
        ReadColumns(chunk, first, text, _tokenizer.Cells, rows);
        if (_misfits.Cells.Count == 0)
        {
            EndBatch(isKept: true);
            return rows;
        }
        EndBatch(isKept: false);
        var kept = RejectMisfits(text, rows);
        Revive(chunk, first, rows);
        if (kept == 0) return 0;
        ReadColumns(chunk, first, text, _tokenizer.Cells, kept);
        EndBatch(isKept: true);
        return kept;
    }

    private void ReadColumns(ChunkBuilder chunk, int first, byte* text, Cell* cells, int rows)
    {
        _misfits.Cells.Clear();
        var batch = new CellBatch(text, cells, _table.Layout.Width, rows);
        for (var i = 0; i < _readers.Length; i++)
        {
            var (output, position) = _places[i];
            var target = _vectors[output] is { } vector
                ? new CellTarget(chunk[output].Items, first * vector.Length + position, vector.Length)
                : new CellTarget(chunk[output], first, 1);
            _readers[i].Read(batch, target, _misfits);
        }
    }

    private void EndBatch(bool isKept)
    {
        foreach (var reader in _readers) reader.EndBatch(isKept);
    }

    // Rows that are used again: what was marked missing in them must not stay so.
    private void Revive(ChunkBuilder chunk, int first, int rows)
    {
        for (var i = 0; i < chunk.ColumnCount; i++)
        {
            _vectors[i]?.Revive(chunk, first, rows);
            var validity = chunk[i].Validity();
            for (var row = first; row < first + rows; row++) validity[row >> 6] |= 1UL << (row & 63);
        }
    }

    // Throws, or takes the rows out of the batch; returns how many are left.
    private int RejectMisfits(byte* text, int rows)
    {
        var bad = new SortedDictionary<int, int>();
        foreach (var (row, column) in _misfits.Cells)
        {
            var cell = _tokenizer.Cells[row * _table.Layout.Width + column];
            if (_table.OnError == OnError.Stop || PlanFit.CanWiden(_plans[column], text + cell.Start, text + cell.End)) _table.Resolve(widenOnly: _table.OnError == OnError.Skip);
            if (!bad.TryGetValue(row, out var before) || column < before) bad[row] = column;
        }
        foreach (var (row, column) in bad)
        {
            var cell = _tokenizer.Cells[row * _table.Layout.Width + column];
            var start = text + _tokenizer.RowStarts[row];
            var place = text + cell.Start;
            Reject(start, OddRows.TextEnd(start, text + _tokenizer.RowStarts[row + 1]), BadRow.Value(
                _text.Offset(start), _text.Offset(place), column, new ReadOnlySpan<byte>(place, cell.Length), _plans[column], _table.Layout.Names[column]));
        }
        return Compact(rows, bad.ContainsKey);
    }

    // The cell after the last delimiter must be empty in every row.
    private int RejectTrailing(byte* text, int rows)
    {
        var width = _table.Layout.Width;
        HashSet<int>? bad = null;
        for (var row = 0; row < rows; row++)
        {
            if (_tokenizer.Cells[row * width + width - 1].Length == 0) continue;
            (bad ??= []).Add(row);
            var start = text + _tokenizer.RowStarts[row];
            Reject(start, OddRows.TextEnd(start, text + _tokenizer.RowStarts[row + 1]), BadRow.CellCount(
                _text.Offset(start), _text.Offset(text + _tokenizer.Cells[row * width + width - 1].Start), width, _table.Layout));
        }
        return bad is null ? rows : Compact(rows, bad.Contains);
    }

    private int Compact(int rows, Func<int, bool> isBad)
    {
        var width = _table.Layout.Width;
        var cells = _tokenizer.Cells;
        var kept = 0;
        for (var row = 0; row < rows; row++)
        {
            if (isBad(row)) continue;
            if (kept != row)
            {
                new ReadOnlySpan<Cell>(cells + (long)row * width, width).CopyTo(new Span<Cell>(cells + (long)kept * width, width));
                _tokenizer.RowStarts[kept] = _tokenizer.RowStarts[row];
            }
            kept++;
        }
        return kept;
    }

    // A record that is no row of the table, or not obviously. False when more text is needed to see it whole.
    private bool ReadOdd(ChunkBuilder chunk, ref int rows)
    {
        var start = _text.Cursor;
        var splitter = new RecordSplitter(_table.Dialect, start, _text.End, _text.IsFinal);
        var kind = splitter.Next(_odd.Cells);
        if (kind == RecordKind.Incomplete) return false;
        _text.Cursor = splitter.Position;
        if (kind == RecordKind.Blank && _table.Layout.Width > 1)
        {
            // At the end of a text they mean nothing.
            if (!OddRows.IsLast(splitter.Position, _text.End)) _blankLines++;
            return true;
        }
        if (kind == RecordKind.Comment)
        {
            _comments++;
            return true;
        }
        var line = new ReadOnlySpan<byte>(start, (int)(splitter.TextEnd - start));
        if (_odd.TryRead(kind, start, splitter.TextEnd, out var isRepair))
        {
            if (_oddCells == null) _oddCells = (Cell*)NativeMemory.Alloc((nuint)_table.Layout.Width, (nuint)sizeof(Cell));
            for (var i = 0; i < _table.Layout.Width; i++) _oddCells[i] = _odd.Cells[i];
            ReadColumns(chunk, rows, start, _oddCells, 1);
            EndBatch(isKept: _misfits.Cells.Count == 0);
            if (_misfits.Cells.Count == 0)
            {
                rows++;
                if (isRepair)
                {
                    var offset = _text.Offset(start);
                    _table.AddRepair(() => Locator.Find(offset, offset), line);
                }
                return true;
            }
            Revive(chunk, rows, 1);
        }
        Reject(start, splitter.TextEnd, _odd.Describe(kind, _text, splitter));
        return true;
    }

    private void Reject(byte* start, byte* end, BadRow reason)
    {
        // The first failure of the text counts, not the first that a thread meets.
        if (_table.OnError == OnError.Stop || _table.Rejected is null)
        {
            _table.Resolve(widenOnly: false);
            throw reason.At(Locator, _table.Layout);
        }
        _table.Rejected.Add(_segment, new ReadOnlySpan<byte>(start, (int)(end - start)), () => reason.At(Locator, _table.Layout));
    }
}
