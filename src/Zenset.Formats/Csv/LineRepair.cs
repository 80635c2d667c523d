namespace Zenset.Formats.Csv;

/// <summary>
/// Looks for the one way to read a damaged line as a row of the table: stray quotes taken as text, surplus empty cells left out, missing
/// cells at the end. When two ways are equally good there is no such way.
/// </summary>
/// <remarks>
/// 1. At a quote that begins a cell there is a choice: it opens a quoted cell that ends at some quote before a delimiter, or it is text.
///    All choices that give the right number of cells are tried, depth first.
/// 2. Each has a cost: quotes that are text, and single quotes inside quoted cells, which should be doubled.
/// 3. Of those that fit the columns, the cheapest wins, if it is the only cheapest. Cells are left out or added only where no quote is stray.
/// </remarks>
internal sealed unsafe class LineRepair(CsvDialect dialect, int width, Func<int, Cell, nint, bool> fits)
{
    // A line of nothing but quotes has very many readings: bytes looked at before giving up.
    private const long MostWork = 20_000_000;

    // Longer lines are not worth the search.
    private const int MostBytes = 256 << 10;

    private readonly List<Cell> _path = [];
    private readonly List<Cell> _best = [];
    private int _bestCost;
    private bool _isTie;
    private long _work;
    private int _wanted;
    private byte* _text;
    private byte* _end;

    /// <summary>The cells, relative to <paramref name="text"/>, or null when no reading stands out.</summary>
    /// <param name="text">What cells are relative to.</param>
    /// <param name="line">The line.</param>
    /// <param name="end">Its end, without the line end.</param>
    /// <param name="asRow">Cells may be missing at the end; names may not.</param>
    public List<Cell>? Find(byte* text, byte* line, byte* end, bool asRow)
    {
        if (end - line > MostBytes) return null;
        _text = text;
        _end = end;
        return WithoutEmptyCells(line) ?? FindWith(line, width) ?? (asRow ? WithMissingCells(line) : null);
    }

    private List<Cell>? FindWith(byte* line, int wanted)
    {
        _path.Clear();
        _best.Clear();
        _bestCost = int.MaxValue;
        _isTie = false;
        _work = 0;
        _wanted = wanted;
        Search(line, 0);
        return _bestCost == int.MaxValue || _isTie || _work >= MostWork ? null : [.. _best];
    }

    private void Search(byte* at, int cost)
    {
        if (cost > _bestCost || _path.Count + 1 > _wanted || _work >= MostWork) return;
        var content = Quotes.SkipBlanks(dialect, at, _end);
        if (dialect.Quote != 0 && content < _end && *content == dialect.Quote)
        {
            var inner = 0;
            for (var p = content + 1; p < _end && _work < MostWork && cost + inner <= _bestCost; p++)
            {
                _work++;
                if (*p != dialect.Quote) continue;
                if (Quotes.EndsCell(dialect, p + 1, _end))
                {
                    _work += p - content;
                    Take(new Cell(content + 1 - _text, p - _text, isEscaped: HasPairs(content + 1, p)), Quotes.SkipBlanks(dialect, p + 1, _end), cost + inner);
                }
                if (p + 1 < _end && p[1] == dialect.Quote && !Quotes.EndsCell(dialect, p + 1, _end)) p++;
                else inner++;
            }
        }
        var length = new ReadOnlySpan<byte>(at, (int)(_end - at)).IndexOf(dialect.Delimiter);
        var stop = length < 0 ? _end : at + length;
        var opens = dialect.Quote != 0 && content < stop && *content == dialect.Quote;
        var closes = dialect.Quote != 0 && stop > content + 1 && stop[-1] == dialect.Quote;
        // With quotes at both ends it is hardly text.
        var stray = opens && closes ? 10 : opens || closes ? 1 : 0;
        _work += stop - at;
        var from = at;
        var to = stop;
        if (dialect.Trim) RecordSplitter.Trim(ref from, ref to);
        Take(new Cell(from - _text, to - _text), stop, cost + stray);
    }

    private void Take(Cell cell, byte* after, int cost)
    {
        _path.Add(cell);
        if (after < _end) Search(after + 1, cost);
        else if (_path.Count == _wanted && cost <= _bestCost && (_wanted != width || Fit(_path))) Keep(cost);
        _path.RemoveAt(_path.Count - 1);
    }

    private void Keep(int cost)
    {
        if (cost == _bestCost)
        {
            _isTie |= !Same(_path, _best);
            return;
        }
        _bestCost = cost;
        _isTie = false;
        _best.Clear();
        _best.AddRange(_path);
    }

    // One surplus delimiter: an empty cell too many.
    private List<Cell>? WithoutEmptyCells(byte* line)
    {
        if (FindWith(line, width + 1) is not { } cells || _bestCost > 0) return null;
        List<Cell>? only = null;
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i].Length > 0 || cells[i].IsQuoted) continue;
            List<Cell> fewer = [.. cells];
            fewer.RemoveAt(i);
            if (!Fit(fewer)) continue;
            if (only is not null && !SameTexts(only, fewer)) return null;
            only ??= fewer;
        }
        return only;
    }

    // Delimiters left out at the end of the line.
    private List<Cell>? WithMissingCells(byte* line)
    {
        for (var missing = 1; missing < width; missing++)
        {
            if (FindWith(line, width - missing) is not { } cells || _bestCost > 0) continue;
            while (cells.Count < width) cells.Add(new Cell(_end - _text, _end - _text));
            return Fit(cells) ? cells : null;
        }
        return null;
    }

    private bool Fit(List<Cell> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (!fits(i, cells[i], (nint)_text)) return false;
        }
        return true;
    }

    private bool HasPairs(byte* from, byte* to)
    {
        for (var p = from; p + 1 < to; p++)
        {
            if (*p == dialect.Quote && p[1] == dialect.Quote || *p == '\\' && dialect.Escape == QuoteEscape.Backslash) return true;
        }
        return false;
    }

    private static bool Same(List<Cell> a, List<Cell> b)
    {
        for (var i = 0; i < a.Count; i++)
        {
            if (a[i].Start != b[i].Start || a[i].End != b[i].End || a[i].IsQuoted != b[i].IsQuoted) return false;
        }
        return true;
    }

    private bool SameTexts(List<Cell> a, List<Cell> b)
    {
        for (var i = 0; i < a.Count; i++)
        {
            if (a[i].IsQuoted != b[i].IsQuoted || !new ReadOnlySpan<byte>(_text + a[i].Start, a[i].Length).SequenceEqual(new ReadOnlySpan<byte>(_text + b[i].Start, b[i].Length))) return false;
        }
        return true;
    }
}
