namespace Zenset.Formats.Csv.Sniffing;

/// <summary>A record of a sample.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset in the sample.</param>
/// <param name="TextEnd">Offset of its end, without the line end.</param>
/// <param name="Next">Offset of the record after it.</param>
/// <param name="First">Index of its first cell.</param>
/// <param name="Count">Number of its cells.</param>
internal readonly record struct SampleRecord(RecordKind Kind, int Start, int TextEnd, int Next, int First, int Count);

/// <summary>A sample cut into records and cells; a record that the sample cuts off is left out.</summary>
internal sealed unsafe class SampleRecords
{
    // Bounds the work on a sample of very many small cells.
    private const int MostCells = 2_000_000;

    private readonly Sample _sample;
    private readonly List<Cell> _cells = [];

    public SampleRecords(Sample sample, CsvDialect dialect)
    {
        _sample = sample;
        Dialect = dialect;
        var splitter = new RecordSplitter(dialect, sample.Text, sample.End, sample.IsWhole);
        var cells = new List<Cell>();
        while (splitter.HasMore)
        {
            var kind = splitter.Next(cells);
            if (kind == RecordKind.Incomplete || _cells.Count > MostCells)
            {
                IsWhole = false;
                return;
            }
            Records.Add(new SampleRecord(
                kind, (int)(splitter.Start - sample.Text), (int)(splitter.TextEnd - sample.Text), (int)(splitter.Position - sample.Text), _cells.Count,
                kind == RecordKind.Cells ? cells.Count : kind == RecordKind.Blank ? 1 : 0));
            if (kind is RecordKind.Cells or RecordKind.Blank) _cells.AddRange(cells);
        }
        IsWhole = sample.IsWhole;
    }

    public CsvDialect Dialect { get; }
    public List<SampleRecord> Records { get; } = [];

    /// <summary>Every record of the text is here.</summary>
    public bool IsWhole { get; }

    public Cell CellOf(SampleRecord record, int column) => _cells[record.First + column];

    public byte* From(Cell cell) => _sample.Text + cell.Start;

    public byte* To(Cell cell) => _sample.Text + cell.End;

    /// <summary>The cell's value.</summary>
    public string TextOf(SampleRecord record, int column) => TextOf(CellOf(record, column));

    public string TextOf(Cell cell)
    {
        var raw = new ReadOnlySpan<byte>(From(cell), cell.Length);
        if (!cell.IsEscaped) return System.Text.Encoding.UTF8.GetString(raw);
        var buffer = new byte[raw.Length];
        return System.Text.Encoding.UTF8.GetString(buffer, 0, Quotes.Unescape(Dialect, raw, buffer));
    }

    /// <summary>The line of a record as it stands.</summary>
    public ReadOnlySpan<byte> LineOf(SampleRecord record) => _sample.Bytes[record.Start..record.TextEnd];

    /// <summary>Number of cells with text.</summary>
    public int Filled(SampleRecord record)
    {
        var filled = 0;
        for (var i = 0; i < record.Count; i++)
        {
            var cell = CellOf(record, i);
            if (new ReadOnlySpan<byte>(From(cell), cell.Length).ContainsAnyExcept((byte)' ', (byte)'\t')) filled++;
        }
        return filled;
    }

    /// <summary>The cell stands in quotes though it holds nothing that asks for them.</summary>
    public bool IsQuotedFreely(Cell cell) => cell.IsQuoted && !NeedsQuotes(Dialect, From(cell), To(cell));

    /// <summary>A cell with this text must be quoted.</summary>
    public static bool NeedsQuotes(CsvDialect dialect, byte* p, byte* end) =>
        new ReadOnlySpan<byte>(p, (int)(end - p)).IndexOfAny([dialect.Delimiter, dialect.Quote, (byte)'\n', (byte)'\r']) >= 0;
}
