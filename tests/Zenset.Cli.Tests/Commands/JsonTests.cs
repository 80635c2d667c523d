using System.Text.Json;

namespace Zenset.Cli.Tests.Commands;

/// <summary>The members that other programs may rely on.</summary>
public sealed class JsonTests
{
    [Fact]
    public async Task ImportAndShow_HaveTheirMembers()
    {
        using var cli = new Cli();

        var import = await cli.RunAsync("import", cli.WriteArff(), "--json");
        var show = await cli.RunAsync("show", "people", "--json");

        foreach (var json in new[] { import.Json, show.Json })
        {
            Assert.Equal("people", json.GetProperty("dataset").GetString());
            Assert.Equal(1, json.GetProperty("version").GetInt32());
            Assert.Equal(64, json.GetProperty("contentHash").GetString()!.Length);
            Assert.Equal(JsonValueKind.Null, json.GetProperty("schema").ValueKind);
            Assert.True(json.GetProperty("valid").GetBoolean());
            Assert.Equal(JsonValueKind.Array, json.GetProperty("findings").ValueKind);
            var resource = Assert.Single(json.GetProperty("resources").EnumerateArray());
            Assert.Equal(3, resource.GetProperty("rows").GetInt64());
            Assert.True(resource.GetProperty("bytes").GetInt64() > 0);
            Assert.Equal("people", resource.GetProperty("name").GetString());
            var fields = resource.GetProperty("fields").EnumerateArray().ToList();
            Assert.Equal(["age", "name", "class"], fields.Select(f => f.GetProperty("name").GetString()));
            Assert.Equal(["float64", "string", "string"], fields.Select(f => f.GetProperty("type").GetString()));
            Assert.Equal([null, null, "target"], fields.Select(f => f.GetProperty("role").GetString()));
            Assert.Equal([1, 0, 0], fields.Select(f => f.GetProperty("missing").GetInt64()));
            Assert.Equal(JsonValueKind.Null, fields[0].GetProperty("categories").ValueKind);
            Assert.Equal(["good", "bad"], fields[2].GetProperty("categories").EnumerateArray().Select(c => c.GetString()));
        }
    }

    [Fact]
    public async Task SeveralSources_AreAnArray()
    {
        using var cli = new Cli();

        var answer = await cli.RunAsync("import", cli.WriteArff("a.arff"), cli.WriteArff("b.arff"), "--json");

        Assert.Equal(["a", "b"], answer.Json.EnumerateArray().Select(v => v.GetProperty("dataset").GetString()));
    }

    [Fact]
    public async Task ListAndLog_HaveTheirMembers()
    {
        using var cli = new Cli();
        await cli.RunAsync("import", cli.WriteArff(), "--message", "first");
        await cli.RunAsync("import", cli.WriteArff(rows: 5), "-m", "second");
        await cli.RunAsync("tag", "people@1", "paper");

        var list = (await cli.RunAsync("list", "--json")).Json;
        var log = (await cli.RunAsync("log", "people", "--json")).Json;

        var dataset = Assert.Single(list.EnumerateArray());
        Assert.Equal("people", dataset.GetProperty("dataset").GetString());
        Assert.Equal(2, dataset.GetProperty("version").GetInt32());
        Assert.Equal(5, dataset.GetProperty("rows").GetInt64());
        Assert.True(dataset.GetProperty("bytes").GetInt64() > 0);
        Assert.Equal(JsonValueKind.Null, dataset.GetProperty("schema").ValueKind);
        Assert.True(dataset.GetProperty("created").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
        Assert.Equal([2, 1], log.EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
        Assert.Equal(["second", "first"], log.EnumerateArray().Select(v => v.GetProperty("message").GetString()));
        Assert.Equal([5, 3], log.EnumerateArray().Select(v => v.GetProperty("rows").GetInt64()));
        Assert.Equal(1, log[0].GetProperty("parent").GetInt32());
        Assert.Equal(JsonValueKind.Null, log[1].GetProperty("parent").ValueKind);
        Assert.Equal("paper", Assert.Single(log[1].GetProperty("tags").EnumerateArray()).GetString());
        Assert.True(log[0].TryGetProperty("author", out _) && log[0].TryGetProperty("created", out _));
    }

    [Fact]
    public async Task Verify_NamesTheDamage_AndExitsWithSeven()
    {
        using var cli = new Cli();
        await cli.RunAsync("import", cli.WriteArff(rows: 1000));
        var whole = await cli.RunAsync("verify", "--json");
        var part = Directory.EnumerateFiles(cli.Repository, "part-*.parquet", SearchOption.AllDirectories).Single();
        FlipABit(part, 200);

        var damaged = await cli.RunAsync("verify", "people", "--json");
        var text = await cli.RunAsync("verify", "--quiet");

        Assert.Equal(0, whole.Exit);
        Assert.True(whole.Json.GetProperty("ok").GetBoolean());
        Assert.True(whole.Json.GetProperty("objects").GetInt64() > 1);
        Assert.True(whole.Json.GetProperty("bytes").GetInt64() > 0);
        Assert.Empty(whole.Json.GetProperty("damaged").EnumerateArray());
        Assert.Equal(7, damaged.Exit);
        Assert.False(damaged.Json.GetProperty("ok").GetBoolean());
        var place = damaged.Json.GetProperty("damaged")[0];
        Assert.Contains(Path.GetFileName(part), place.GetProperty("object").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, place.GetProperty("offset").GetInt64());
        Assert.True(place.GetProperty("length").GetInt64() > 0);
        Assert.Equal("people", place.GetProperty("resource").GetString());
        Assert.Equal(JsonValueKind.Object, place.GetProperty("rows").ValueKind);
        Assert.Equal(7, text.Exit);
        Assert.Contains("damaged", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_GivesRows()
    {
        using var cli = new Cli();
        await cli.RunAsync("import", cli.WriteArff());

        var answer = await cli.RunAsync("head", "people", "-n", "2", "--json");

        Assert.Equal(
            """
            [
            {"age":20,"name":"n0","class":"good"},
            {"age":null,"name":"n1","class":"bad"}
            ]

            """, answer.Out);
    }

    [Theory]
    [InlineData(3, "source/empty", "import", "EMPTY")]
    [InlineData(5, "source/not-found", "import", "NOT-THERE.arff")]
    [InlineData(5, "repository/no-dataset", "show", "nobody")]
    [InlineData(5, "repository/no-version", "show", "people@9")]
    [InlineData(5, "repository/no-resource", "export", "people --to parquet --resource x")]
    [InlineData(5, "field/unknown", "export", "people --to parquet --columns x")]
    [InlineData(6, "tag/taken", "tag", "people@2 paper")]
    [InlineData(9, "engine/sql", "query", "select+++from")]
    [InlineData(9, "engine/sql", "export", "people --to parquet --where nonsense+++")]
    [InlineData(2, "usage/command-line", "show", "--nonsense")]
    public async Task EveryKindOfFailure_HasItsExitCode_AndItsMembers(int exit, string code, string verb, string args)
    {
        using var cli = new Cli();
        await cli.RunAsync("import", cli.WriteArff());
        await cli.RunAsync("import", cli.WriteArff(rows: 4));
        await cli.RunAsync("tag", "people@1", "paper");
        var empty = cli.Write("empty.arff", "");

        var answer = await cli.RunAsync([verb, .. args.Replace("EMPTY", empty, StringComparison.Ordinal).Split(' ').Select(a => a.Replace("+++", " ", StringComparison.Ordinal)), "--json"]);

        Assert.Equal(code, answer.ErrorJson.GetProperty("code").GetString());
        Assert.Equal(exit, answer.Exit);
        Assert.Equal("", answer.Out);
        foreach (var member in new[] { "message", "location", "fix" }) Assert.True(answer.ErrorJson.TryGetProperty(member, out _), member);
    }

    [Fact]
    public async Task AStoreThatRefuses_IsExitEight()
    {
        using var cli = new Cli();
        var file = cli.Write("file", "not a folder");

        var answer = await cli.RunAsync("import", cli.WriteArff(), "--repo", Path.Combine(file, "repository"), "--json");

        Assert.Equal(8, answer.Exit);
        Assert.StartsWith("storage/", answer.ErrorJson.GetProperty("code").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingPart_IsExitSeven()
    {
        using var cli = new Cli();
        await cli.RunAsync("import", cli.WriteArff());
        File.Delete(Directory.EnumerateFiles(cli.Repository, "part-*.parquet", SearchOption.AllDirectories).Single());

        var answer = await cli.RunAsync("head", "people", "--json");

        Assert.Equal(7, answer.Exit);
        Assert.Equal("integrity/damaged", answer.ErrorJson.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Location_CountsFromZero_AndItsTextFromOne()
    {
        using var cli = new Cli();
        var file = cli.Write("bad.arff", "@relation r\n@attribute a numeric\n@attribute c {x,y}\n@data\n1,x\n2,z\n");

        var answer = await cli.RunAsync("import", file, "--json");

        Assert.Equal(3, answer.Exit);
        var location = answer.ErrorJson.GetProperty("location");
        Assert.Equal("bad.arff", location.GetProperty("source").GetString());
        Assert.Equal(5, location.GetProperty("line").GetInt64());
        Assert.Equal(1, location.GetProperty("row").GetInt64());
        Assert.StartsWith("bad.arff:6:", location.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_SaysNothing()
    {
        using var cli = new Cli();
        string[][] commands =
        [
            ["import", cli.WriteArff()], ["import", cli.WriteArff(rows: 4)], ["list"], ["show", "people"], ["log", "people"], ["tag", "people@1", "t"],
            ["verify"], ["gc"], ["formats"], ["export", "people", "-o", cli["out.parquet"]], ["remove", "people"],
        ];

        foreach (var command in commands)
        {
            var answer = await cli.RunAsync([.. command, "--quiet"]);

            Assert.Equal((0, "", ""), (answer.Exit, answer.Out, answer.Error));
        }
    }

    private static void FlipABit(string path, int at)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[at] ^= 1;
        File.SetAttributes(path, FileAttributes.Normal);
        File.WriteAllBytes(path, bytes);
    }
}
