using System.Globalization;
using Zenset.Formats.Arrow;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arrow;

public sealed class FeatherTests
{
    [Theory]
    [InlineData("uncompressed")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public void Reads_FilesOfArrow2(string compression)
    {
        if (SharedData.Find($"arrow/data-arrow_2.0.0_{compression}.feather") is not { } path) return;

        Assert.Equal("feather", AllFormats.Catalog.Detect(Source.Open(path)).Id);
        var table = TableReading.Read(new FeatherFormat(), path);

        Assert.Equal(["a string", "b int32", "c struct<c1:string,c2:float64,c3:float64>", "d string"], table.Fields.Select(f => $"{f.Name} {(f.Name == "b" ? "int32" : f.Type.ToString())}"));
        Assert.Equal(["one", "2", "{'c1': inner, 'c2': 4.0, 'c3': 50.0}", "four"], table.Rows.Single().Select(c => c is "2" or "2.0" ? "2" : c));
        Assert.Contains("r", table.Metadata.Keys);
    }

    // The table is R's mtcars, of which the sums are known.
    [Fact]
    public void Reads_Version1()
    {
        var path = SharedData.Own("arrow/mtcars-feather-v1.feather");

        Assert.Equal("feather", AllFormats.Catalog.Detect(Source.Open(path)).Id);
        var table = TableReading.Read(new FeatherFormat(), path);

        Assert.Equal(["mpg", "cyl", "disp", "hp", "drat", "wt", "qsec", "vs", "am", "gear", "carb"], table.Fields.Select(f => f.Name));
        Assert.All(table.Fields, f => Assert.Equal(FieldType.Float64, f.Type));
        Assert.Equal(32, table.Rows.Count);
        Assert.Equal((string?[])["21.0", "6.0", "160.0", "110.0", "3.9", "2.62", "16.46", "0.0", "1.0", "4.0", "4.0"], table.Rows[0]);
        string[] sums = ["642.9", "198", "7383.1", "4694", "115.09", "102.952", "571.16", "14", "13", "118", "90"];
        Assert.Equal(sums.Select(s => double.Parse(s, CultureInfo.InvariantCulture)), table.Fields.Select(f => Math.Round(table.Column(f.Name).Sum(v => double.Parse(v!, CultureInfo.InvariantCulture)), 6)));
    }
}
