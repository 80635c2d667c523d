using System.Text.RegularExpressions;

namespace Zenset.Docs.Tests;

/// <summary>Every <c>csharp</c> block of a page is a region of <c>Samples/*.cs</c>, which is compiled and run here.</summary>
public sealed partial class SampleTests
{
    public static TheoryData<string> PagesWithSamples =>
        [.. Pages.All.Where(page => Block.Find(Pages.Read(page), "csharp").Count > 0)];

    [Theory]
    [MemberData(nameof(PagesWithSamples))]
    public void Samples_AreThoseThatAreCompiled(string page)
    {
        var compiled = Directory.EnumerateFiles(Path.Combine(Pages.Root, "tests", "Zenset.Docs.Tests", "Samples"), "*.cs")
            .SelectMany(path => Region().Matches(File.ReadAllText(path).ReplaceLineEndings("\n")))
            .Select(m => Unindent(m.Groups["text"].Value))
            .ToList();

        Assert.All(Block.Find(Pages.Read(page), "csharp"), block => Assert.Contains(block.Text, compiled));
    }

    [Fact]
    public async Task Library_ImportsAndReads()
    {
        using var folder = new TemporaryFolder();

        var lines = await Samples.Library.RunAsync(folder["repository"], Path.Combine(Pages.Root, "samples", "penguins.arff"), folder["penguins.parquet"]);

        Assert.Equal(["penguins@1: 344 rows", "Adelie 152", "Chinstrap 68", "Gentoo 124"], lines);
        Assert.True(File.Exists(folder["penguins.parquet"]));
    }

    private static string Unindent(string text)
    {
        var lines = text.Split('\n');
        var indent = lines.Where(l => l.Trim().Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length >= indent ? l[indent..] : l.TrimStart()));
    }

    [GeneratedRegex(@"^ *// page:[^\n]*\n(?<text>.*?)^ *// end\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}
