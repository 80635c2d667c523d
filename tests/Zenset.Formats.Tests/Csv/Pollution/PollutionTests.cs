using System.Text;
using Xunit.Abstractions;

namespace Zenset.Formats.Tests.Csv.Pollution;

/// <summary>Odd and damaged files, read with no settings and written as plain CSV, measured as the CSV pollution benchmark does.</summary>
public sealed class PollutionTests(ITestOutputHelper output) : IDisposable
{
    // The best published scores, which readers reach with the dialect of every file set by hand.
    private const double BestSimple = 9.961;
    private const double BestWeighted = 9.599;

    private readonly string _folder = Directory.CreateTempSubdirectory("zenset-pollution-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("source")]
    [InlineData("file_no_header")]
    [InlineData("file_preamble")]
    [InlineData("file_double_trailing_newline")]
    [InlineData("file_multitable_less")]
    public void Reads_PublicCases_Perfectly_WithNoSettings(string name)
    {
        if (SharedData.Find($"csv/pollock/csv/{name}.csv") is not { } path) return;

        var wanted = PlainCsv.Texts(File.ReadAllText(SharedData.Find($"csv/pollock/clean/{name}.csv")!));

        Assert.Equal(10, PollutionScore.Of(wanted, Load(File.ReadAllText(path))), 9);
    }

    [Fact]
    public void Reads_FileCases_OfOwnTable_WithNoSettings()
    {
        var scores = new Polluter(Polluter.OwnTable()).Files().Select(f => (f.Name, Score: Score(f))).ToList();

        foreach (var (name, score) in scores) output.WriteLine($"{score:0.000} {name}");
        // Unquoted text with blanks cannot be told from cells that blanks part.
        Assert.All(scores.Where(s => s.Name != "file_field_delimiter_0x20" && s.Name != "file_quotation_char_0x27"), s => Assert.Equal((s.Name, 10), (s.Name, Math.Round(s.Score, 9))));
        Assert.InRange(scores.Single(s => s.Name == "file_quotation_char_0x27").Score, 8.0, 10);
    }

    [Fact]
    public void Stops_AtEveryDamagedRow_WithItsPlace_ByDefault()
    {
        var files = new Polluter(Polluter.OwnTable(30)).Rows(step: 5).Where(f => !IsHeader(f)).ToList();

        foreach (var file in files)
        {
            var row = int.Parse(System.Text.RegularExpressions.Regex.Match(file.Name, "(?:row|quote|delimiter_)([0-9]+)").Groups[1].Value);
            var failure = Record.Exception(() => Load(file.Text));

            // Two cells run together, of which one holds a comma, are two cells again: nothing shows that.
            if (failure is null && file.Name.StartsWith("row_less", StringComparison.Ordinal)) continue;
            // A quote before a cell that begins with one is a valid text.
            if (failure is null) Assert.Equal((file.Name, 10), (file.Name, Math.Round(Score(file), 9)));
            else Assert.Equal((file.Name, row), (file.Name, (int)Assert.IsType<SourceDataException>(failure).Location!.Row! + 1));
        }
    }

    [Fact]
    public void Beats_BestPublishedScores_WithDamagedRowsSkippedOrRepaired()
    {
        var table = SharedData.Find("csv/pollock/csv/source.csv") is { } path ? PlainCsv.Read(File.ReadAllText(path)) : Polluter.OwnTable();
        // Every row of the benchmark with ZENSET_POLLUTION=all; a sample otherwise.
        var step = Environment.GetEnvironmentVariable("ZENSET_POLLUTION") == "all" ? 1 : 12;
        var polluter = new Polluter(table);
        var files = polluter.Files().ToList();
        var rows = polluter.Rows(step).ToList();

        var skipped = Summary("skip", files, rows, onError: OnError.Skip);
        var repaired = Summary("repair", files, rows, onError: OnError.Skip, ("ragged", "repair"));

        // Leaving the damaged row out costs a little less than the best published reader loses on most cases, but we refuse the empty file.
        Assert.InRange(skipped.Simple, 9.94, 10);
        Assert.True(skipped.Weighted > BestWeighted, $"{skipped}");
        Assert.True(repaired.Simple > BestSimple, $"{repaired}");
        Assert.True(repaired.Weighted > BestWeighted, $"{repaired}");
    }

    private (double Simple, double Weighted) Summary(string label, List<PollutedFile> files, List<PollutedFile> rows, OnError onError, params (string, string)[] options)
    {
        var scores = files.Where(f => f.Name != "file_record_delimiter_0xD_0xA").Concat(rows).Select(f => (File: f, Score: Score(f, onError, options))).ToList();
        // The empty file, which we refuse.
        scores.Add((new PollutedFile("file_no_payload", "", [], 15), 0));
        foreach (var group in scores.GroupBy(s => Kind(s.File.Name))) output.WriteLine($"{label} {group.Average(s => s.Score):0.000} {group.Key} ({group.Count()}), worst {group.MinBy(s => s.Score).File.Name} {group.Min(s => s.Score):0.000}");
        // A sample of the rows stands for all of them; the header is always in it.
        var scale = (double)(84 - 1) * 27 / rows.Count(f => !IsHeader(f));
        var simple = scores.Sum(s => s.Score * Share(s.File)) / scores.Sum(s => Share(s.File));
        var weighted = scores.Sum(s => s.Score * s.File.Weight * Share(s.File)) / scores.Sum(s => s.File.Weight * Share(s.File));
        output.WriteLine($"{label}: simple {simple:0.0000}, weighted {weighted:0.0000}, {scores.Count} files");
        return (simple, weighted);

        double Share(PollutedFile file) => file.Name.StartsWith("row_", StringComparison.Ordinal) && !IsHeader(file) ? scale : 1;
    }

    private static bool IsHeader(PollutedFile file) =>
        file.Name.Contains("row0_", StringComparison.Ordinal) || file.Name.Contains("quote0_", StringComparison.Ordinal) || file.Name.Contains("delimiter_0_", StringComparison.Ordinal);

    private static string Kind(string name) => name.StartsWith("row_", StringComparison.Ordinal) ? string.Concat(name.TakeWhile(c => !char.IsAsciiDigit(c))) : name;

    private double Score(PollutedFile file, OnError onError = OnError.Stop, params (string, string)[] options)
    {
        try
        {
            return PollutionScore.Of(file.Wanted, Load(file.Text, onError, options));
        }
        catch (SourceDataException e)
        {
            output.WriteLine($"{file.Name}: {e.Message}");
            return 0;
        }
    }

    // As convert does, with no options for the writer.
    private List<List<string>> Load(string text, OnError onError = OnError.Stop, params (string Name, string Value)[] options)
    {
        var path = Path.Combine(_folder, "polluted.csv");
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return PlainCsv.Texts(Encoding.UTF8.GetString(RoundTrip.Convert(path, options, onError)));
    }
}
