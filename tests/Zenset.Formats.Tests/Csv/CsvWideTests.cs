using System.Globalization;
using System.Text;
using Zenset.Formats;
using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.Csv;

/// <summary>Thousands of columns: vector fields inside, columns outside.</summary>
public sealed class CsvWideTests
{
    [Fact]
    public async Task ComesBackAsTheSameText_ColumnsOfAllTypesInTheirPlaces()
    {
        using var bench = new Workbench();
        var text = Table(columns: 3_000, rows: 40, (row, column) => (column % 3) switch
        {
            0 => (row * 1000 + column).ToString(CultureInfo.InvariantCulture),
            1 => (row + column / 4.0).ToString("0.0###", CultureInfo.InvariantCulture),
            _ => row % 7 == 0 ? "" : $"t{row}x{column}",
        });
        File.WriteAllText(bench["wide.csv"], text);

        var version = (await bench.ImportAsync(bench["wide.csv"], "wide")).Manifest;
        var losses = await bench.ExportAsync("wide", AllFormats.Catalog.Get("csv"), bench["back.csv"], isLossy: false);

        Assert.Empty(losses);
        Assert.Equal(["wide", "features"], version.Resources.Select(r => r.Name));
        Assert.Equal(
            [("features", "vector<int64>[1000]"), ("features_2", "vector<float64>[1000]"), ("features_3", "vector<string>[1000]")],
            version.Resources[0].Fields.Select(f => (f.Name, f.Type.ToString())));
        Assert.Equal(text, File.ReadAllText(bench["back.csv"]));
    }

    [Fact]
    public async Task SameParts_AndValues_WhateverTheParallelism()
    {
        using var bench = new Workbench();
        var random = new Random(5);
        File.WriteAllText(bench["wide.csv"], Table(1_200, 4_000, (_, _) => random.Next(9) == 0 ? "" : random.NextDouble().ToString("0.000", CultureInfo.InvariantCulture)));

        var one = await bench.ImportAsync(bench["wide.csv"], "one", parallelism: 1);
        var four = await bench.ImportAsync(bench["wide.csv"], "four", parallelism: 4);

        Assert.True(one.Manifest.Resources[0].Parts.Length > 1);
        Assert.Equal(one.Manifest.Resources.SelectMany(r => r.Parts).Select(p => p.Sha256), four.Manifest.Resources.SelectMany(r => r.Parts).Select(p => p.Sha256));
    }

    [Fact]
    public async Task AWiderValueFarBelow_ChangesTheVectorsOfAllRows()
    {
        using var bench = new Workbench();
        var text = Table(2_000, 3_000, (row, column) => row == 2_900 && column % 2 == 0 ? "0.5" : (row + column).ToString(CultureInfo.InvariantCulture));
        File.WriteAllText(bench["wide.csv"], text);

        var version = (await bench.ImportAsync(bench["wide.csv"], "wide")).Manifest;

        Assert.Equal(["vector<float64>[1000]", "vector<int64>[1000]"], version.Resources[0].Fields.Select(f => f.Type.ToString()));
        Assert.Equal(3_000, version.Resources[0].Rows);
    }

    [Fact]
    public async Task ABadCell_IsLocated_AndSkippedRowsLeaveNoTrace()
    {
        using var bench = new Workbench();
        var lines = Table(1_500, 3_000, (row, column) => (row * column).ToString(CultureInfo.InvariantCulture)).Split('\n');
        var good = string.Join('\n', lines.Where((_, i) => i != 2_501));
        var cells = lines[2_501].Split(',');
        cells[1_234] = "forty";
        lines[2_501] = string.Join(',', cells);
        File.WriteAllText(bench["bad.csv"], string.Join('\n', lines));
        File.WriteAllText(bench["good.csv"], good);

        var error = await Assert.ThrowsAsync<SourceDataException>(() => bench.ImportAsync(bench["bad.csv"], "bad"));
        var skipped = CsvCase.ReadFile(bench["bad.csv"], [], onError: OnError.Skip);
        var expected = CsvCase.ReadFile(bench["good.csv"], []);

        Assert.StartsWith("bad.csv:2502:", error.Message, StringComparison.Ordinal);
        Assert.Contains("(row 2,501, field 'c1234'): 'forty' is not a number", error.Message, StringComparison.Ordinal);
        Assert.Equal(expected.Tables[0].Rows, skipped.Tables[0].Rows);
    }

    [Fact]
    public async Task WideArff_BecomesCsvColumns()
    {
        using var bench = new Workbench();
        var arff = new StringBuilder("@relation w\n");
        for (var i = 0; i < 1_100; i++) arff.Append(CultureInfo.InvariantCulture, $"@attribute a{i} numeric\n");
        arff.Append("@attribute class {x,y}\n@data\n");
        for (var row = 0; row < 5; row++)
        {
            for (var i = 0; i < 1_100; i++) arff.Append(i == 3 ? "?" : $"{row}.{i % 10}5").Append(',');
            arff.Append(row % 2 == 0 ? "x\n" : "y\n");
        }
        File.WriteAllText(bench["w.arff"], arff.ToString());

        await bench.ImportAsync(bench["w.arff"], "w");
        await bench.ExportAsync("w", AllFormats.Catalog.Get("csv"), bench["w.csv"]);

        var lines = File.ReadAllLines(bench["w.csv"]);
        Assert.Equal(string.Join(',', [.. Enumerable.Range(0, 1_100).Select(i => $"a{i}"), "class"]), lines[0]);
        Assert.Equal(string.Join(',', [.. Enumerable.Range(0, 1_100).Select(i => i == 3 ? "" : $"1.{i % 10}5"), "y"]), lines[2]);
    }

    private static string Table(int columns, int rows, Func<int, int, string> cell)
    {
        var text = new StringBuilder().AppendJoin(',', Enumerable.Range(0, columns).Select(i => $"c{i}")).Append('\n');
        for (var row = 0; row < rows; row++) text.AppendJoin(',', Enumerable.Range(0, columns).Select(i => cell(row, i))).Append('\n');
        return text.ToString();
    }
}
