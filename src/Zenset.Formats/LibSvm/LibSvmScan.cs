using System.Globalization;
using System.Runtime.CompilerServices;
using Zenset.DuckDb;
using Zenset.Formats.Text;
using Zenset.Formats.Wide;

namespace Zenset.Formats.LibSvm;

/// <summary>Reads the rows of one segment into chunks: entries go straight into the vectors of the sparse column.</summary>
internal sealed unsafe class LibSvmScan : ITableScan
{
    // Entries of one chunk: half a MiB of values stays in the cache of a core.
    private const int MostEntriesOfChunk = 1 << 16;

    private readonly LibSvmTable _table;
    private readonly SegmentText _text;
    private readonly int _segment;
    private readonly Action<long> _onBytes;
    private readonly int _labelOutput = -1;
    private readonly int _queryOutput = -1;
    private readonly SparseOutput? _sparse;
    private long _labelItems;
    private LibSvmFailure _failure;

    public LibSvmScan(LibSvmTable table, SegmentText text, int segment, ReadOnlySpan<int> columns, Action<long> onBytes)
    {
        _table = table;
        _text = text;
        _segment = segment;
        _onBytes = onBytes;
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] == 0) _labelOutput = i;
            else if (columns[i] == table.Fields.Length - 1) _sparse = new SparseOutput(i);
            else _queryOutput = i;
        }
    }

    public int Read(ChunkBuilder chunk)
    {
        _sparse?.Begin(chunk);
        _labelItems = 0;
        var rows = 0;
        while (rows < chunk.Capacity && (_sparse is null || _sparse.Used < MostEntriesOfChunk))
        {
            var start = _text.Cursor;
            var left = (int)(_text.End - start);
            var length = new ReadOnlySpan<byte>(start, left).IndexOf((byte)'\n');
            if (length < 0 && !_text.IsFinal)
            {
                if (rows > 0) break;
                _text.Refill();
                continue;
            }
            if (length < 0 && left == 0) break;
            var end = start + (length < 0 ? left : length);
            _text.Cursor = length < 0 ? end : end + 1;
            if (ReadLine(chunk, rows, start, end)) rows++;
        }
        _sparse?.Finish(chunk);
        if (_labelOutput >= 0 && _table.HasLists) chunk[_labelOutput].SetItemCount(_labelItems);
        _onBytes(_text.BytesRead);
        return rows;
    }

    public void Dispose() { }

    // False when the line is no row: blank, a comment, or rejected.
    private bool ReadLine(ChunkBuilder chunk, int row, byte* p, byte* end)
    {
        var line = p;
        var comment = new ReadOnlySpan<byte>(p, (int)(end - p)).IndexOf((byte)'#');
        var last = comment >= 0 ? p + comment : end;
        while (last > p && last[-1] is (byte)' ' or (byte)'\t' or (byte)'\r') last--;
        SkipBlanks(ref p, last);
        if (p == last) return false;
        var labelItems = _labelItems;
        if (ReadLabels(chunk, row, ref p, last, p > line) && ReadQuery(chunk, row, ref p, last) && ReadEntries(chunk, row, p, last)) return true;

        _labelItems = labelItems;
        var offset = _text.Offset(_failure.Place);
        var failure = _failure;
        if (_table.OnError == OnError.Stop || _table.Rejected is null) throw LibSvmLocator.Locate(_table, failure, offset);
        while (end > line && end[-1] == '\r') end--;
        _table.Rejected.Add(_segment, new ReadOnlySpan<byte>(line, (int)(end - line)), () => LibSvmLocator.Locate(_table, failure, offset));
        // The row's place is used again: what was marked missing in it must not stay so. Entries that stayed could fill a chunk on their
        // own, and a chunk without rows is the end.
        _sparse?.ForgetRow(chunk);
        if (_queryOutput >= 0) chunk[_queryOutput].Validity()[row >> 6] |= 1UL << (row & 63);
        return false;
    }

    private bool ReadLabels(ChunkBuilder chunk, int row, ref byte* p, byte* end, bool isIndented)
    {
        var word = Word(p, end);
        var first = _labelItems;
        if (!word.Contains((byte)':'))
        {
            while (true)
            {
                var length = _table.HasLists ? word.IndexOf((byte)',') : -1;
                var text = length < 0 ? word : word[..length];
                if (!ReadLabel(chunk, row, text)) return Fail(LibSvmErrors.Label, p, $"'{Quoting.Shorten(text)}' is not a label", "A row begins with a number, or with several parted by commas; correct it, or keep going without such rows: --on-error skip.");
                p += text.Length;
                if (length < 0) break;
                p++;
                word = word[(length + 1)..];
            }
        }
        else if (!_table.HasLists || !isIndented)
        {
            return Fail(LibSvmErrors.Label, p, "the row begins with an entry, not with a label", "Write a label, 0 where there is none; among rows of several labels one without any begins with a blank.");
        }
        if (_labelOutput >= 0 && _table.HasLists) chunk[_labelOutput].Entries[row] = new ListEntry((ulong)first, (ulong)(_labelItems - first));
        return true;
    }

    private bool ReadLabel(ChunkBuilder chunk, int row, ReadOnlySpan<byte> text)
    {
        long whole = 0;
        double number = 0;
        if (_table.HasWholeLabels ? !SvmNumbers.TryWhole(text, out whole) : !SvmNumbers.TryNumber(text, out number)) return false;
        if (_labelOutput < 0) return true;
        var vector = chunk[_labelOutput];
        if (_table.HasLists)
        {
            vector.ReserveItems(_labelItems + 1);
            row = (int)_labelItems++;
            vector = vector.Items;
        }
        if (_table.HasWholeLabels) vector.Values<long>()[row] = whole;
        else vector.Values<double>()[row] = number;
        return true;
    }

    private bool ReadQuery(ChunkBuilder chunk, int row, ref byte* p, byte* end)
    {
        SkipBlanks(ref p, end);
        var word = Word(p, end);
        if (!word.StartsWith("qid:"u8))
        {
            if (_queryOutput >= 0) chunk[_queryOutput].SetMissing(row);
            return true;
        }
        if (!SvmNumbers.TryWhole(word[4..], out var query)) return Fail(LibSvmErrors.QueryId, p, $"'{Quoting.Shorten(word)}' is not a query: qid takes a whole number", "Correct it, or keep going without such rows: --on-error skip.");
        if (_queryOutput >= 0) chunk[_queryOutput].Values<long>()[row] = query;
        p += word.Length;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadEntries(ChunkBuilder chunk, int row, byte* p, byte* end)
    {
        // An entry has at least four bytes with its blank.
        _sparse?.BeginRow(chunk, (int)(end - p) / 4 + 1);
        var dimension = _table.Dimension;
        var first = _table.IndexBase;
        var previous = -1L;
        while (true)
        {
            SkipBlanks(ref p, end);
            if (p == end) break;
            var place = p;
            var colon = NumberParser.ParseInt64(p, end, out var index);
            if (colon == null || colon >= end || *colon != ':') return NoEntry(place, end);
            var position = index - first;
            if (position <= previous || position >= dimension) return WrongIndex(place, index, previous);
            previous = position;
            var after = NumberParser.ParseDouble(colon + 1, end, out var value);
            if (after == null || after < end && *after is not ((byte)' ' or (byte)'\t'))
            {
                var text = Word(colon + 1, end);
                if (!SvmNumbers.TryNumber(text, out value)) return NoEntry(place, end);
                after = colon + 1 + text.Length;
            }
            _sparse?.Add((int)position, value);
            p = after;
        }
        _sparse?.FinishRow(row);
        return true;
    }

    private bool NoEntry(byte* place, byte* end)
    {
        var word = Word(place, end);
        var isFieldAware = word.Count((byte)':') == 2;
        return Fail(
            LibSvmErrors.Entry, place, $"'{Quoting.Shorten(word)}' is not index:value",
            isFieldAware ? "This looks like field:index:value, the format of LIBFFM, which is not read." : "Correct it, or keep going without such rows: --on-error skip.");
    }

    private bool WrongIndex(byte* place, long index, long previous)
    {
        // The survey takes the last index of a row for its highest: one beyond the length has a smaller one after it.
        var position = index - _table.IndexBase;
        var problem = position < 0 ? string.Create(CultureInfo.InvariantCulture, $"index {index} is below the first, {_table.IndexBase}")
            : position == previous ? string.Create(CultureInfo.InvariantCulture, $"index {index} stands twice")
            : position < previous ? string.Create(CultureInfo.InvariantCulture, $"index {index} comes after {previous + _table.IndexBase}")
            : position >= int.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"index {index} is beyond 2,147,483,647")
            : string.Create(CultureInfo.InvariantCulture, $"index {index} has a smaller one after it");
        return Fail(LibSvmErrors.Index, place, problem, index < _table.IndexBase ? "Say --index-base 0 if the first feature has index 0." : "Indices increase within a row. Sort them, or keep going without such rows: --on-error skip.");
    }

    private static ReadOnlySpan<byte> Word(byte* p, byte* end)
    {
        var rest = new ReadOnlySpan<byte>(p, (int)(end - p));
        var length = rest.IndexOfAny((byte)' ', (byte)'\t');
        return length < 0 ? rest : rest[..length];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SkipBlanks(ref byte* p, byte* end)
    {
        while (p < end && (*p == ' ' || *p == '\t')) p++;
    }

    private bool Fail(ErrorCode code, byte* place, string problem, string fix)
    {
        _failure = new LibSvmFailure(code, problem, fix, place);
        return false;
    }
}

/// <summary>What is wrong with a row, before its line is known.</summary>
internal readonly unsafe struct LibSvmFailure(ErrorCode code, string problem, string fix, byte* place)
{
    public ErrorCode Code { get; } = code;
    public string Problem { get; } = problem;
    public string Fix { get; } = fix;

    /// <summary>Where, in the window.</summary>
    public byte* Place { get; } = place;
}
