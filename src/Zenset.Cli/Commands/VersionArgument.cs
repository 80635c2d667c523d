using System.CommandLine;
using System.CommandLine.Completions;

namespace Zenset.Cli.Commands;

/// <summary>The arguments that name a dataset or a version, completed from the repository.</summary>
internal static class VersionArgument
{
    /// <summary><c>NAME[@V]</c>.</summary>
    public static Argument<string> Create(string form = "NAME[@V]", string description = "A dataset (its latest version), or a version: NAME@3, NAME@tag.")
    {
        var argument = new Argument<string>(form) { HelpName = form, Description = description };
        argument.CompletionSources.Add(Complete);
        return argument;
    }

    // Completion runs while somebody types: whatever goes wrong, it offers nothing and says nothing.
    private static IEnumerable<CompletionItem> Complete(CompletionContext context)
    {
        try
        {
            var given = context.ParseResult.GetResult("--repo")?.Tokens is [{ Value: var path }, ..] ? path : null;
            var repository = Repository.OpenFolder(RepositoryPlace.Find(given, Environment.GetEnvironmentVariable));
            return [.. repository.ListAsync().ToBlockingEnumerable().Select(d => new CompletionItem(d.Name.Value))];
        }
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }
}
