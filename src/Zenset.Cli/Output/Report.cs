namespace Zenset.Cli.Output;

/// <summary>An answer in lines, each with a word before it: the one shape of everything that a command reports.</summary>
internal sealed class Report(Terminal terminal)
{
    /// <summary>Columns of the word and its gap, at least.</summary>
    public const int LabelWidth = 17;

    private readonly List<(string Label, string Text)> _lines = [];

    /// <summary>Adds a line.</summary>
    public Report Add(string label, string text)
    {
        _lines.Add((label, text));
        return this;
    }

    /// <summary>Adds a line when <paramref name="text"/> says something.</summary>
    public Report AddIfSaid(string label, string? text) => string.IsNullOrEmpty(text) ? this : Add(label, text);

    /// <summary>
    /// Writes all lines. The texts stand in one column; a word that is too long for it pushes only its own text, and a name that
    /// is a little too long widens the column for all.
    /// </summary>
    public void Write()
    {
        var widest = _lines.Max(l => TextWidth.Of(l.Label));
        var column = Math.Clamp(widest + 2, LabelWidth, 30);
        foreach (var (label, text) in _lines)
        {
            terminal.Out.Write(terminal.Label(label));
            terminal.Out.Write(new string(' ', Math.Max(2, column - TextWidth.Of(label))));
            terminal.Out.WriteLine(text);
        }
        terminal.Out.Flush();
    }
}
