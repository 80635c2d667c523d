using System.Globalization;
using System.Text;
using Zenset.Export;
using Zenset.Model;

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

    /// <summary>Whatever read them, and although these formats say nothing of vectors.</summary>
    [Theory]
    [MemberData(nameof(ColumnFormats))]
    public async Task Columns_ComeBackAsTheSameVectors(string id)
    {
        using var bench = new Workbench();
        var format = AllFormats.Catalog.Get(id);
        await File.WriteAllTextAsync(bench["w.arff"], MixedArff());
        var first = (await bench.ImportAsync(bench["w.arff"], "w")).Manifest;
        await bench.ExportAsync("w", format, bench["back" + format.Extensions[0]], isLossy: true);
        var again = (await bench.ImportAsync(bench["back" + format.Extensions[0]], "w")).Manifest;
        // Where categories are lost the target is a text like others, and TFRecord knows single precision only.
        Assert.Equal(first.Resources[0].Fields.Where(IsVector).Select(f => (f.Name, f.Type.Item!.Kind == FieldKind.String)), again.Resources[0].Fields.Where(IsVector).Select(f => (f.Name, f.Type.Item!.Kind == FieldKind.String)));
        Assert.Equal(Columns, again.Resources[0].Fields.Sum(f => IsVector(f) ? f.Type.Length : 1));
        Assert.Equal(FeatureTable.Fields.Select(f => f.Name), again.Resources[1].Fields.Select(f => f.Name));
    }

    /// <summary>Where nothing is lost the values are the same to the bit, missing ones and categories with them.</summary>
    [Theory]
    [InlineData("arrow")]
    [InlineData("feather")]
    [InlineData("parquet")]
    public async Task Rows_AreTheSame_InFormatsThatHoldEverything(string id)
    {
        using var bench = new Workbench();
        var format = AllFormats.Catalog.Get(id);
        await File.WriteAllTextAsync(bench["w.csv"], WideCsv());
        var first = (await bench.ImportAsync(bench["w.csv"], "w")).Manifest;
        // Resources are called after the file.
        Directory.CreateDirectory(bench["back"]);
        var path = bench[Path.Combine("back", "w" + format.Extensions[0])];
        await bench.ExportAsync("w", format, path, isLossy: false);
        var again = (await bench.ImportAsync(path, "w")).Manifest;
        Assert.Equal(first.ContentHash, again.ContentHash);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    [InlineData("arff")]
    public async Task Target_StaysAField(string id)
    {
        using var bench = new Workbench();
        var format = AllFormats.Catalog.Get(id);
        await File.WriteAllTextAsync(bench["w.csv"], WideCsv());
        await bench.ImportAsync(bench["w.csv"], "w");
        var path = bench["again" + format.Extensions[0]];
        await bench.ExportAsync("w", format, path);
        var manifest = (await bench.ImportAsync(path, "again", target: "x 7")).Manifest;
        var target = Assert.Single(manifest.Resources[0].Fields, f => f.Role == FieldRole.Target);
        Assert.Equal(("x 7", FieldType.Float64), (target.Name, target.Type));
    }

    [Fact]
    public async Task Losses_AreToldOncePerVector()
    {
        using var bench = new Workbench();
        await File.WriteAllTextAsync(bench["w.csv"], WideCsv());
        var manifest = (await bench.ImportAsync(bench["w.csv"], "w")).Manifest;
        var options = new ExportOptions { Lossy = true };
        var result = await Exporter.ExportAsync(bench.Repository, bench.Engine, manifest, AllFormats.Catalog.Get("tfrecord"), bench["w.tfrecord"], options);
        Assert.InRange(result.Losses.Length, 1, 20);
        Assert.Contains(result.Losses, l => l.Field == "features");
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

    private static bool IsVector(Field field) => field.Type.Kind == FieldKind.FixedList;

    // By column, in alphabetical order: some formats have an order of their own.
    private static IEnumerable<string> Cells(string csv)
    {
        var lines = File.ReadAllLines(csv).Select(line => line.Split(',')).ToList();
        return Enumerable.Range(0, lines[0].Length).Select(c => string.Join('|', lines.Select(line => line[c].Trim('"')))).Order(StringComparer.Ordinal);
    }

    private static string WideCsv()
    {
        var random = new Random(5);
        var text = new StringBuilder();
        text.AppendJoin(',', Enumerable.Range(0, Columns).Select(i => $"x {i}")).Append('\n');
        for (var row = 0; row < 300; row++)
        {
            text.AppendJoin(',', Enumerable.Range(0, Columns).Select(i => row > 0 && random.Next(20) == 0 ? "" : i % 9 == 0 ? (random.Next(1000) - 500).ToString(CultureInfo.InvariantCulture) : (random.Next() / 128.0 + 0.5).ToString(CultureInfo.InvariantCulture)));
            text.Append('\n');
        }
        return text.ToString();
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
