using Zenset.Cli.Commands;
using Zenset.Formats;

namespace Zenset.Cli;

/// <summary>The one list of verbs, in the order of the help.</summary>
internal static class Verbs
{
    /// <summary>All of them.</summary>
    public static IEnumerable<ZensetCommand> All(FormatCatalog catalog, CommandLine commandLine) =>
    [
        new DemoCommand(commandLine),
        new ImportCommand(catalog),
        new ExportCommand(catalog),
        new ConvertCommand(catalog),
        new ListCommand(),
        new ShowCommand(),
        new HeadCommand(),
        new QueryCommand(),
        new LogCommand(),
        new TagCommand(),
        new RemoveCommand(),
        new VerifyCommand(),
        new GcCommand(),
        new FormatsCommand(),
        new CompletionCommand(),
    ];
}
