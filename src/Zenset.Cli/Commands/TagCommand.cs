using System.CommandLine;
using Zenset.Cli.Output;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset tag</c>: a name for a version.</summary>
internal sealed class TagCommand : ZensetCommand
{
    private readonly Argument<string> _version = VersionArgument.Create();
    private readonly Argument<string> _tag = new("TAG") { HelpName = "TAG", Description = "The name: letters, digits, '.', '_' and '-', beginning with a letter." };
    private readonly Option<bool> _force = new("--force") { Description = "Take the tag away from the version that has it." };

    public TagCommand() : base("tag", "Give a version a name.")
    {
        Arguments.Add(_version);
        Arguments.Add(_tag);
        Options.Add(_force);
    }

    public override string Grammar => "NAME@V TAG [--force]";

    public override string AfterFailure => "nothing was changed";

    public override IReadOnlyList<Example> Examples =>
    [
        new("zenset tag credit-g@1 paper", "from now on credit-g@paper is credit-g@1"),
        new("zenset tag credit-g current --force", "moves a tag to the latest version"),
    ];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var version = VersionRef.Parse(session.Get(_version));
        var tag = await session.Repository.TagAsync(version, session.Get(_tag), session.Get(_force), cancellationToken).ConfigureAwait(false);
        if (session.IsJson)
        {
            JsonAnswer.Write(session.Terminal.Out, json =>
            {
                json.WriteStartObject();
                json.WriteString("dataset", version.Dataset.Value);
                json.WriteNumber("version", tag.Version);
                json.WriteString("tag", tag.Name);
                json.WriteEndObject();
            });
            return 0;
        }
        session.Write(new Report(session.Terminal)
            .Add($"{version.Dataset}@{tag.Name}", $"is {version.Dataset}@{tag.Version} now, in {session.RepositoryShown}")
            .Add("next", $"zenset show {version.Dataset}@{tag.Name}   ·   zenset log {version.Dataset}"));
        return 0;
    }
}
