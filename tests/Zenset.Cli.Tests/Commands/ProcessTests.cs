using System.Diagnostics;
using System.Text;
using Zenset.Cli.Tests.Docs;

namespace Zenset.Cli.Tests.Commands;

/// <summary>What only a process has: signals, pipes, an environment.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task CtrlC_EndsAnImport_WithNothingCommitted()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        WriteBigArff(folder["big.arff"], rows: 3_000_000);
        using var process = Start(folder.Path, "import big.arff --repo repo");
        await WaitForAsync(() => Directory.Exists(folder["repo"]));
        await Task.Delay(300);

        Process.Start("kill", ["-INT", $"{process.Id}"])!.WaitForExit();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("interrupted", error, StringComparison.Ordinal);
        Assert.EndsWith("nothing was committed\n", error, StringComparison.Ordinal);
        using var list = Start(folder.Path, "list --repo repo --json");
        Assert.Equal("[]\n", await list.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public async Task ABrokenPipe_IsSilent()
    {
        using var cli = new Cli();
        await cli.RunAsync("import", cli.WriteArff(rows: 50_000));

        var (exit, output, error) = await ShellAsync(cli[""], $"zenset query 'from people' --json --repo '{cli.Repository}' | head -n 2; zenset export people --to csv -o - --lossy --quiet --repo '{cli.Repository}' | head -n 1");

        Assert.Equal("", error);
        Assert.Equal(0, exit);
        Assert.Equal("[\n{\"age\":20,\"name\":\"n0\",\"class\":\"good\"},\nage,name,class\n", output);
    }

    [Fact]
    public async Task StandardInput_IsASource()
    {
        using var cli = new Cli();
        cli.WriteArff();

        var (exit, output, error) = await ShellAsync(cli[""], $"cat people.arff | zenset import - --as piped --json --repo '{cli.Repository}' | head -n 2");

        Assert.Equal("", error);
        Assert.Equal(0, exit);
        Assert.Equal("{\n  \"dataset\": \"piped\",\n", output);
    }

    [Fact]
    public async Task AFullDevice_IsExitEight()
    {
        if (!File.Exists("/dev/full")) return;
        using var cli = new Cli();

        var (_, output, error) = await ShellAsync(cli[""], "zenset formats > /dev/full; echo $?");

        Assert.Equal("8\n", output);
        Assert.StartsWith("error  ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDemo_RunsToItsEnd_AndLeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();

        var (exit, output, error) = await ShellAsync(folder.Path, $"TMPDIR='{folder.Path}' zenset demo");

        Assert.Equal("", error);
        Assert.Equal(0, exit);
        Assert.Contains("224 → 344 rows (+120); field added: sex", output, StringComparison.Ordinal);
        Assert.Contains("everything is as it was committed", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task TheStandaloneProgram_RunsWhereThereIsNoDotnet()
    {
        // Publishing takes a minute and, the first time, packages from NuGet; CI does it, and whoever asks for it.
        if (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("CI") != "true" && Environment.GetEnvironmentVariable("ZENSET_PUBLISH") != "1") return;
        using var folder = new TemporaryFolder();
        var (published, _, publishError) = await ShellAsync(RepositoryFile.Root, "eng/publish");
        Assert.True(published == 0, publishError);
        var rid = Directory.EnumerateDirectories(Path.Combine(RepositoryFile.Root, "artifacts", "publish")).Select(Path.GetFileName).First();
        File.WriteAllText(folder["a.csv"], "x,y\n1,2\n3,4\n");

        var (exit, output, error) = await ShellAsync(
            folder.Path, $"env -i HOME='{folder.Path}' '{RepositoryFile.Root}/artifacts/publish/{rid}/zenset' import a.csv --json | head -n 2");

        Assert.Equal("", error);
        Assert.Equal(0, exit);
        Assert.Equal("{\n  \"dataset\": \"a\",\n", output);
    }

    private static Process Start(string folder, string args) => Process.Start(ZensetProgram.In(folder, args))!;

    private static async Task<(int Exit, string Out, string Error)> ShellAsync(string folder, string command)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"{ZensetProgram.ShellFunction}\n{command}");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++) await Task.Delay(50);
        Assert.True(condition());
    }

    private static void WriteBigArff(string path, int rows)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        file.Write("@relation big\n");
        for (var i = 0; i < 8; i++) file.WriteLine($"@attribute a{i} numeric");
        file.WriteLine("@data");
        var random = new Random(1);
        for (var i = 0; i < rows; i++) file.WriteLine($"{random.NextInt64()},{i},0.5,1.25,{i % 100},{random.Next()},7,8");
    }
}
