namespace Zenset.Cli.Commands;

/// <summary><c>zenset demo</c>: a newcomer's first five minutes, in a repository that is removed afterwards.</summary>
internal sealed class DemoCommand(CommandLine commandLine)
    : ZensetCommand("demo", "Walk through import, show, a second version, export and verify on a small dataset.")
{
    private static readonly Step[] Steps =
    [
        new("A file becomes a version. Zenset finds out the types, the categories, what is missing, and the target.", ["import", "penguins-2008.arff", "--as", "penguins"]),
        new("What is known of it:", ["show", "penguins"]),
        new("And the data itself:", ["head", "penguins", "-n", "5"]),
        new("A year later there is more of it, and another field. The next version says what changed.", ["import", "penguins.arff", "--as", "penguins", "--message", "season 2009, and the sex of each bird"]),
        new("Every version stays, and can have a name.", ["tag", "penguins@1", "paper"]),
        new("", ["log", "penguins"]),
        new("Any version answers questions, also together with another.", ["query", "select species, count(*) as birds, round(avg(body_mass_g)) as mass from \"penguins\" group by species order by species"]),
        new("A version leaves in any format, so every tool can read it.", ["export", "penguins@paper", "-o", "penguins.parquet"]),
        new("And its bytes can be checked at any time.", ["verify"]),
    ];

    public override string Grammar => "";

    public override IReadOnlyList<Example> Examples => [new("zenset demo", "about a second; leaves nothing behind")];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        if (session.IsJson) throw new UsageException("the demo is for people and has no JSON", "Run it without --json.");
        var before = Environment.CurrentDirectory;
        var folder = Directory.CreateTempSubdirectory("zenset-demo-");
        try
        {
            foreach (var sample in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples"), "*.arff"))
                File.Copy(sample, Path.Combine(folder.FullName, Path.GetFileName(sample)));
            // The commands are run as they are printed: the samples lie in the working folder, and so does what they write.
            Environment.CurrentDirectory = folder.FullName;
            foreach (var step in Steps)
            {
                var exit = await RunAsync(session, step, folder.FullName, cancellationToken).ConfigureAwait(false);
                if (exit != 0) return exit;
            }
        }
        finally
        {
            Environment.CurrentDirectory = before;
            folder.Delete(recursive: true);
        }
        var output = session.Terminal.Out;
        output.WriteLine();
        output.WriteLine("That was all of it; the repository of this demo is gone again. Your turn:");
        output.WriteLine();
        output.WriteLine("  $ zenset import YOUR-FILE");
        output.WriteLine("  $ zenset --help");
        return 0;
    }

    private async Task<int> RunAsync(Session session, Step step, string folder, CancellationToken cancellationToken)
    {
        var terminal = session.Terminal;
        terminal.Out.WriteLine();
        if (step.Remark.Length > 0) terminal.Out.WriteLine(terminal.Dim($"# {step.Remark}"));
        terminal.Out.WriteLine(terminal.Heading($"$ zenset {string.Join(' ', step.Arguments.Select(Quoted))}"));
        return await commandLine.RunAsync([.. step.Arguments, "--repo", Path.Combine(folder, "repository")], cancellationToken).ConfigureAwait(false);
    }

    private static string Quoted(string argument) =>
        argument.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '@' or '_') ? argument : $"'{argument}'";

    private sealed record Step(string Remark, string[] Arguments);
}
