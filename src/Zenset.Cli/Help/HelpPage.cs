using System.CommandLine;
using Zenset.Cli.Commands;
using Zenset.Cli.Output;

namespace Zenset.Cli.Help;

/// <summary>The answer to <c>--help</c>: usage, what each word means, examples to try.</summary>
internal sealed class HelpPage(Terminal terminal, GlobalOptions globals)
{
    private const int Indent = 2;
    private const int MaxNameWidth = 26;

    private readonly TextWriter _out = terminal.Out;
    private readonly int _width = Math.Min(terminal.Width ?? 100, 100);

    /// <summary>The page of the program.</summary>
    public void WriteOverview(IReadOnlyList<ZensetCommand> commands)
    {
        _out.WriteLine("Zenset turns any machine-learning dataset into one uniform, verified, versioned thing.");
        _out.WriteLine();
        Heading("usage");
        _out.WriteLine("  zenset VERB … [options]");
        _out.WriteLine("  A dataset's version is NAME (the latest), NAME@3 or NAME@tag.");
        Section("verbs", commands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description ?? "")));
        Section("options of every verb", globals.All.Select(Describe).Append(("-h, --help", "This page; after a verb, its own.")).Append(("--version", "The version of Zenset.")));
        WriteExamples([
            new("zenset demo", "a tour on a small dataset, in a repository that is removed afterwards"),
            new("zenset import credit-g.arff", "a file becomes credit-g@1"),
            new("zenset export credit-g --to parquet", "and leaves in another format"),
        ]);
    }

    /// <summary>The page of one command.</summary>
    public void Write(ZensetCommand command)
    {
        _out.WriteLine($"zenset {command.Name}: {Decapitalise(command.Description ?? "")}");
        _out.WriteLine();
        Heading("usage");
        Wrapped(Indent, $"zenset {command.Name} {command.Grammar}".TrimEnd(), 4 + Indent);
        Section("arguments", command.Arguments.Where(a => !a.Hidden).Select(a => (a.HelpName ?? a.Name, a.Description ?? "")));
        var ofFormats = command.FormatFlags.Select(f => (Option)f.Flag).ToHashSet();
        Section("options", command.Options.Where(o => !o.Hidden && !ofFormats.Contains(o)).Select(Describe));
        foreach (var group in command.FormatFlags.GroupBy(f => string.Join(", ", f.Formats.Select(format => format.Title))))
        {
            Section($"options for {group.Key}", group.Select(f => ($"--{f.Option.Name} {f.Option.Form}", f.Option.WhenNotGiven is null ? f.Option.Help : $"{f.Option.Help.TrimEnd('.')}. Not given: {Decapitalise(f.Option.WhenNotGiven)}.")));
        }
        Section("options of every verb", globals.All.Select(Describe));
        WriteExamples(command.Examples);
    }

    private void WriteExamples(IReadOnlyList<Example> examples)
    {
        if (examples.Count == 0) return;
        _out.WriteLine();
        Heading("examples");
        foreach (var example in examples)
        {
            _out.WriteLine($"  $ {example.Command}");
            Wrapped(6, example.Meaning, 6);
        }
        _out.Flush();
    }

    private void Section(string heading, IEnumerable<(string Name, string Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0) return;
        _out.WriteLine();
        Heading(heading);
        var column = Indent + Math.Min(MaxNameWidth, all.Max(r => r.Name.Length)) + 2;
        foreach (var (name, text) in all)
        {
            var lead = new string(' ', Indent) + name;
            if (lead.Length > column - 2)
            {
                _out.WriteLine(lead);
                lead = "";
            }
            _out.Write(lead.PadRight(column));
            Wrapped(0, text, column, first: _width - column);
        }
    }

    private void Heading(string text) => _out.WriteLine(terminal.Heading(text));

    // Words, broken at the width; lines after the first begin at 'hang'.
    private void Wrapped(int indent, string text, int hang, int? first = null)
    {
        _out.Write(new string(' ', indent));
        var room = first ?? _width - indent;
        var left = room;
        var atStart = true;
        foreach (var word in text.Split(' '))
        {
            if (!atStart && word.Length + 1 > left)
            {
                _out.WriteLine();
                _out.Write(new string(' ', hang));
                left = _width - hang;
                atStart = true;
            }
            if (!atStart) _out.Write(' ');
            _out.Write(word);
            left -= word.Length + (atStart ? 0 : 1);
            atStart = false;
        }
        _out.WriteLine();
    }

    private static (string Name, string Text) Describe(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(a => a.Length == 2).Append(option.Name).Distinct());
        return (option.HelpName is null ? names : $"{names} {option.HelpName}", option.Description ?? "");
    }

    private static string Decapitalise(string text) =>
        text.Length > 1 && char.IsUpper(text[0]) && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
