using System.Globalization;
using System.Text;
using Zenset.Formats.Tests.Contract;

namespace Zenset.Formats.Tests.Arff;

/// <summary>Numeric attributes that stand between others share a vector, and come out in their places.</summary>
public sealed class ArffWideTests
{
    [Fact]
    public async Task InterleavedAttributes_ComeBackAsTheSameRows()
    {
        using var bench = new Workbench();
        var header = new StringBuilder("@RELATION w\n\n");
        for (var i = 0; i < 1_200; i++) header.Append(CultureInfo.InvariantCulture, $"@ATTRIBUTE a{i} {(i % 2 == 0 ? "{red,green,blue}" : "REAL")}\n");
        var random = new Random(3);
        var rows = Enumerable.Range(0, 200).Select(_ => string.Join(',', Enumerable.Range(0, 1_200).Select(i =>
            random.Next(10) == 0 ? "?" : i % 2 == 0 ? new[] { "red", "green", "blue" }[random.Next(3)] : random.Next(100, 999).ToString(CultureInfo.InvariantCulture) + ".5"))).ToList();
        File.WriteAllText(bench["w.arff"], $"{header}\n@DATA\n{string.Join('\n', rows)}\n");

        var version = (await bench.ImportAsync(bench["w.arff"], "w")).Manifest;
        await bench.ExportAsync("w", AllFormats.Catalog.Get("arff"), bench["back.arff"], isLossy: false);
        var again = (await bench.ImportAsync(bench["back.arff"], "w")).Manifest;

        // One vector for the numbers, one for the categories, and the last nominal attribute, which is the target.
        Assert.Equal(["vector<string>[599]", "vector<float64>[600]", "string"], version.Resources[0].Fields.Select(f => f.Type.ToString()));
        Assert.Equal("red|green|blue", string.Join("|", version.Resources[0].Fields[2].Categories!.Values));
        Assert.Equal(rows, File.ReadAllLines(bench["back.arff"]).SkipWhile(line => !line.StartsWith("@DATA", StringComparison.OrdinalIgnoreCase)).Skip(1));
        Assert.Equal(header.ToString().Split('\n')[2..].Where(line => line.Length > 0), File.ReadAllLines(bench["back.arff"]).Where(line => line.StartsWith("@ATTRIBUTE", StringComparison.Ordinal)));
        Assert.Equal(version.ContentHash, again.ContentHash);
    }

    [Fact]
    public async Task CategoriesThatSharedAField_AreStillChecked()
    {
        using var bench = new Workbench();
        var header = string.Join('\n', Enumerable.Range(0, 1_200).Select(i => $"@ATTRIBUTE a{i} {{x,{new string('y', 20)}}}"));
        var row = string.Join(',', Enumerable.Repeat(new string('y', 20), 1_199));
        // A sparse row leaves the first category out.
        File.WriteAllText(bench["w.arff"], $"@RELATION w\n{header}\n@DATA\n{row},x\n{{3 {new string('y', 20)}}}\n");
        var good = (await bench.ImportAsync(bench["w.arff"], "w")).Manifest;
        await bench.ExportAsync("w", AllFormats.Catalog.Get("arff"), bench["back.arff"], isLossy: false);
        Assert.Equal([row + ",x", $"x,x,x,{new string('y', 20)}{string.Concat(Enumerable.Repeat(",x", 1_196))}"], File.ReadAllLines(bench["back.arff"])[^2..]);
        Assert.Equal(2, good.Resources[0].Rows);

        File.WriteAllText(bench["bad.arff"], $"@RELATION w\n{header}\n@DATA\n{row},x\n{row.Replace("yyyyyyyyyyyyyyyyyyyy,yyy", "z,yyy", StringComparison.Ordinal)},x\n");
        var error = await Assert.ThrowsAsync<SourceDataException>(() => bench.ImportAsync(bench["bad.arff"], "bad"));
        Assert.Contains("'z' is not among the 2 declared", error.Message, StringComparison.Ordinal);
    }
}
