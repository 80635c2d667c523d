using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Zenset.Formats.Arrow;
using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arrow;

/// <summary>A file that went through a repository says what it said before, in the same words of Arrow's.</summary>
public sealed class ArrowSourceTests
{
    [Theory]
    [InlineData("arrow/ipc/generated_primitive.arrow_file")]
    [InlineData("arrow/ipc/generated_nested.arrow_file")]
    [InlineData("arrow/flights-200k.arrow")]
    public async Task KeepsTypesAndValues_OfFilesOfOthers(string name)
    {
        if (SharedData.Find(name) is not { } path) return;
        using var bench = new Workbench();

        var back = await ThroughARepositoryAsync(bench, path, "arrow", "arrow");

        AssertSame(ArrowPeers.ReadInJavaScript(path), ArrowPeers.ReadInJavaScript(back), []);
    }

    [Fact]
    public async Task KeepsTypesAndValues_OfWhatJavaScriptWrote()
    {
        using var bench = new Workbench();
        ArrowPeers.Write("stream", bench["js.arrows"]);

        var back = await ThroughARepositoryAsync(bench, bench["js.arrows"], "arrow-stream", "feather");

        // A dictionary of numbers comes back as numbers; the library says of a column of nulls that none is missing.
        AssertSame(ArrowPeers.ReadInJavaScript(bench["js.arrows"]), ArrowPeers.ReadInJavaScript(back), ["number", "null"]);
    }

    [Fact]
    public void IsNullableAgain_WhenValuesAreMissing()
    {
        var before = new ArrowField("x", ArrowTypeId.LargeUtf8) { IsNullable = false, Metadata = [KeyValuePair.Create("k", "v")] };
        var metadata = ImmutableSortedDictionary<string, string>.Empty.Add(SourceSchema.Key, ArrowSchema.ToText(new ArrowSchemaContent([before], [])));
        ImmutableArray<Field> fields = [new Field { Name = "x", Type = FieldType.String }];

        var whole = Schema(TableWriting.Write(new ArrowFormat(), fields, "SELECT 'a'", ".arrow", metadata));
        var partly = Schema(TableWriting.Write(new ArrowFormat(), fields, "SELECT 'a' UNION ALL SELECT NULL", ".arrow", metadata));

        Assert.Equal(("LargeUtf8", false, "v"), (whole["type"]!.ToString(), whole["nullable"]!.GetValue<bool>(), whole["metadata"]!["k"]?.ToString()));
        Assert.Equal(("LargeUtf8", true), (partly["type"]!.ToString(), partly["nullable"]!.GetValue<bool>()));
    }

    private static JsonNode Schema(string path)
    {
        var found = ArrowPeers.ReadInJavaScript(path);
        File.Delete(path);
        return found["fields"]![0]!;
    }

    private static async Task<string> ThroughARepositoryAsync(Workbench bench, string path, string from, string to)
    {
        await bench.ImportAsync(path, "data", from);
        var back = bench[$"back{AllFormats.Catalog.Get(to).Extensions[0]}"];
        Assert.Empty(await bench.ExportAsync("data", AllFormats.Catalog.Get(to), back, isLossy: false));
        return back;
    }

    private static void AssertSame(JsonNode before, JsonNode after, string[] others)
    {
        Assert.Equal(string.Join('\n', Describe(before, others)), string.Join('\n', Describe(after, others)));
        var (rowsBefore, rowsAfter) = (before["rows"]!.AsArray(), after["rows"]!.AsArray());
        Assert.Equal(rowsBefore.Count, rowsAfter.Count);
        for (var i = 0; i < rowsBefore.Count; i++) Assert.Equal(rowsBefore[i]!.ToJsonString(), rowsAfter[i]!.ToJsonString());
    }

    private static IEnumerable<string> Describe(JsonNode table, string[] others) => table["fields"]!.AsArray().Where(f => !others.Contains(f!["name"]!.ToString())).Select(f => f!.ToJsonString());
}
