using System.Collections.Immutable;
using Zenset.Formats.Csv.Types;
using Zenset.Formats.Text;

namespace Zenset.Formats.Csv;

/// <summary>Rows that the fast way did not take: what they are, and whether the user wants them read all the same.</summary>
internal sealed unsafe class OddRows(CsvTable table, ImmutableArray<ColumnPlan> plans)
{
    private LineRepair? _repair;

    /// <summary>Cells of the row, relative to its start.</summary>
    public List<Cell> Cells { get; } = [];

    /// <summary>Rows that were filled up.</summary>
    public long Padded { get; private set; }

    /// <summary>The row can be read; <see cref="Cells"/> has one for each column then.</summary>
    public bool TryRead(RecordKind kind, byte* start, byte* end, out bool isRepair)
    {
        isRepair = false;
        var width = table.Layout.Width;
        // The tokenizer hands over rows of the right shape only when they are comments by their first character.
        if (kind is RecordKind.Cells or RecordKind.Blank && Cells.Count == width) return true;
        // A delimiter at the end of every line, but not of this one.
        if (kind == RecordKind.Cells && table.Layout.HasTrailingDelimiter && Cells.Count == width - 1)
        {
            Cells.Add(new Cell(end - start, end - start));
            return true;
        }
        if (table.Options.Ragged == Ragged.Repair)
        {
            _repair ??= new LineRepair(table.Dialect, width, Fits);
            if (_repair.Find(start, start, end, asRow: true) is not { } cells) return false;
            Cells.Clear();
            Cells.AddRange(cells);
            return isRepair = true;
        }
        return table.Options.Ragged == Ragged.Pad && kind == RecordKind.Cells && TryPad(end - start, width);
    }

    /// <summary>What is wrong with a row that cannot be read.</summary>
    public BadRow Describe(RecordKind kind, SegmentText text, RecordSplitter splitter)
    {
        var record = text.Offset(splitter.Start);
        switch (kind)
        {
            case RecordKind.UnclosedQuote:
                return BadRow.UnclosedQuote(record, text.Offset(splitter.Fault), table.Dialect);
            case RecordKind.TextAfterQuote:
                var rest = new ReadOnlySpan<byte>(splitter.Fault, (int)Math.Max(0, text.End - splitter.Fault));
                var stop = rest.IndexOfAny(table.Dialect.Delimiter, (byte)'\n', (byte)'\r');
                return BadRow.TextAfterQuote(
                    record, text.Offset(splitter.Opening), text.Offset(splitter.Fault), LineCount.Of(new ReadOnlySpan<byte>(splitter.Opening, (int)(splitter.Fault - splitter.Opening))),
                    table.Dialect, stop < 0 ? rest : rest[..stop], table.Options.Ragged == Ragged.Repair);
            default:
                var width = table.Layout.Width;
                // The first cell too many, or the end of the row.
                var place = Cells.Count > width ? splitter.Start + Cells[width].Start - (Cells[width].IsQuoted ? 1 : 0) : splitter.TextEnd;
                return BadRow.CellCount(record, text.Offset(place), Cells.Count, table.Layout);
        }
    }

    /// <summary>End of a row without its line end.</summary>
    public static byte* TextEnd(byte* start, byte* next)
    {
        if (next > start && next[-1] == '\n') next--;
        if (next > start && next[-1] == '\r') next--;
        return next;
    }

    /// <summary>Nothing but line ends and blanks follows.</summary>
    public static bool IsLast(byte* p, byte* end) => !new ReadOnlySpan<byte>(p, (int)(end - p)).ContainsAnyExcept(" \t\r\n"u8);

    private bool TryPad(long end, int width)
    {
        while (Cells.Count > width && Cells[^1] is { Length: 0, IsQuoted: false }) Cells.RemoveAt(Cells.Count - 1);
        if (Cells.Count > width) return false;
        while (Cells.Count < width) Cells.Add(new Cell(end, end));
        Padded++;
        return true;
    }

    private bool Fits(int column, Cell cell, nint text)
    {
        if (column >= plans.Length) return cell.Length == 0;
        var from = (byte*)text + cell.Start;
        var to = (byte*)text + cell.End;
        return PlanFit.Fits(plans[column], table.Missing, from, to) is { } fits ? fits || PlanFit.CanWiden(plans[column], from, to) : !table.Layout.NeverMissing[column];
    }
}
