using Zenset.Cli.Tests.Docs;

namespace Zenset.Cli.Tests.Transcripts;

/// <summary>
/// Golden transcripts: each folder here has a <c>transcript.txt</c> and the files that it works on. ZENSET_ACCEPT=1 writes what the
/// commands print now.
/// </summary>
public sealed class TranscriptTests
{
    private static readonly string Folder = Path.Combine(RepositoryFile.Root, "tests", "Zenset.Cli.Tests", "Transcripts");

    public static TheoryData<string> Cases() => [.. Directory.EnumerateFiles(Folder, "transcript.txt", SearchOption.AllDirectories).Select(f => Path.GetFileName(Path.GetDirectoryName(f)!)!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Commands_PrintWhatTheTranscriptSays(string name)
    {
        using var work = new TemporaryFolder();
        using var home = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, name))) File.Copy(file, work[Path.GetFileName(file)]);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(RepositoryFile.Root, "samples"), "*.arff")) File.Copy(file, work[Path.GetFileName(file)]);
        var path = Path.Combine(Folder, name, "transcript.txt");
        var expected = await File.ReadAllTextAsync(path);

        var actual = Transcript.Normalise(await Transcript.RunAsync(expected, work.Path, home.Path)).Replace(work.Path, "WORK", StringComparison.Ordinal);

        if (Environment.GetEnvironmentVariable("ZENSET_ACCEPT") == "1") await File.WriteAllTextAsync(path, expected = actual);
        Assert.Equal(expected, actual);
    }
}
