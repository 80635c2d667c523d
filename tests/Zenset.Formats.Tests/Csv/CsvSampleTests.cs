using Zenset.Formats.Tests.Csv.Pollution;

namespace Zenset.Formats.Tests.Csv;

/// <summary>The small files of the repository.</summary>
public class CsvSampleTests
{
    private static ReadResult Read(string name) => CsvCase.Read(File.ReadAllBytes(SharedData.Own($"csv/{name}")));

    [Theory]
    [InlineData("source.csv")]
    [InlineData("preamble.csv")]
    [InlineData("double-trailing-newline.csv")]
    [InlineData("second-table.csv")]
    public void Reads_TheSameTable(string name)
    {
        var read = Read(name);

        Assert.Equal("DATE date, TIME time[us], Qty int64, Price string, Text string, Notes null", read.Table.Types);
        Assert.Equal(
            "2021-01-28 | 00:00:00 | 2 | $74.69 | Warm, dry | ·\n2021-01-29 | 00:15:00 | 0 | $29.81 | Said to be \"good\" | ·\n2021-01-30 | 00:30:00 | 1 | $80.08 | Light | ·",
            read.Table.ToString());
    }

    [Fact]
    public void Writes_BackWhatItRead()
    {
        foreach (var name in new[] { "source.csv", "no-header.csv" })
        {
            var path = Path.Combine(Path.GetTempPath(), $"zenset-{Guid.NewGuid():N}.csv");
            File.Copy(SharedData.Own($"csv/{name}"), path);
            try
            {
                Assert.Equal(PlainCsv.Texts(File.ReadAllText(path)), PlainCsv.Texts(System.Text.Encoding.UTF8.GetString(RoundTrip.Convert(path, []))));
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    [Theory]
    [InlineData("source.csv")]
    [InlineData("no-header.csv")]
    public async Task Converts_ToTheSameText_InOneScan(string name)
    {
        var path = Path.Combine(Path.GetTempPath(), $"zenset-{Guid.NewGuid():N}.csv");
        try
        {
            using var source = Source.Open(SharedData.Own($"csv/{name}"));
            await Export.Converter.ConvertAsync(source, CsvCase.Engine, AllFormats.Catalog.Get("csv"), AllFormats.Catalog.Get("csv"), path, new Export.ConvertOptions());

            Assert.Equal(PlainCsv.Texts(File.ReadAllText(SharedData.Own($"csv/{name}"))), PlainCsv.Texts(File.ReadAllText(path)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Reads_OtherDialectsAndEncodings()
    {
        Assert.Equal("1 | 1.5 | Köln\n2 | 2.25 | Ulm; D", Read("bom-semicolon-comma.csv").Table.ToString());
        Assert.Equal("Müller | Köln\nGroß | € 5", Read("windows-1252.csv").Table.ToString());
    }
}
