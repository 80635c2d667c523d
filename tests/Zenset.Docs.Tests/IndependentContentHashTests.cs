using System.Diagnostics;
using Zenset.DuckDb;
using Zenset.Formats;
using Zenset.Import;
using Zenset.Model;

namespace Zenset.Docs.Tests;

/// <summary>
/// The section "Content hash" of <c>docs/on-disk.md</c> is enough to compute it: <c>tests/independent/peers/content-hash.mjs</c> does,
/// with another language and another Parquet reader.
/// </summary>
public sealed class IndependentContentHashTests
{
    [Theory]
    [InlineData("penguins.arff", null)]
    [InlineData("values.jsonl", """
        {"i":1,"d":0.5,"t":"","l":[1,2,3],"b":true,"day":"2024-02-29","long":"eight by eight, and a rest"}
        {"i":-9007199254740993,"d":-0.0,"t":"naïve 数据 🙂","l":[],"b":false,"day":"1969-12-31","long":"12345678"}
        {"i":null,"d":null,"t":null,"l":null,"b":null,"day":null,"long":null}
        {"i":0,"d":1e308,"t":"?","l":[null,-1],"b":true,"day":"0001-01-01","long":"1234567"}
        """)]
    public async Task AnotherImplementation_FindsTheSameHash(string name, string? content)
    {
        var script = Path.Combine(Pages.Root, "tests", "independent", "peers", "content-hash.mjs");
        Assert.True(Directory.Exists(Path.Combine(Path.GetDirectoryName(script)!, "node_modules")), "Run ./test once, or npm ci in tests/independent/peers.");
        using var folder = new TemporaryFolder();
        if (content is not null) File.WriteAllText(folder[name], content);
        var repository = Repository.OpenFolder(folder["repository"]);
        using var engine = Engine.Open();
        using var source = Source.Open(content is null ? Path.Combine(Pages.Root, "samples", name) : folder[name]);
        var imported = await new Importer(AllFormats.Catalog).ImportAsync(repository, engine, source, new ImportOptions { Name = DatasetName.Parse("t") });

        var (exit, output) = await RunAsync("node", script, Path.Combine(folder["repository"], "t", "v1.datapackage.json"));

        Assert.Equal(imported.Manifest.ContentHash + "\n", output);
        Assert.Equal(0, exit);
    }

    /// <summary>Vectors that stand in blocks, missing items among them.</summary>
    [Fact]
    public Task AnotherImplementation_FindsTheSameHash_OfAWideTable()
    {
        var names = string.Join(',', Enumerable.Range(0, 9_000).Select(i => $"c{i}"));
        var rows = Enumerable.Range(0, 4).Select(row => string.Join(',', Enumerable.Range(0, 9_000).Select(i => i % 2 == 0 ? (i + row) % 7 == 0 ? "" : $"{i}.5" : $"word {i + row}")));
        return AnotherImplementation_FindsTheSameHash("wide.csv", $"{names}\n{string.Join('\n', rows)}\n");
    }

    private static async Task<(int Exit, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
