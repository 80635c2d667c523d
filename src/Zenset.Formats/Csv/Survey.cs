using System.Collections.Immutable;
using Zenset.Formats.Csv.Types;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.Csv;

/// <summary>
/// Reads all rows of a table once, in order, on one thread, after some row did not fit: finds the first failure of the text, or the types
/// that hold for every row.
/// </summary>
internal sealed unsafe class Survey(CsvTable table) : IDisposable
{
    private readonly ColumnGuess[] _guesses = [.. table.Plans.Select(p => new ColumnGuess(table.Missing, GivenNumbers(p), p.Layout))];
    private readonly OddRows _odd = new(table, table.Plans);
    private readonly bool[] _misfits = new bool[table.Plans.Length];
    private readonly RowLocator _locator = new(table.Input, table.Dialect, table.Layout);
    private long _row;

    /// <summary>For each column that is widened, the first cell that asked for it.</summary>
    public (long Row, string Text)[] Culprits { get; } = new (long, string)[table.Plans.Length];

    /// <summary>The plans that hold for all rows.</summary>
    /// <param name="widenOnly">Bad rows are left out, as they will be when the table is read.</param>
    /// <exception cref="SourceDataException">The first bad row, unless they are left out.</exception>
    public ImmutableArray<ColumnPlan> Run(bool widenOnly)
    {
        using var segments = table.OpenSegments((text, index) => new CsvSegment(table, table.Plans, table.Wide, Read(text, widenOnly), index));
        while (segments.Next(CancellationToken.None) is { } segment) segment.Dispose();
        return [.. table.Plans.Select((plan, i) => _misfits[i] ? Widen(plan, _guesses[i]) : plan)];
    }

    /// <inheritdoc/>
    public void Dispose() => _locator.Dispose();

    private static NumberFormat? GivenNumbers(ColumnPlan plan) => plan.Type.Kind == FieldKind.Null ? null : plan.Numbers;

    private static ColumnPlan Widen(ColumnPlan plan, ColumnGuess guess)
    {
        var wider = guess.Decide(keepText: false, preferComma: false);
        // Days and times that were told apart in the sample stay so.
        return wider.Layout is not null && plan.Layout is not null ? wider with { Layout = wider.Layout with { Order = plan.Layout.Order } } : wider;
    }

    private SegmentText Read(SegmentText text, bool widenOnly)
    {
        using var tokenizer = new RowTokenizer(table.Dialect, table.Layout.Width);
        while (true)
        {
            var start = text.Cursor;
            var rows = tokenizer.Tokenize(start, text.End, text.IsFinal, int.MaxValue, out var next);
            for (var row = 0; row < rows; row++, _row++)
            {
                Add(text, start, start + tokenizer.RowStarts[row], new ReadOnlySpan<Cell>(tokenizer.Cells + (long)row * table.Layout.Width, table.Layout.Width), widenOnly);
            }
            text.Cursor = next;
            if (rows > 0) continue;
            if (start == text.End && text.IsFinal) return text;
            var splitter = new RecordSplitter(table.Dialect, start, text.End, text.IsFinal);
            var kind = splitter.Next(_odd.Cells);
            if (kind == RecordKind.Incomplete)
            {
                text.Refill();
                continue;
            }
            text.Cursor = splitter.Position;
            if (kind == RecordKind.Comment || kind == RecordKind.Blank && table.Layout.Width > 1) continue;
            if (_odd.TryRead(kind, start, splitter.TextEnd, out _))
            {
                Add(text, start, start, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_odd.Cells), widenOnly);
            }
            else if (!widenOnly)
            {
                throw _odd.Describe(kind, text, splitter).At(_locator, table.Layout);
            }
            _row++;
        }
    }

    private void Add(SegmentText text, byte* start, byte* record, ReadOnlySpan<Cell> cells, bool widenOnly)
    {
        if (table.Layout.HasTrailingDelimiter && cells[^1].Length > 0 && !widenOnly)
        {
            throw BadRow.CellCount(text.Offset(record), text.Offset(start + cells[^1].Start), cells.Length, table.Layout).At(_locator, table.Layout);
        }
        for (var i = 0; i < _guesses.Length; i++)
        {
            var plan = table.Plans[i];
            if (plan.Type.Kind == FieldKind.String || plan.IsForced && widenOnly) continue;
            var cell = cells[i];
            var p = start + cell.Start;
            var end = start + cell.End;
            if (plan.IsForced)
            {
                if (IsForcedMisfit(plan, p, end)) throw Bad(text, record, p, end, i).At(_locator, table.Layout);
                continue;
            }
            if (PlanFit.Fits(plan, table.Missing, p, end) == false)
            {
                if (!PlanFit.CanWiden(plan, p, end))
                {
                    if (widenOnly) continue;
                    throw Bad(text, record, p, end, i).At(_locator, table.Layout);
                }
                if (!_misfits[i]) Culprits[i] = (_row, Quoting.Shorten(new ReadOnlySpan<byte>(p, (int)Math.Min(end - p, 400))));
                _misfits[i] = true;
            }
            _guesses[i].Add(p, end, cell.IsQuoted, neededQuotes: true);
        }
    }

    private BadRow Bad(SegmentText text, byte* record, byte* p, byte* end, int column) =>
        BadRow.Value(text.Offset(record), text.Offset(p), column, new ReadOnlySpan<byte>(p, (int)(end - p)), table.Plans[column], table.Layout.Names[column]);

    // Types that only a user asks for have no quick test; the engine's types do not matter here.
    private bool IsForcedMisfit(ColumnPlan plan, byte* p, byte* end) => ForcedFit.Fits(plan, table.Missing, p, end) == false;
}
