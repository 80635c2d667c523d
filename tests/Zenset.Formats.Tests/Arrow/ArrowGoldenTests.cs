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
        if (SharedData.Find($"arrow/ipc/generated_{name}{extension}") is not { } path) return;
        var expected = IntegrationJson.Read(SharedData.Find($"arrow/ipc/generated_{name}.json.gz")!);

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
