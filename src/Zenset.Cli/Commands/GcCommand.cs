using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Zenset.Cli.Output;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset gc</c>: collects what no version needs.</summary>
internal sealed class GcCommand : ZensetCommand
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only tell what would be removed." };
    private readonly Option<TimeSpan?> _grace = new("--grace") { HelpName = "1d", Description = "Leave alone what is younger, because an import may be using it: 30s, 90m, 12h, 1d. Default: 1d.", CustomParser = ParseGrace };

    public GcCommand() : base("gc", "Remove what interrupted imports and removed datasets left behind.")
    {
        Options.Add(_dryRun);
        Options.Add(_grace);
    }

    public override string Grammar => "[--dry-run] [--grace 1d]";

    public override IReadOnlyList<Example> Examples => [new("zenset gc --dry-run", "how much there is"), new("zenset gc --grace 0s", "everything at once, when surely nothing else is running")];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var dryRun = session.Get(_dryRun);
        var result = await session.Repository.GcAsync(dryRun, session.Get(_grace), cancellationToken).ConfigureAwait(false);
        if (session.IsJson)
        {
            JsonAnswer.Write(session.Terminal.Out, json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("dryRun", dryRun);
                json.WriteNumber("objects", result.Objects);
                json.WriteNumber("stagingEntries", result.StagingEntries);
                json.WriteNumber("bytes", result.Bytes);
                json.WriteEndObject();
            });
            return 0;
        }
        var found = result.Objects + result.StagingEntries;
        var text = found == 0 ? "nothing to collect"
            : $"{Units.Count(result.Objects, "object")} and {Units.Count(result.StagingEntries, "unfinished file")}, {Units.Bytes(result.Bytes)}: {(dryRun ? "would be removed" : "removed")}";
        session.Write(new Report(session.Terminal).Add("collected", text).Add("repository", session.RepositoryShown));
        return 0;
    }

    private static TimeSpan? ParseGrace(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.Length > 1 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1e6)
        {
            switch (text[^1])
            {
                case 's': return TimeSpan.FromSeconds(number);
                case 'm': return TimeSpan.FromMinutes(number);
                case 'h': return TimeSpan.FromHours(number);
                case 'd': return TimeSpan.FromDays(number);
                default: break;
            }
        }
        result.AddError($"--grace takes a time such as 30s, 90m, 12h or 1d, not '{Quoting.Shorten(text)}'");
        return null;
    }
}
