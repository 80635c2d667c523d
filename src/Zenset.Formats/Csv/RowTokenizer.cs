using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Zenset.Formats.Csv;

/// <summary>
/// Cuts rows of the expected number of cells, as many as fit, and stops before anything else: a blank line, a comment, a row that is
/// wrong. Belongs to one thread.
/// </summary>
/// <remarks>
/// 1. 64 bytes at a time are compared with delimiter, quote, LF and CR; the results are one bit per byte, as in simdjson (Langdale and
///    Lemire, "Parsing gigabytes of JSON per second", 2019, §3.1) and Sep.
/// 2. Only these places are looked at, in order. A quote matters only at the start of a cell; its cell is then searched for the end as
///    a whole, and step 1 goes on behind it.
/// </remarks>
internal sealed unsafe class RowTokenizer : IDisposable
{
    /// <summary>Cells that are cut before they are parsed: their text stays in the second-level cache.</summary>
    private const int BatchCells = 8 << 10;

    private readonly CsvDialect _dialect;
    private readonly int _width;
    private readonly Cell* _cells;
    private readonly int* _rowStarts;

    /// <summary>For rows of <paramref name="width"/> cells.</summary>
    public RowTokenizer(CsvDialect dialect, int width)
    {
        _dialect = dialect;
        _width = width;
        MaxRows = Math.Clamp(BatchCells / width, 1, 2048);
        _cells = (Cell*)NativeMemory.Alloc((nuint)MaxRows * (nuint)width, (nuint)sizeof(Cell));
        _rowStarts = (int*)NativeMemory.Alloc((nuint)MaxRows + 1, sizeof(int));
    }

    /// <summary>Most rows of a batch.</summary>
    public int MaxRows { get; }

    /// <summary>Cells of the batch, row by row.</summary>
    public Cell* Cells => _cells;

    /// <summary>Where each row of the batch begins, and where the last one ends.</summary>
    public int* RowStarts => _rowStarts;

    /// <summary>
    /// Cuts up to <paramref name="maxRows"/> rows from <paramref name="text"/> on; returns how many. <paramref name="next"/> is where the
    /// first row begins that was not taken.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Tokenize(byte* text, byte* end, bool isFinal, int maxRows, out byte* next)
    {
        maxRows = Math.Min(maxRows, MaxRows);
        var delimiter = _dialect.Delimiter;
        var quote = _dialect.Quote;
        var trim = _dialect.Trim;
        var comment = _dialect.Comment;
        var width = _width;
        // A quote that means nothing is looked for as another delimiter, so that the loop stays the same.
        var delimiters = Vector256.Create(delimiter);
        var quotes = Vector256.Create(quote == 0 ? delimiter : quote);
        var feeds = Vector256.Create((byte)'\n');
        var returns = Vector256.Create((byte)'\r');

        var rows = 0;
        var output = _cells;
        var rowEnd = output + width;
        var rowStart = text;
        var cell = text;
        var block = text;
        _rowStarts[0] = 0;
        if (comment != 0 && text < end && *text == comment) goto Stop;

        while (block < end)
        {
            // Step 1. The text is followed by zeros that may be read.
            var low = Vector256.Load(block);
            var high = Vector256.Load(block + 32);
            var lowHits = Vector256.Equals(low, delimiters) | Vector256.Equals(low, quotes) | Vector256.Equals(low, feeds) | Vector256.Equals(low, returns);
            var highHits = Vector256.Equals(high, delimiters) | Vector256.Equals(high, quotes) | Vector256.Equals(high, feeds) | Vector256.Equals(high, returns);
            var hits = lowHits.ExtractMostSignificantBits() | (ulong)highHits.ExtractMostSignificantBits() << 32;
            if (end - block < 64) hits &= (1UL << (int)(end - block)) - 1;
            var nextBlock = block + 64;

            // Step 2.
            while (hits != 0)
            {
                var at = block + BitOperations.TrailingZeroCount(hits);
                hits &= hits - 1;
                var c = *at;
                if (c == delimiter)
                {
                    if (output + 1 >= rowEnd) goto Stop;
                    *output++ = trim ? Trimmed(cell, at, text) : new Cell(cell - text, at - text);
                    cell = at + 1;
                    continue;
                }
                if (c == quote)
                {
                    if (at != cell && (!trim || Quotes.SkipBlanks(_dialect, cell, end) != at)) continue;
                    var close = Quotes.FindClosing(_dialect, at + 1, end, isFinal, out var isEscaped);
                    if (close == null) goto Stop;
                    var after = Quotes.SkipBlanks(_dialect, close + 1, end);
                    if (after >= end)
                    {
                        if (!isFinal) goto Stop;
                    }
                    else if (*after == delimiter)
                    {
                        if (output + 1 >= rowEnd) goto Stop;
                        *output++ = new Cell(at + 1 - text, close - text, isEscaped);
                        cell = after + 1;
                        nextBlock = cell;
                        break;
                    }
                    else if (*after is not ((byte)'\n' or (byte)'\r'))
                    {
                        goto Stop;
                    }
                    if (output + 1 != rowEnd) goto Stop;
                    *output++ = new Cell(at + 1 - text, close - text, isEscaped);
                    if (after + 1 >= end && !isFinal && *after == '\r') goto Stop;
                    nextBlock = RecordSplitter.AfterLineEnd(after, end);
                    hits = 0;
                }
                else
                {
                    // A line end. Too few cells, or an empty line, stop.
                    if (output + 1 != rowEnd) goto Stop;
                    var after = at + 1;
                    if (c == '\r')
                    {
                        if (after >= end && !isFinal) goto Stop;
                        if (after < end && *after == '\n')
                        {
                            after++;
                            hits &= hits - 1;
                            if (after > nextBlock) nextBlock = after;
                        }
                    }
                    *output++ = trim ? Trimmed(cell, at, text) : new Cell(cell - text, at - text);
                    cell = after;
                    _rowStarts[++rows] = (int)(after - text);
                    rowStart = after;
                    rowEnd = output + width;
                    if (rows == maxRows || comment != 0 && after < end && *after == comment) goto Stop;
                    continue;
                }
                cell = nextBlock;
                _rowStarts[++rows] = (int)(nextBlock - text);
                rowStart = nextBlock;
                rowEnd = output + width;
                if (rows == maxRows || comment != 0 && nextBlock < end && *nextBlock == comment) goto Stop;
                break;
            }
            block = nextBlock;
        }
        // The last row may lack its line end.
        if (isFinal && rowStart < end && output + 1 == rowEnd && cell <= end)
        {
            *output = trim ? Trimmed(cell, end, text) : new Cell(cell - text, end - text);
            _rowStarts[++rows] = (int)(end - text);
            rowStart = end;
        }
    Stop:
        next = rowStart;
        return rows;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_cells);
        NativeMemory.Free(_rowStarts);
    }

    private static Cell Trimmed(byte* from, byte* to, byte* text)
    {
        RecordSplitter.Trim(ref from, ref to);
        return new Cell(from - text, to - text);
    }
}
