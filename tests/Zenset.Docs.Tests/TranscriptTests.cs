using System.Text;
using System.Text.RegularExpressions;
using Zenset.Cli;
using Zenset.Cli.Output;
using Zenset.Formats;

namespace Zenset.Docs.Tests;

/// <summary>
/// Every <c>console</c> block of a page is what the command really says. The blocks of one page share a repository, made for them, and a
/// folder with the samples. Durations, days and sizes are not compared.
/// </summary>
public sealed partial class TranscriptTests
{
    public static TheoryData<string> PagesWithTranscripts =>
        [.. Pages.All.Where(page => Block.Find(Pages.Read(page), "console").Count > 0)];

    [Theory]
    [MemberData(nameof(PagesWithTranscripts))]
    public async Task Transcripts_AreTrue(string page)
    {
        using var folder = new TemporaryFolder();
        var text = Pages.Read(page);
        var blocks = Block.Find(text, "console");

        var now = new List<(Block Block, string Text)>();
        foreach (var block in blocks) now.Add((block, await RunAsync(block.Text, folder)));

        var changed = now.Where(n => Normalise(n.Text) != Normalise(n.Block.Text)).ToList();
        if (Pages.Accept && changed.Count > 0) Pages.Write(page, Block.Replace(text, changed));
        Assert.All(now, n => Assert.Equal(Normalise(n.Text), Normalise(Pages.Accept ? n.Text : n.Block.Text)));
    }

    private static async Task<string> RunAsync(string transcript, TemporaryFolder folder)
    {
        var result = new StringBuilder();
        foreach (var line in transcript.Split('\n').Where(l => l.StartsWith("$ ", StringComparison.Ordinal)))
        {
            var words = Words(line[2..]);
            Assert.True(words[0] == "zenset", $"'{line}': a console block holds zenset commands; others go into an sh block.");
            result.Append(line).Append('\n').Append(await RunAsync(words[1..], folder)).Append('\n');
        }
        return result.Remove(result.Length - 1, 1).ToString();
    }

    // What a terminal shows: the answer, then what went wrong. Paths in the page are relative to the root, or to a scratch folder.
    private static async Task<string> RunAsync(IReadOnlyList<string> words, TemporaryFolder folder)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Out = output,
            Error = output,
            Environment = name => name switch { "HOME" => folder.Path, _ => null },
        };
        string[] args = [.. words.Select(w => w.StartsWith("samples/", StringComparison.Ordinal) ? Path.Combine(Pages.Root, w) : IsOutput(w) ? folder[w] : w)];
        await new CommandLine(terminal, AllFormats.Catalog).RunAsync(args, CancellationToken.None);
        return output.ToString().Replace(Pages.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    private static bool IsOutput(string word) => FileName().IsMatch(word);

    private static List<string> Words(string command) =>
        [.. Word().Matches(command).Select(m => m.Groups["quoted"].Success ? m.Groups["quoted"].Value : m.Groups["double"].Success ? m.Groups["double"].Value : m.Value)];

    private static string Normalise(string transcript)
    {
        var text = Blanks().Replace(transcript, " ");
        text = Duration().Replace(text, "TIME");
        text = Size().Replace(text, "SIZE");
        return Day().Replace(text, "DAY").Trim();
    }

    [GeneratedRegex("'(?<quoted>[^']*)'|\"(?<double>[^\"]*)\"|\\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[\w-]+\.(csv|tsv|arff|parquet|jsonl)(\.gz)?$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\b\d+(\.\d+)? (ms|s|min)\b")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\b\d[\d,.]* (bytes?|KB|MB|GB)\b")]
    private static partial Regex Size();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?(Z| UTC)?)?")]
    private static partial Regex Day();

    // Columns move when a duration has another width.
    [GeneratedRegex(" {2,}|─+")]
    private static partial Regex Blanks();
}
