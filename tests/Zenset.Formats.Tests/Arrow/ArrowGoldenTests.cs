using System.Globalization;
using System.Text.Json.Nodes;
using Zenset.Formats.Arrow;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arrow;

/// <summary>Files that other implementations of Arrow wrote, and what is true of them.</summary>
public sealed class ArrowGoldenTests
{
    [Theory]
    [InlineData("primitive", ".arrow_file")]
    [InlineData("primitive", ".stream")]
    [InlineData("nested", ".arrow_file")]
    [InlineData("nested", ".stream")]
    [InlineData("dictionary", ".arrow_file")]
    [InlineData("dictionary", ".stream")]
    public void IntegrationFiles_HaveTheValuesOfTheirJson(string name, string extension)
    {
        if (Find($"generated_{name}{extension}") is not { } path) return;
        var expected = IntegrationJson.Read(Find($"generated_{name}.json.gz")!);

        var table = TableReading.Read(AllFormats.Catalog.Detect(Source.Open(path)), path);

        Assert.Equal(expected.Names, table.Fields.Select(f => f.Name));
        for (var column = 0; column < table.Fields.Length; column++)
        {
            var field = table.Fields[column];
            Assert.Equal(expected.Column(column).Select(n => Show(n, field.Type)), table.Rows.Select(r => Normal(r[column], field.Type)));
        }
    }

    [Fact]
    public void Flights_HaveTheirSums()
    {
        if (SharedData.Find("arrow/flights-200k.arrow") is not { } path) return;

        var table = TableReading.Read(new ArrowFormat(), path);

        Assert.Equal(200_000, table.Rows.Count);
        Assert.Equal(["int16", "int16", "float32"], table.Fields.Select(f => f.Type.ToString()));
        Assert.Equal(1_500_159, table.Column("delay").Sum(v => int.Parse(v!, CultureInfo.InvariantCulture)));
        Assert.Equal(145_847_125, table.Column("distance").Sum(v => int.Parse(v!, CultureInfo.InvariantCulture)));
        Assert.Equal(2_755_170.166, table.Column("time").Sum(v => double.Parse(v!, CultureInfo.InvariantCulture)), 0.01);
    }

    [Theory]
    [InlineData("uncompressed")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public void PolarsFiles_HaveTheirValues(string compression)
    {
        var table = TableReading.Read(new ArrowFormat(), SharedData.Own($"arrow/polars_{compression}.arrow"));

        Assert.Equal(
            "text:string f64:float64 i64:int64 u8:uint8 flag:boolean list:list<int64> cat:string day:date at:timestamp[ms]", string.Join(' ', table.Fields.Select(f => $"{f.Name}:{f.Type}")));
        Assert.Equal("text ", Assert.Single(table.Fields[6].Categories!.Values));
        for (var i = 0; i < 50; i++)
        {
            string?[] expected = i % 7 == 2
                ? [null, null, null, null, null, List(i), null, null, null]
                :
                [
                    $"text {string.Concat(Enumerable.Repeat("long ", i % 5))}{i}", (i / 4.0).ToString(i % 4 == 0 ? "0.0" : "R", CultureInfo.InvariantCulture), (i * 3).ToString(CultureInfo.InvariantCulture),
                    i.ToString(CultureInfo.InvariantCulture), i % 2 == 0 ? "true" : "false", List(i), "text ", new DateOnly(1970, 1, 1).AddDays(i * 3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    i == 0 ? "1970-01-01 00:00:00" : $"1970-01-01 00:00:00.{(i * 3).ToString("000", CultureInfo.InvariantCulture).TrimEnd('0')}",
                ];
            Assert.Equal(expected, table.Rows[i]);
        }

        static string List(int i) => $"[{string.Join(", ", Enumerable.Range(0, i % 4))}]";
    }

    // Two of the three sets are small enough to be kept here.
    private static string? Find(string name) => File.Exists(SharedData.Own($"arrow/{name}")) ? SharedData.Own($"arrow/{name}") : SharedData.Find($"arrow/ipc/{name}");

    // As the engine writes values; numbers are compared as numbers.
    private static string? Show(JsonNode? node, FieldType type) => node is null ? null : type.Kind switch
    {
        FieldKind.Boolean => node.ToString() is "1" or "true" ? "true" : "false",
        FieldKind.Float32 => float.Parse(node.ToString(), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        FieldKind.Float64 => double.Parse(node.ToString(), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        FieldKind.List or FieldKind.FixedList => $"[{string.Join(", ", node.AsArray().Select(n => Show(n, type.Item!) ?? "NULL"))}]",
        FieldKind.Struct => $"{{{string.Join(", ", type.Members.Select(m => $"'{m.Name}': {Show(node[m.Name], m.Type) ?? "NULL"}"))}}}",
        _ => node.ToString(),
    };

    private static string? Normal(string? cell, FieldType type) => cell is null ? null : type.Kind switch
    {
        FieldKind.Float32 => float.Parse(cell, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        FieldKind.Float64 => double.Parse(cell, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        _ => cell,
    };
}
