using System.CommandLine;

namespace Zenset.Cli.Commands;

/// <summary>A verb of the grammar: its arguments, its help and what it does.</summary>
internal abstract class ZensetCommand(string verb, string summary) : Command(verb, summary)
{
    /// <summary>The line of the grammar, without <c>zenset</c> and the verb.</summary>
    public abstract string Grammar { get; }

    /// <summary>Commands to try, each with a word on what it does.</summary>
    public abstract IReadOnlyList<Example> Examples { get; }

    /// <summary>What is true of the repository or the target after a failure, as in <c>nothing was committed</c>.</summary>
    public virtual string? AfterFailure => null;

    /// <summary>Options that come from the formats, with the titles of those that have them.</summary>
    public virtual IReadOnlyList<FormatFlag> FormatFlags => [];

    /// <summary>Does it. Returns the exit code; failures are exceptions.</summary>
    public abstract Task<int> RunAsync(Session session, CancellationToken cancellationToken);
}

/// <summary>A command to try.</summary>
/// <param name="Command">As it is typed.</param>
/// <param name="Meaning">What it does, in a few words.</param>
internal sealed record Example(string Command, string Meaning);
