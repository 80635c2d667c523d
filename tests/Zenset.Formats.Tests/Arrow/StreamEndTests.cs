using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arrow;

/// <summary>A stream may just end, by its specification, and so does one that was cut between two batches: that is said.</summary>
public sealed class StreamEndTests
{
    // A continuation marker and a length of 0.
    private const int EndBytes = 8;

    [Theory]
    [InlineData(0, false)]
    [InlineData(EndBytes, true)]
    public async Task MissingEnd_IsSaid(int cut, bool isSaid)
    {
        using var bench = new Workbench();
        var stream = AllFormats.Catalog.Formats.Single(f => f.Id == "arrow-stream");
        await bench.ImportSqlAsync("t", "SELECT i FROM range(5) t(i)", [new Field { Name = "n", Type = FieldType.Int64 }]);
        await bench.ExportAsync("t", stream, bench["t.arrows"]);
        var bytes = await File.ReadAllBytesAsync(bench["t.arrows"]);
        await File.WriteAllBytesAsync(bench["cut.arrows"], bytes[..^cut]);

        var manifest = (await bench.ImportAsync(bench["cut.arrows"], "cut")).Manifest;

        Assert.Equal(5, manifest.Resources[0].Rows);
        Assert.Equal(isSaid, manifest.Findings.Any(f => f.Code == "arrow/no-end" && f.Severity == Severity.Warning));
    }
}
