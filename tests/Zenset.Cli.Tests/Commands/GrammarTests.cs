namespace Zenset.Cli.Tests.Commands;

public sealed class GrammarTests
{
    [Theory]
    [InlineData("improt", "there is no verb 'improt'", "Did you mean `zenset import`?")]
    [InlineData("show", "NAME[@V] is missing", "zenset show NAME[@V]")]
    [InlineData("show a b", "b", "zenset show NAME[@V]")]
    [InlineData("list --jsno", "zenset list has no option '--jsno'", "Did you mean --json?")]
    [InlineData("import x.arff --on-error maybe", "maybe", "zenset import")]
    [InlineData("import x.arff --type age", "--type takes FIELD=TYPE, such as --type age=integer, not 'age'", "")]
    [InlineData("import x.arff --type age=nmber", "'nmber' is not a type", "")]
    [InlineData("import x.arff --type a=int --type a=int", "--type was given twice for field 'a'", "")]
    [InlineData("list --threads 0", "--threads takes a number from 1 to 1024, not '0'", "")]
    [InlineData("list --memory lots", "--memory takes a size of 16MB or more, such as 1GiB or 500MB, not 'lots'", "")]
    [InlineData("head x -n many", "-n", "")]
    [InlineData("gc --grace soon", "--grace takes a time such as 30s, 90m, 12h or 1d, not 'soon'", "")]
    [InlineData("import a.arff b.arff --as c", "--as names one dataset, but there are 2 sources", "Import them one after the other")]
    [InlineData("import -", "standard input has no name", "Name the dataset with --as.")]
    [InlineData("export x -o x.unknown", "there is no dataset 'x'", "")]
    [InlineData("--jsn", "no verb was given", "")]
    public async Task Misuse_IsNamed_AndTheWayOutToo(string args, string problem, string fix)
    {
        using var cli = new Cli();

        var answer = await cli.RunAsync(args.Split(' '));

        Assert.Contains(problem, answer.Error, StringComparison.Ordinal);
        Assert.Contains(fix, answer.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", answer.Out);
        Assert.Equal(problem.StartsWith("there is no dataset", StringComparison.Ordinal) ? 5 : 2, answer.Exit);
    }

    [Theory]
    [InlineData("--schema s")]
    [InlineData("--allow-invalid")]
    public async Task PartsOfTheGrammarThatDoNothingYet_AreRefused(string option)
    {
        using var cli = new Cli();

        var answer = await cli.RunAsync(["import", cli.WriteArff(), .. option.Split(' '), "--json"]);

        Assert.Equal(2, answer.Exit);
        Assert.Equal("usage/not-available", answer.ErrorJson.GetProperty("code").GetString());
        Assert.Equal("", answer.Out);
    }

    [Fact]
    public async Task EveryVerb_HasHelp_WithUsageAndExamples()
    {
        using var cli = new Cli();
        var overview = await cli.RunAsync("--help");
        string[] verbs = ["import", "export", "convert", "list", "show", "head", "log", "tag", "remove", "query", "verify", "gc", "formats", "demo", "completion"];

        foreach (var verb in verbs)
        {
            var answer = await cli.RunAsync(verb, "--help");

            Assert.Equal(0, answer.Exit);
            Assert.StartsWith($"zenset {verb}: ", answer.Out, StringComparison.Ordinal);
            Assert.Contains($"\nexamples\n  $ ", answer.Out, StringComparison.Ordinal);
            Assert.Contains("--repo PATH", answer.Out, StringComparison.Ordinal);
            Assert.Equal("", answer.Error);
            Assert.Contains($"\n  {verb} ", overview.Out, StringComparison.Ordinal);
            Assert.All(answer.Out.Split('\n'), line => Assert.True(line.Length <= 100 || line.Contains("$ ", StringComparison.Ordinal), line));
        }
    }

    [Fact]
    public async Task FormatOptions_AreFlags_AndOnlyOfTheFormatInUse()
    {
        using var cli = new Cli();
        var catalog = Formats.AllFormats.Catalog;
        var own = new[] { "--as", "--format", "--schema", "--target", "--message", "--on-error", "--allow-invalid", "--strict", "--type", "--to", "--from", "--output", "--resource", "--columns", "--where", "--lossy", "--repo", "--json", "--quiet", "--no-color", "--threads", "--memory", "--help", "--version" };

        foreach (var format in catalog.Formats)
        {
            foreach (var option in format.ReadOptions.Concat(format.WriteOptions)) Assert.DoesNotContain("--" + option.Name, own);
        }
        var foreign = catalog.Formats.Where(f => f.Id != "arff").SelectMany(f => f.ReadOptions).FirstOrDefault(o => catalog.Get("arff").ReadOptions.All(a => a.Name != o.Name));
        if (foreign is null) return;
        var answer = await cli.RunAsync("import", cli.WriteArff(), $"--{foreign.Name}", foreign.Form.Split('|')[0]);
        Assert.Equal(2, answer.Exit);
    }

    [Fact]
    public async Task Version_IsOneLine()
    {
        using var cli = new Cli();

        var answer = await cli.RunAsync("--version");

        Assert.Matches(@"^zenset \d+\.\d+\.\d+\n$", answer.Out);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Completion_IsAScript_ThatAsksForSuggestions(string shell)
    {
        using var cli = new Cli();

        var answer = await cli.RunAsync("completion", shell);

        Assert.Equal(0, answer.Exit);
        Assert.Contains("[suggest:", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggestions_AreVerbs_OptionsAndFormats()
    {
        using var cli = new Cli();

        var verbs = await cli.RunAsync("[suggest:9]", "zenset im");
        var formats = await cli.RunAsync("[suggest:23]", "zenset import --format ");

        Assert.Contains("import", verbs.Out.Split('\n'));
        Assert.Contains("arff", formats.Out.Split('\n'));
    }
}
