namespace Zenset.Formats.Csv;

/// <summary>What a record is.</summary>
internal enum RecordKind
{
    /// <summary>Cells.</summary>
    Cells,
    /// <summary>A line without a byte, or of blanks only.</summary>
    Blank,
    /// <summary>A comment line.</summary>
    Comment,
    /// <summary>A quoted cell never ends.</summary>
    UnclosedQuote,
    /// <summary>There is text between a closing quote and the delimiter.</summary>
    TextAfterQuote,
    /// <summary>The text ends within the record, and more of it may come.</summary>
    Incomplete,
}

/// <summary>
/// Cuts one record of any shape into cells. The plain way, for samples, headers and rows that are wrong; <see cref="RowTokenizer"/>
/// is the fast way, and both agree on where a record ends.
/// </summary>
/// <remarks>
/// A record whose quotes are wrong ends at its first line end: whatever a stray quote would swallow is read as records of their own.
/// </remarks>
internal unsafe ref struct RecordSplitter(CsvDialect dialect, byte* text, byte* end, bool isFinal)
{
    private readonly byte* _base = text;

    /// <summary>Where the next record begins.</summary>
    public byte* Position { get; private set; } = text;

    /// <summary>First byte of the record.</summary>
    public byte* Start { get; private set; } = text;

    /// <summary>One after its last byte, without the line end.</summary>
    public byte* TextEnd { get; private set; } = text;

    /// <summary>The quote that opens the cell that is wrong, when one is.</summary>
    public byte* Opening { get; private set; }

    /// <summary>Where it is wrong, when it is.</summary>
    public byte* Fault { get; private set; }

    /// <summary>There is another record.</summary>
    public readonly bool HasMore => Position < end;

    /// <summary>Goes to another place.</summary>
    public void MoveTo(byte* place) => Position = place;

    /// <summary>Cuts the next record; <paramref name="cells"/> may be null when they are not wanted.</summary>
    public RecordKind Next(List<Cell>? cells)
    {
        cells?.Clear();
        var p = Start = Position;
        if (dialect.Comment != 0 && *p == dialect.Comment) return EndAtLine(RecordKind.Comment);
        var isBlank = true;
        while (true)
        {
            var cell = p;
            var content = Quotes.SkipBlanks(dialect, p, end);
            if (dialect.Quote != 0 && content < end && *content == dialect.Quote)
            {
                isBlank = false;
                var close = Quotes.FindClosing(dialect, content + 1, end, isFinal, out var isEscaped);
                if (close == null) return isFinal ? EndAtFault(RecordKind.UnclosedQuote, content, content) : RecordKind.Incomplete;
                p = Quotes.SkipBlanks(dialect, close + 1, end);
                if (p == end && !isFinal) return RecordKind.Incomplete;
                if (p < end && *p != dialect.Delimiter && *p is not ((byte)'\n' or (byte)'\r')) return EndAtFault(RecordKind.TextAfterQuote, content, close + 1);
                cells?.Add(new Cell(content + 1 - _base, close - _base, isEscaped));
            }
            else
            {
                var length = new ReadOnlySpan<byte>(cell, (int)(end - cell)).IndexOfAny(dialect.Delimiter, (byte)'\n', (byte)'\r');
                if (length < 0 && !isFinal) return RecordKind.Incomplete;
                p = length < 0 ? end : cell + length;
                var from = cell;
                var to = p;
                if (dialect.Trim) Trim(ref from, ref to);
                if (isBlank && new ReadOnlySpan<byte>(cell, (int)(p - cell)).ContainsAnyExcept((byte)' ', (byte)'\t')) isBlank = false;
                cells?.Add(new Cell(from - _base, to - _base));
            }
            if (p < end && *p == dialect.Delimiter)
            {
                isBlank = false;
                p++;
                continue;
            }
            if (p + 1 == end && *p == '\r' && !isFinal) return RecordKind.Incomplete;
            TextEnd = p;
            Position = AfterLineEnd(p, end);
            return isBlank ? RecordKind.Blank : RecordKind.Cells;
        }
    }

    /// <summary>One after the line end at <paramref name="p"/>.</summary>
    public static byte* AfterLineEnd(byte* p, byte* end) => p >= end ? end : *p == '\r' && p + 1 < end && p[1] == '\n' ? p + 2 : p + 1;

    /// <summary>Without blanks at both ends.</summary>
    public static void Trim(ref byte* from, ref byte* to)
    {
        while (from < to && *from is (byte)' ' or (byte)'\t') from++;
        while (to > from && to[-1] is (byte)' ' or (byte)'\t') to--;
    }

    private RecordKind EndAtFault(RecordKind kind, byte* opening, byte* fault)
    {
        Opening = opening;
        Fault = fault;
        return EndAtLine(kind);
    }

    private RecordKind EndAtLine(RecordKind kind)
    {
        var index = new ReadOnlySpan<byte>(Start, (int)(end - Start)).IndexOfAny((byte)'\n', (byte)'\r');
        if (index < 0 && !isFinal || index >= 0 && Start + index + 1 == end && Start[index] == '\r' && !isFinal) return RecordKind.Incomplete;
        TextEnd = index < 0 ? end : Start + index;
        Position = AfterLineEnd(TextEnd, end);
        return kind;
    }
}
