using System.Text;
using System.Text.Json;

namespace Zenset.Cli.Tests.Export;

public sealed class ExportTests
{
    [Fact]
    public async Task Columns_AreWrittenInTheOrderAsked_AndWhereKeepsTheRowOrder()
    {
        using var cli = new Cli();
        await cli.RunAsync("import", cli.WriteArff(rows: 5000));

        var answer = await cli.RunAsync("export", "people", "-o", cli["out.csv"], "--columns", "name,age", "--where", "age >= 4000 -- old", "--json");

        Assert.Equal((0, ""), (answer.Exit, answer.Error));
        var lines = await File.ReadAllLinesAsync(cli["out.csv"]);
        Assert.Equal("name,age", lines[0]);
        var expected = Enumerable.Range(0, 5000).Where(i => i % 3 != 1 && 20 + i >= 4000).Select(i => $"n{i}").ToList();
        Assert.Equal(expected, lines.Skip(1).Select(l => l.Split(',')[0]));
        Assert.Equal(expected.Count, answer.Json.GetProperty("files")[0].GetProperty("rows").GetInt64());
    }

    [Fact]
    public async Task ARefusedExport_LeavesTheTargetAsItWas()
    {
        using var cli = new Cli();
        await cli.RunAsync("import", cli.WriteArff());
        cli.Write("out.csv", "before");

        var answer = await cli.RunAsync("export", "people", "-o", cli["out.csv"]);

        Assert.Equal(3, answer.Exit);
        Assert.Contains("categories", answer.Error, StringComparison.Ordinal);
        Assert.Equal("before", await File.ReadAllTextAsync(cli["out.csv"]));
        Assert.Empty(Directory.EnumerateFiles(cli[""], ".out*"));
    }

    [Theory]
    [InlineData("a,b", "--columns a,b", "field/unknown")]
    public async Task UnknownColumns_AreNotFound(string _, string options, string code)
    {
        using var cli = new Cli();
        await cli.RunAsync("import", cli.WriteArff());

        var answer = await cli.RunAsync(["export", "people", "-o", cli["x.parquet"], .. options.Split(' '), "--json"]);

        Assert.Equal(code, answer.ErrorJson.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Convert_GivesWhatImportAndExportGive()
    {
        using var cli = new Cli();
        var source = cli.WriteArff(rows: 20_000);

        var convert = await cli.RunAsync("convert", source, cli["converted.jsonl"], "--lossy");
        await cli.RunAsync("import", source);
        var export = await cli.RunAsync("export", "people", "-o", cli["exported.jsonl"], "--lossy");

        Assert.Equal((0, 0), (convert.Exit, export.Exit));
        Assert.Equal(await File.ReadAllTextAsync(cli["exported.jsonl"]), await File.ReadAllTextAsync(cli["converted.jsonl"]));
    }

    [Fact]
    public async Task Convert_OfATypeThatWidensLate_HasTheWiderTypeInAllRows()
    {
        using var cli = new Cli();
        var text = new StringBuilder("id,value\n");
        for (var i = 0; i < 200_000; i++) text.Append(i).Append(',').Append(i == 199_999 ? "0.5" : $"{i % 7}").Append('\n');
        var source = cli.Write("late.csv", text.ToString());

        var answer = await cli.RunAsync("convert", source, cli["late.jsonl"], "--lossy", "--quiet");

        Assert.Equal((0, ""), (answer.Exit, answer.Error));
        var lines = await File.ReadAllLinesAsync(cli["late.jsonl"]);
        Assert.Equal(200_000, lines.Length);
        Assert.Equal("{\"id\":1,\"value\":1.0}", lines[1]);
        Assert.Equal(0.5, JsonDocument.Parse(lines[^1]).RootElement.GetProperty("value").GetDouble());
        Assert.Equal(199_999, JsonDocument.Parse(lines[^1]).RootElement.GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task Convert_OfABadSource_WritesNothing()
    {
        using var cli = new Cli();
        var source = cli.Write("bad.arff", "@relation r\n@attribute a numeric\n@data\n1\ntwo\n");

        var answer = await cli.RunAsync("convert", source, cli["bad.parquet"]);

        Assert.Equal(3, answer.Exit);
        Assert.Contains("bad.arff:5:1 (row 2, field 'a')", answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(cli["bad.parquet"]));
    }

    [Fact]
    public async Task Query_WritesFiles_AndChangesNothing()
    {
        using var cli = new Cli();
        await cli.RunAsync("import", cli.WriteArff(rows: 10));
        const string Sql = "select class, count(*) as n from people group by class order by class";

        foreach (var file in new[] { "q.csv", "q.json", "q.parquet", "q.txt" }) Assert.Equal(0, (await cli.RunAsync("query", Sql, "-o", cli[file])).Exit);
        var refused = await cli.RunAsync("query", $"select * from read_csv('{cli["q.csv"]}x/../../secret')");

        Assert.Equal("class,n\ngood,5\nbad,5\n", await File.ReadAllTextAsync(cli["q.csv"]));
        Assert.Equal("[\n{\"class\":\"good\",\"n\":5},\n{\"class\":\"bad\",\"n\":5}\n]\n", await File.ReadAllTextAsync(cli["q.json"]));
        Assert.StartsWith("class  n\n", await File.ReadAllTextAsync(cli["q.txt"]), StringComparison.Ordinal);
        Assert.Equal("PAR1", Encoding.ASCII.GetString((await File.ReadAllBytesAsync(cli["q.parquet"]))[..4]));
        Assert.Equal(9, refused.Exit);
    }

    [Theory]
    [InlineData("from people", 2)]
    [InlineData("from \"people@1\"", 1)]
    [InlineData("from \"people@paper\"", 1)]
    [InlineData("from people.people", 2)]
    [InlineData("from \"people@1.people\"", 1)]
    [InlineData("with w as (from \"people@1\") select * from w where 1 = 1; -- a comment", 1)]
    [InlineData("select * from (values (1)) v where exists (from PEOPLE)", 1)]
    public async Task Query_FindsVersionsByEveryNameTheyHave(string sql, int rows)
    {
        using var cli = new Cli();
        await cli.RunAsync("import", cli.WriteArff(rows: 1));
        await cli.RunAsync("import", cli.WriteArff(rows: 2));
        await cli.RunAsync("tag", "people@1", "paper");

        var answer = await cli.RunAsync("query", sql, "--json");

        Assert.Equal((0, ""), (answer.Exit, answer.Error));
        Assert.Equal(rows, answer.Json.GetArrayLength());
    }

    [Theory]
    [InlineData("copy people to 'x.csv'", "engine/sql")]
    [InlineData("attach 'x.db'", "engine/sql")]
    [InlineData("set threads = 1", "engine/sql")]
    [InlineData("select 1; select 2", "engine/sql")]
    [InlineData("", "engine/sql")]
    [InlineData("from nobody", "repository/no-dataset")]
    [InlineData("from \"people@9\"", "repository/no-version")]
    [InlineData("from people.nothing", "repository/no-resource")]
    [InlineData("select nothing from people", "engine/sql")]
    public async Task Query_IsOneSelect_OverWhatThereIs(string sql, string code)
    {
        using var cli = new Cli();
        await cli.RunAsync("import", cli.WriteArff());

        var answer = await cli.RunAsync("query", sql, "--json");

        Assert.Equal(code, answer.ErrorJson.GetProperty("code").GetString());
        Assert.False(File.Exists("x.csv"));
    }

    [Fact]
    public async Task NamesOfEveryKind_SurviveShowHeadAndExport()
    {
        using var cli = new Cli();
        string[] names = ["a b", "ü/ö", "quote\"d", "'single'", "../up", "emoji 🐧", "comma,name", new string('x', 300)];
        var header = string.Join("\n", names.Select(n => $"@attribute '{n.Replace("'", "\\'", StringComparison.Ordinal)}' numeric"));
        var source = cli.Write("names.arff", $"@relation n\n{header}\n@data\n{string.Join(",", names.Select((_, i) => i))}\n");

        await cli.RunAsync("import", source);
        var show = await cli.RunAsync("show", "names", "--json");
        var head = await cli.RunAsync("head", "names", "--json");
        var export = await cli.RunAsync("export", "names", "-o", cli["names.jsonl"], "--columns", "\"comma,name\",\"quote\"\"d\",a b", "--lossy");

        Assert.Equal(names, show.Json.GetProperty("resources")[0].GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        Assert.Equal(names, head.Json[0].EnumerateObject().Select(m => m.Name));
        Assert.Equal((0, ""), (export.Exit, export.Error));
        Assert.Equal(["comma,name", "quote\"d", "a b"], JsonDocument.Parse(await File.ReadAllTextAsync(cli["names.jsonl"])).RootElement.EnumerateObject().Select(m => m.Name));
    }
}
