using System.CommandLine;
using Zenset.Cli.Output;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset remove</c>: a dataset goes, with all its versions.</summary>
internal sealed class RemoveCommand : ZensetCommand
{
    private readonly Argument<string> _name = VersionArgument.Create("NAME", "A dataset.");
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask. Only a terminal is asked; a program is not." };

    public RemoveCommand() : base("remove", "Remove a dataset with all its versions. There is no way back.")
    {
        Arguments.Add(_name);
        Options.Add(_yes);
    }

    public override string Grammar => "NAME [--yes]";

    public override IReadOnlyList<Example> Examples => [new("zenset remove credit-g", "all of its versions"), new("zenset remove credit-g --yes", "without being asked")];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var version = VersionRef.Parse(session.Get(_name));
        if (version.Number is not null || version.Tag is not null)
        {
            throw new UsageException(
                $"{version} is one version, and versions are a chain: only a whole dataset can be removed",
                $"`zenset remove {version.Dataset}` removes all of it; an old version takes room only for what the others do not share.");
        }
        // Looked up first, so that a wrong name is an error before anything is asked.
        var latest = await session.Repository.GetAsync(version, cancellationToken).ConfigureAwait(false);
        if (session.Terminal.CanAsk && !session.Get(_yes) && !session.IsJson && !Confirm(session, latest))
        {
            session.Terminal.Out.WriteLine("nothing was removed");
            return 0;
        }
        var removed = await session.Repository.RemoveAsync(version.Dataset, cancellationToken).ConfigureAwait(false);
        if (session.IsJson)
        {
            JsonAnswer.Write(session.Terminal.Out, json =>
            {
                json.WriteStartObject();
                json.WriteString("dataset", version.Dataset.Value);
                json.WriteNumber("versions", removed.Versions);
                json.WriteNumber("objects", removed.Objects);
                json.WriteNumber("bytes", removed.Bytes);
                json.WriteEndObject();
            });
            return 0;
        }
        session.Write(new Report(session.Terminal).Add(
            version.Dataset.Value,
            $"removed from {session.RepositoryShown}: {Units.Count(removed.Versions, "version")}, {Units.Count(removed.Objects, "object")}, {Units.Bytes(removed.Bytes)} freed"));
        return 0;
    }

    private static bool Confirm(Session session, Manifest latest)
    {
        session.Terminal.Error.Write($"Remove {latest.Dataset} with {Units.Count(latest.Version, "version")} ({Units.Count(latest.Rows, "row")} in the latest) from {session.RepositoryShown}? [y/N] ");
        session.Terminal.Error.Flush();
        return session.Terminal.Ask()?.Trim() is "y" or "Y" or "yes" or "Yes";
    }
}
