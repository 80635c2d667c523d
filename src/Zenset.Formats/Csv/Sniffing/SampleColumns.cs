using Zenset.Formats.Csv.Types;
using Zenset.Model;

namespace Zenset.Formats.Csv.Sniffing;

/// <summary>What the columns of a table hold, as far as a sample shows.</summary>
internal sealed unsafe class SampleColumns
{
    private readonly SampleRecords _records;
    private readonly CsvOptions _options;
    private readonly int _width;

    public SampleColumns(SampleRecords records, CsvOptions options, int width)
    {
        _records = records;
        _options = options;
        _width = width;
        Guesses = [.. Enumerable.Range(0, width).Select(_ => new ColumnGuess(options.Missing ?? MissingWords.Known, options.Numbers, options.DateFormat))];
        Plans = [];
    }

    /// <summary>For each column, what is possible.</summary>
    public ColumnGuess[] Guesses { get; }

    /// <summary>For each column, how it is read.</summary>
    public ColumnPlan[] Plans { get; private set; }

    /// <summary>Takes records into account, those of the right width.</summary>
    public SampleColumns Add(IEnumerable<SampleRecord> records)
    {
        foreach (var record in records)
        {
            if (record.Kind != RecordKind.Cells && !(record.Kind == RecordKind.Blank && _width == 1) || record.Count != _width) continue;
            for (var i = 0; i < _width; i++)
            {
                var cell = _records.CellOf(record, i);
                var from = _records.From(cell);
                var to = _records.To(cell);
                Guesses[i].Add(from, to, cell.IsQuoted, cell.IsQuoted && SampleRecords.NeedsQuotes(_records.Dialect, from, to));
            }
        }
        Plans = Decide(Guesses);
        return this;
    }

    /// <summary>How each column is read, all considered together.</summary>
    public static ColumnPlan[] Decide(ColumnGuess[] guesses)
    {
        // Some column is written without quotes as a rule: then quotes around numbers are meant, and make them text.
        var isSelective = guesses.Any(g => g.Unquoted > g.QuotedFreely);
        var prefersComma = guesses.Any(g => g.HasDecimalComma);
        return [.. guesses.Select(g => g.Decide(isSelective && g.Unquoted == 0 && g.QuotedFreely > 0, prefersComma))];
    }

    /// <summary>Columns whose type tells a value from a name.</summary>
    public IEnumerable<int> Typed => Enumerable.Range(0, _width).Where(i => Plans[i].Type.Kind is not (FieldKind.String or FieldKind.Null));

    /// <summary>The cell could be a value of the column; null when it is empty.</summary>
    public bool? Fits(SampleRecord record, int column)
    {
        var cell = _records.CellOf(record, column);
        return PlanFit.Fits(Plans[column], _options.Missing ?? MissingWords.Known, _records.From(cell), _records.To(cell));
    }
}
