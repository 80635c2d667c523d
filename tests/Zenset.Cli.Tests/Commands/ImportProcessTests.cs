using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Zenset.Model;

namespace Zenset.Cli.Tests.Commands;

/// <summary>
/// The real <c>zenset import</c> as another process: killed, raced, interrupted, starved of disk. <c>ZENSET_KILLS</c> says how
/// often it is killed.
/// </summary>
public sealed class ImportProcessTests
{
    [Fact]
    public async Task KilledAtRandomMoments_EveryVersionVerifies_NoneIsHalf_AndTheNextImportWorks()
    {
        using var folder = new TemporaryFolder();
        WriteArff(folder["a.arff"], 60_000);
        var repository = Repository.OpenFolder(folder["repo"]);
        var first = await RunAsync(folder.Path, "import a.arff --repo repo --json");
        Assert.Equal(0, first.Exit);
        var content = JsonDocument.Parse(first.Out).RootElement.GetProperty("contentHash").GetString();
        var harness = new KillHarness(
            _ => StartInfo(folder.Path, "import a.arff --repo repo --quiet"),
            async _ =>
            {
                var report = await repository.VerifyAsync();
                Assert.True(report.Ok);
                var log = await repository.LogAsync(DatasetName.Parse("a")).ToListAsync();
                Assert.Equal(Enumerable.Range(1, log.Count).Reverse(), log.Select(e => e.Manifest.Version));
                Assert.All(log, e => Assert.Equal((60_000, content), (e.Manifest.Rows, e.Manifest.ContentHash)));
            })
        { Longest = TimeSpan.FromMilliseconds(900), Rounds = Property.Number("ZENSET_KILLS", 100) };

        await harness.RunAsync(seed: 815);

        var next = await RunAsync(folder.Path, "import a.arff --repo repo --json");
        Assert.Equal(0, next.Exit);
        Assert.Equal(content, JsonDocument.Parse(next.Out).RootElement.GetProperty("contentHash").GetString());
        await repository.GcAsync(grace: TimeSpan.Zero);
        Assert.True((await repository.VerifyAsync()).Ok);
    }

    [Fact]
    public async Task EightAtOnce_EachCommitsOnce_OrFailsWithTheConflict()
    {
        using var folder = new TemporaryFolder();
        WriteArff(folder["a.arff"], 2_000);

        var done = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => RunAsync(folder.Path, $"import a.arff --repo repo --message m{i} --json")));

        Assert.All(done, r => Assert.True(r.Exit is 0 or 6, r.Error));
        Assert.All(done.Where(r => r.Exit == 6), r => Assert.Equal("commit/conflict", JsonDocument.Parse(r.Error).RootElement.GetProperty("error").GetProperty("code").GetString()));
        var messages = await Repository.OpenFolder(folder["repo"]).LogAsync(DatasetName.Parse("a")).Select(e => e.Manifest.Message).ToListAsync();
        Assert.NotEmpty(messages);
        Assert.Equal(done.Count(r => r.Exit == 0), messages.Count);
        Assert.Equal(messages.Count, messages.Distinct().Count());
    }

    [Fact]
    public async Task FullDisk_WhileAPartIsWritten_IsSaid_AndNothingIsCommitted()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TemporaryFolder();
        WriteArff(folder["big.arff"], 400_000);
        Directory.CreateDirectory(folder["disk"]);
        var (exit, error) = MountNamespace.Run($"""
            cd '{folder.Path}'
            mount -t tmpfs -o size=2m tmpfs '{folder["disk"]}'
            {ZensetProgram.ShellWords} import big.arff --json --repo '{folder["disk/repo"]}' || code=$?
            find '{folder["disk/repo"]}' -name '*.datapackage.json' >&2
            find '{folder["disk/repo"]}' -name '*.parquet' >&2
            exit $code
            """);

        Assert.Equal(8, exit);
        var end = error.LastIndexOf('}');
        Assert.Equal("storage/full", JsonDocument.Parse(error[..(end + 1)]).RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("", error[(end + 1)..].Trim());
        await Task.CompletedTask;
    }

    private static ProcessStartInfo StartInfo(string folder, string args) => ZensetProgram.In(folder, args);

    private static async Task<(int Exit, string Out, string Error)> RunAsync(string folder, string args)
    {
        using var process = Process.Start(StartInfo(folder, args))!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    private static void WriteArff(string path, int rows)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        file.Write("@relation a\n@attribute id integer\n@attribute x numeric\n@attribute t string\n@attribute class {good,bad}\n@data\n");
        var random = new Random(7);
        for (var i = 0; i < rows; i++)
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{i},{random.NextDouble()},'text {random.Next()}',{(random.Next(2) == 0 ? "good" : "bad")}\n"));
    }
}
