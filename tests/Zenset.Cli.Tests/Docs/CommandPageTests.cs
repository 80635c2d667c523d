using System.CommandLine;
using System.Text;
using Zenset.Cli.Commands;
using Zenset.Cli.Output;
using Zenset.Formats;

namespace Zenset.Cli.Tests.Docs;

/// <summary>docs/cli/VERB.md is made from the grammar; ZENSET_ACCEPT=1 rewrites the pages.</summary>
public sealed class CommandPageTests
{
    [Fact]
    public void EveryVerb_HasAPage_ThatSaysWhatItsHelpSays()
    {
        var terminal = new Terminal { Out = TextWriter.Null, Error = TextWriter.Null };
        var commands = new CommandLine(terminal, AllFormats.Catalog).Commands;

        foreach (var command in commands) RepositoryFile.AssertHolds($"docs/cli/{command.Name}.md", Page(command));

        var pages = Directory.EnumerateFiles(Path.Combine(RepositoryFile.Root, "docs", "cli"), "*.md").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(commands.Select(c => c.Name).Append("index").Order(), pages.Order());
    }

    private static string Page(ZensetCommand command)
    {
        var page = new StringBuilder($"# zenset {command.Name}\n\n{command.Description}\n\n```text\nzenset {command.Name} {command.Grammar}".TrimEnd()).Append("\n```\n");
        AddTable(page, "Arguments", command.Arguments.Select(a => (a.HelpName ?? a.Name, a.Description ?? "")));
        var ofFormats = command.FormatFlags.Select(f => (Option)f.Flag).ToHashSet();
        AddTable(page, "Options", command.Options.Where(o => !ofFormats.Contains(o)).Select(o =>
            ($"{string.Join(", ", o.Aliases.Append(o.Name))}{(o.HelpName is null ? "" : " " + o.HelpName)}", o.Description ?? "")));
        foreach (var group in command.FormatFlags.GroupBy(f => string.Join(", ", f.Formats.Select(format => format.Title))))
        {
            AddTable(page, $"Options for {group.Key}", group.Select(f =>
                ($"--{f.Option.Name} {f.Option.Form}", f.Option.WhenNotGiven is null ? f.Option.Help : $"{f.Option.Help.TrimEnd('.')}. Not given: {f.Option.WhenNotGiven}.")));
        }
        page.Append("\nEvery verb also takes the [common options](index.md#options-of-every-verb).\n\n## Examples\n");
        foreach (var example in command.Examples) page.Append($"\n{char.ToUpperInvariant(example.Meaning[0])}{example.Meaning[1..]}:\n\n```sh\n{example.Command}\n```\n");
        return page.ToString();
    }

    private static void AddTable(StringBuilder page, string title, IEnumerable<(string Name, string Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0) return;
        page.Append($"\n## {title}\n\n| | |\n|---|---|\n");
        foreach (var (name, text) in all) page.Append($"| `{name.Replace("|", "\\|", StringComparison.Ordinal)}` | {text.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
    }
}
