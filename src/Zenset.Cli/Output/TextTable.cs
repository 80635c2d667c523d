namespace Zenset.Cli.Output;

/// <summary>Rows of text in aligned columns, two blanks apart, under a head; cut to the width of the terminal.</summary>
internal sealed class TextTable(Terminal terminal, params IReadOnlyList<TextTable.Column> columns)
{
    /// <summary>A column.</summary>
    /// <param name="Head">What stands above it.</param>
    /// <param name="RightAligned">Numbers.</param>
    /// <param name="MaxWidth">Cells are cut to so many terminal columns.</param>
    internal sealed record Column(string Head, bool RightAligned = false, int MaxWidth = 60);

    private const int Gap = 2;

    private readonly List<Cell[]> _rows = [];

    /// <summary>A cell: text, shown dim when it stands for something that is not there.</summary>
    internal readonly record struct Cell(string Text, bool IsDim = false)
    {
        public static implicit operator Cell(string text) => new(text);

        public Cell ToCell() => this;
    }

    /// <summary>Adds a row of as many cells as there are columns.</summary>
    public void Add(params Cell[] cells) => _rows.Add(cells);

    /// <summary>Writes everything; columns that do not fit are left out, and their number is returned.</summary>
    public int Write(TextWriter output)
    {
        var widths = columns.Select((c, i) => Math.Min(c.MaxWidth, _rows.Select(r => TextWidth.Of(r[i].Text)).Append(TextWidth.Of(c.Head)).Max())).ToArray();
        var shown = Fit(widths);
        WriteRow(output, widths, shown, [.. columns.Select(c => new Cell(c.Head))], terminal.Heading);
        foreach (var row in _rows) WriteRow(output, widths, shown, row, text => text);
        return columns.Count - shown;
    }

    // As many columns as fit; the last one that is shown may be narrowed to no less than eight.
    private int Fit(int[] widths)
    {
        if (terminal.Width is not { } available) return widths.Length;
        for (var i = 0; i < widths.Length; i++)
        {
            if (widths[i] > available)
            {
                if (i > 0 && available < 8) return i;
                widths[i] = Math.Max(1, available);
                return i + 1;
            }
            available -= widths[i] + Gap;
        }
        return widths.Length;
    }

    private void WriteRow(TextWriter output, int[] widths, int shown, Cell[] cells, Func<string, string> style)
    {
        // No blanks at the end of a line.
        var last = shown - 1;
        while (last > 0 && cells[last].Text.Length == 0) last--;
        for (var i = 0; i <= last; i++)
        {
            var text = TextWidth.Cut(cells[i].Text, widths[i]);
            var padding = widths[i] - TextWidth.Of(text);
            var styled = cells[i].IsDim ? terminal.Dim(text) : style(text);
            if (columns[i].RightAligned) output.Write(new string(' ', padding));
            output.Write(styled);
            if (i == last) break;
            output.Write(new string(' ', (columns[i].RightAligned ? 0 : padding) + Gap));
        }
        output.WriteLine();
    }
}
