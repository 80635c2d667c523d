using System.Globalization;
using System.IO.Compression;
using Xunit;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arff;

/// <summary>What is known of public files from independent tools. They lie beside the repository; without them there is nothing to test.</summary>
public sealed class ArffPublicFileTests
{
    [Fact]
    public void Reads_Soybean_WithItsMissingValuesAndBlanksInLists()
    {
        if (Read("arff/soybean.arff") is not { } table) return;

        Assert.Equal((683, 36), (table.Rows.Count, table.Fields.Length));
        Assert.All(table.Fields, f => Assert.True(f.IsNominal));
        Assert.Equal(2337, Missing(table));
        Assert.Equal(121, table.Rows.Count(r => r.Contains(null)));
        Assert.Contains("same-lst-sev-yrs", table.Fields.Single(f => f.Name == "crop-hist").Categories!.Values);
    }

    [Fact]
    public void Reads_Reuters_WithLongEscapedTexts()
    {
        if (Read("arff/reuters-corn-test.arff") is not { } table) return;

        Assert.Equal((604, 2), (table.Rows.Count, table.Fields.Length));
        Assert.Equal("string {0,1}", table.Types);
        Assert.Equal((580, 24), (table.Rows.Count(r => r[1] == "0"), table.Rows.Count(r => r[1] == "1")));
    }

    [Fact]
    public void Reads_DenseAndSparseRowsMixed()
    {
        if (Read("arff/mixed-dense-sparse.arff") is not { } table) return;

        Assert.Equal((21, 6), (table.Rows.Count, table.Fields.Length));
        Assert.Equal(6, Missing(table));
        Assert.Equal(5, table.Rows.Count(r => r.Contains(null)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100L)]
    public void Reads_OurOwnSample_WithEverythingThatArffHas(long? segmentBytes)
    {
        var table = ArffCase.ReadFile(SharedData.Own("arff/weather.arff"), segmentBytes: segmentBytes);

        Assert.Equal("date {sunny,overcast,light rain,heavy rain} float64 int64 string list<struct<hour:float64,wind:float64>> float64", table.Types);
        Assert.Equal(12, table.Rows.Count);
        Assert.Equal("2024-03-04|heavy rain|·|4|closed at \"noon\"|·|0.5", string.Join('|', table.Rows[3].Select(c => c ?? "·")));
        Assert.Equal(["1.0", "1.0", "1.0", "0.5", "1.0", "1.0", "1.0", "1.0", "1.0", "1.0", "1.0", "2.0"], table.Rows.Select(r => r[6]));
        Assert.Equal("[{'hour': 9.0, 'wind': 2.5}, {'hour': 15.0, 'wind': 4.0}]", table.Rows[0][5]);
        Assert.Equal("Twelve days, made up for the tests of Zenset.\nEverything that ARFF has, in one small file.", table.Description);
        Assert.Empty(ArffWriting.OfRead(table).Losses("weka"));
        Assert.Equal(table.Rows, ArffCase.Read(ArffWriting.OfRead(table).Write("weka")).Rows);
    }

    [Fact]
    public void Refuses_DenseAndSparseRowsMixed_WhenStrict()
    {
        if (SharedData.Find("arff/mixed-dense-sparse.arff") is not { } path) return;

        var error = Assert.Throws<SourceDataException>(() => ArffCase.ReadFile(path, with: r => r with { Strict = true }));

        Assert.Equal("arff/mixed-rows", error.Code.Id);
        Assert.Equal(19, error.Location!.Row);
    }

    [Fact]
    public void Reads_RelationalAttributes_AsListsOfStructs()
    {
        if (Read("arff/relational-time-series.arff") is not { } table) return;

        Assert.Equal((13, 6), (table.Rows.Count, table.Fields.Length));
        Assert.Equal(2, table.Fields.Count(f => f.Type.Kind == FieldKind.List));
        Assert.Single(table.Fields, f => f.Type.Kind == FieldKind.Date);
        Assert.Equal([1, 3], table.Fields.Where(f => f.Type.Kind == FieldKind.List).Select(f => f.Type.Item!.Members.Length).Order());
    }

    [Fact]
    public void Reads_Dates()
    {
        if (Read("arff/apple-stocks-date.arff") is not { } table) return;

        Assert.Equal((153, 7), (table.Rows.Count, table.Fields.Length));
        Assert.Contains(table.Fields, f => f.Name == "Adj Close");
        Assert.Equal("yyyy-MM-dd", table.Fields.Single(f => f.Type.Kind == FieldKind.Date).SourceFormat);
        Assert.Equal(0, Missing(table));
    }

    [Fact]
    public void Keeps_Dexter_Sparse()
    {
        if (Read("arff/dexter-sparse.arff") is not { } table) return;

        Assert.Equal(2, table.Rows.Count);
        Assert.Equal("sparse<float64>[20000]", table.Fields[0].Type.ToString());
        Assert.Equal(20_001, table.Features.Length);
        // 155 stored entries: two of them are the class, which has a field for itself.
        Assert.Equal(153, table.Rows.Sum(r => r[0]!.Split("values")[0].Count(c => c == ',')));
        Assert.Equal(2, table.Rows.Count(r => r[1] is not null));
    }

    [Fact]
    public void Reads_CalHousing_ToTheSumsThatOthersFind()
    {
        if (Read("arff/cal-housing.arff") is not { } table) return;

        double[] sums = [-2467918.70, 735441.62, 591119.0, 54402150, 11102215.0, 29421840, 10310499, 79890.6495, 4269504061];
        Assert.Equal((20640, 9), (table.Rows.Count, table.Fields.Length));
        for (var i = 0; i < sums.Length; i++)
            Assert.Equal(sums[i], table.Rows.Sum(r => double.Parse(r[i]!, CultureInfo.InvariantCulture)), sums[i] / -1e9 is var e && Math.Abs(e) > 1 ? 1.0 : 0.01);
    }

    [Theory]
    [InlineData("json/id_61", 150, 5, 0)]
    [InlineData("json/id_2", 11, 39, 267)]
    [InlineData("json/id_561", 209, 8, 0)]
    [InlineData("json/id_40589", 13, 78, 0)]
    [InlineData("json/id_42585", 344, 7, 18)]
    [InlineData("xml/id_2", 898, 39, 22175)]
    public void Reads_FilesOfOpenMl(string folder, int rows, int fields, int missing)
    {
        var path = SharedData.Find($"openml-api/{folder}/x") ?? Path.GetFullPath(Path.Combine(SharedData.Root, "..", "shared", "data", "openml-api", folder));
        if (!Directory.Exists(path)) return;
        var file = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Single(f => IsArff(f));

        var table = ArffCase.ReadFile(file);

        Assert.Equal((rows, fields, missing), (table.Rows.Count, table.Fields.Length, Missing(table)));
    }

    private static bool IsArff(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        for (var i = 0; i < 400 && reader.ReadLine() is { } line; i++)
        {
            if (line.StartsWith("@relation", StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    private static int Missing(ArffCase table) => table.Rows.Sum(r => r.Count(c => c is null));

    private static ArffCase? Read(string name) => SharedData.Find(name) is { } path ? ArffCase.ReadFile(path) : null;
}
