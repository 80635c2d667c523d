using Zenset.Cli.Commands;
using Zenset.Formats;
namespace Zenset.Cli;
internal static class Verbs
{
    public static IEnumerable<ZensetCommand> All(FormatCatalog catalog, CommandLine commandLine) =>
    [ new ImportCommand(catalog), new ExportCommand(catalog), new ConvertCommand(catalog), new ListCommand(), new ShowCommand(), new HeadCommand(), new LogCommand(), new FormatsCommand() ];
}
