using System.Globalization;
using System.Text;
using Zenset.Export;

namespace Zenset.Formats.Tests.Contract;

/// <summary>A table of thousands of columns is kept as vectors and leaves as columns again, in every format that holds columns.</summary>
public sealed class WideColumnsTests
{
    private const int Columns = 1_200;

    public static TheoryData<string> ColumnFormats() => [.. AllFormats.Catalog.Formats.Where(f => f.Capabilities is { CanWrite: true, TakesColumns: true } or { NamesFeatures: true }).Select(f => f.Id)];

    [Theory]
    [MemberData(nameof(ColumnFormats))]
    public async Task Columns_ComeOutAsColumns(string id)
    {
        using var bench = new Workbench();
        var format = AllFormats.Catalog.Get(id);
        await File.WriteAllTextAsync(bench["w.arff"], MixedArff());
        await bench.ImportAsync(bench["w.arff"], "w");
        var path = bench["w" + format.Extensions[0]];
        await bench.ExportAsync("w", format, path, isLossy: true);
        await bench.ImportAsync(path, "back");
        var csv = AllFormats.Catalog.Get("csv");
        await bench.ExportAsync("w", csv, bench["w.csv"], isLossy: true);
        await bench.ExportAsync("back", csv, bench["back.csv"], isLossy: true);

        Assert.Equal(Cells(bench["w.csv"]), Cells(bench["back.csv"]));
    }

    [Theory]
    [InlineData("arff")]
    [InlineData("parquet")]
    public async Task Columns_ComeBackAsTheSameVectors(string id)
    {
        using var bench = new Workbench();
        var format = AllFormats.Catalog.Get(id);
        await File.WriteAllTextAsync(bench["w.arff"], MixedArff());
        var first = (await bench.ImportAsync(bench["w.arff"], "w")).Manifest;
        await bench.ExportAsync("w", format, bench["back" + format.Extensions[0]], isLossy: false);
        var again = (await bench.ImportAsync(bench["back" + format.Extensions[0]], "w")).Manifest;
        Assert.Equal(first.Resources[0].Fields.Select(f => (f.Name, f.Type)), again.Resources[0].Fields.Select(f => (f.Name, f.Type)));
    }

    [Fact]
    public async Task Vectors_AreWrittenAsVectors_WhenAskedFor()
    {
        using var bench = new Workbench();
        await File.WriteAllTextAsync(bench["w.arff"], MixedArff());
        var first = (await bench.ImportAsync(bench["w.arff"], "w")).Manifest;
        Directory.CreateDirectory(bench["out"]);
        var options = new ExportOptions { FormatOptions = new OptionValues(new Dictionary<string, string> { ["wide"] = "vectors" }) };
        var result = await Exporter.ExportAsync(bench.Repository, bench.Engine, first, AllFormats.Catalog.Get("parquet"), bench["out"], options);
        Assert.Equal(["features.parquet", "w.parquet"], result.Files.Select(f => Path.GetFileName(f.Path)).Order(StringComparer.Ordinal));
    }

    // By column, in alphabetical order: some formats have an order of their own.
    private static IEnumerable<string> Cells(string csv)
    {
        var lines = File.ReadAllLines(csv).Select(line => line.Split(',')).ToList();
        return Enumerable.Range(0, lines[0].Length).Select(c => string.Join('|', lines.Select(line => line[c].Trim('"')))).Order(StringComparer.Ordinal);
    }

    private static string MixedArff()
    {
        var text = new StringBuilder("@RELATION w\n");
        for (var i = 0; i < Columns; i++) text.Append(CultureInfo.InvariantCulture, $"@ATTRIBUTE 'a {i}' {(i % 2 == 0 ? "{red,green,blue}" : "REAL")}\n");
        text.Append("@DATA\n");
        var random = new Random(3);
        for (var row = 0; row < 30; row++)
        {
            text.AppendJoin(',', Enumerable.Range(0, Columns).Select(i =>
                random.Next(10) == 0 ? "?" : i % 2 == 0 ? new[] { "red", "green", "blue" }[random.Next(3)] : random.Next(100, 999).ToString(CultureInfo.InvariantCulture) + ".5"));
            text.Append('\n');
        }
        return text.ToString();
    }
}
