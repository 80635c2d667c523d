using System.Text;
using Zenset.Formats;
using Zenset.Model;

namespace Zenset.Formats.Tests.Contract;

/// <summary>Laws of importing that hold for every format.</summary>
public sealed class ImportLaws
{
    public static TheoryData<string> Writable() => [.. AllFormats.Catalog.Formats.Where(f => f.Capabilities.CanWrite).Select(f => f.Id)];

    [Theory]
    [MemberData(nameof(Writable))]
    public async Task GivesTheSameParts_WhateverTheParallelism(string formatId)
    {
        using var bench = new Workbench();
        var path = await LargeFileAsync(bench, formatId);

        var one = await bench.ImportAsync(path, "one", formatId, parallelism: 1);
        var eight = await bench.ImportAsync(path, "eight", formatId, parallelism: 8);

        Assert.Equal(one.Manifest.Resources[0].Parts.Select(p => p.Sha256), eight.Manifest.Resources[0].Parts.Select(p => p.Sha256));
        Assert.Equal(one.Manifest.Rows, eight.Manifest.Rows);
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public async Task LeavesNoTrace_WhenCancelled(string formatId)
    {
        using var bench = new Workbench();
        var path = await LargeFileAsync(bench, formatId);
        var before = Files(bench);

        for (var delay = 0; delay < 5; delay++)
        {
            using var cancellation = new CancellationTokenSource();
            cancellation.CancelAfter(delay * 15);
            try
            {
                await bench.ImportAsync(path, "cancelled", formatId, cancellationToken: cancellation.Token);
                return;
            }
            catch (OperationCanceledException)
            {
                Assert.DoesNotContain(await bench.Repository.ListAsync().ToListAsync(), d => d.Name.Value == "cancelled");
                Assert.DoesNotContain(
                    Directory.EnumerateFiles(bench["repository"], "*", SearchOption.AllDirectories),
                    f => f.Contains($"{Path.DirectorySeparatorChar}.staging", StringComparison.Ordinal));
            }
        }
        Assert.True(Files(bench) >= before);
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public async Task SeesThroughGzip(string formatId)
    {
        var format = AllFormats.Catalog.Get(formatId);
        if (!format.Capabilities.IsText) return;
        using var bench = new Workbench();
        var path = await LargeFileAsync(bench, formatId);
        await using (var packed = new System.IO.Compression.GZipStream(File.Create(path + ".gz"), System.IO.Compression.CompressionLevel.Fastest))
        await using (var plain = File.OpenRead(path))
        {
            await plain.CopyToAsync(packed);
        }

        var fromPlain = await bench.ImportAsync(path, "same");
        var fromGzip = await bench.ImportAsync(path + ".gz", "same");

        Assert.Equal(fromPlain.Manifest.ContentHash, fromGzip.Manifest.ContentHash);
        Assert.Equal(format.Id, fromGzip.Format.Id);
    }

    [Fact]
    public void EveryFormat_HasItsPageAndItsErrors()
    {
        foreach (var format in AllFormats.Catalog.Formats)
        {
            var page = Path.Combine(SharedData.Root, "docs", "formats", $"{(format.Id == "tsv" ? "csv" : format.Id)}.md");
            Assert.True(File.Exists(page), $"docs/formats/{format.Id}.md is missing");
            var text = File.ReadAllText(page, Encoding.UTF8);
            foreach (var option in format.ReadOptions.Concat(format.WriteOptions)) Assert.Contains($"--{option.Name}", text, StringComparison.Ordinal);
            Assert.NotEmpty(format.Errors);
            Assert.Equal(format.Id, format.Id.ToLowerInvariant());
            Assert.All(format.Extensions, e => Assert.StartsWith(".", e, StringComparison.Ordinal));
        }
    }

    private static int Files(Workbench bench) =>
        Directory.Exists(bench["repository"]) ? Directory.EnumerateFiles(bench["repository"], "*", SearchOption.AllDirectories).Count() : 0;

    // Some 12 MB of text: more than one segment.
    private static async Task<string> LargeFileAsync(Workbench bench, string formatId)
    {
        var format = AllFormats.Catalog.Get(formatId);
        (Field Field, string Sql)[] wanted =
        [
            (new Field { Name = "n", Type = FieldType.Int64 }, "range"), (new Field { Name = "t", Type = FieldType.String }, "'row ' || range || repeat(' x', 40)"),
            (new Field { Name = "x", Type = FieldType.Float64 }, "range * 0.25::DOUBLE"),
        ];
        var columns = wanted.Where(c => Workbench.CanHold(format, [c.Field])).ToList();
        await bench.ImportSqlAsync("large", $"SELECT {string.Join(", ", columns.Select(c => c.Sql))} FROM range(120000)", [.. columns.Select(c => c.Field)]);
        var path = bench[$"large{format.Extensions[0]}"];
        await bench.ExportAsync("large", format, path);
        return path;
    }
}
