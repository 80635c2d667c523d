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

        Assert.Equal(601, version.Resources[0].Fields.Length);
        Assert.Equal("vector<float64>[600]", version.Resources[0].Fields[1].Type.ToString());
        Assert.Equal(rows, File.ReadAllLines(bench["back.arff"]).SkipWhile(line => !line.StartsWith("@DATA", StringComparison.OrdinalIgnoreCase)).Skip(1));
        Assert.Equal(version.Resources[0].Fields.Select(f => f.Type), again.Resources[0].Fields.Select(f => f.Type));
    }
}
