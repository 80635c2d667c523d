using System.Text;
using Zenset.Formats.JsonLines;
using Zenset.Model;

namespace Zenset.Formats.Tests.JsonLines;

public class JsonLinesTests
{
    [Theory]
    [InlineData("""{"a":1}""", "int64", "1")]
    [InlineData("""{"a":-9223372036854775808}""", "int64", "-9223372036854775808")]
    [InlineData("""{"a":18446744073709551615}""", "uint64", "18446744073709551615")]
    [InlineData("""{"a":-9223372036854775809}""", "int128", "-9223372036854775809")]
    [InlineData("""{"a":170141183460469231731687303715884105727}""", "int128", "170141183460469231731687303715884105727")]
    [InlineData("""{"a":170141183460469231731687303715884105728}""", "string", "170141183460469231731687303715884105728")]
    [InlineData("""{"a":1.5}""", "float64", "1.5")]
    [InlineData("""{"a":-0}""", "float64", "-0.0")]
    [InlineData("""{"a":1e400}""", "string", "1e400")]
    [InlineData("""{"a":true}""", "boolean", "true")]
    [InlineData("""{"a":null}""", "null", null)]
    [InlineData("""{"a":""}""", "string", "")]
    [InlineData("""{"a":"\u00e4\ud83d\ude42\n"}""", "string", "ä🙂\n")]
    [InlineData("""{"a":"2020-01-31"}""", "date", "2020-01-31")]
    [InlineData("""{"a":"2020-02-30"}""", "string", "2020-02-30")]
    [InlineData("""{"a":"2020-01-31T01:02:03"}""", "timestamp[s]", "2020-01-31 01:02:03")]
    [InlineData("""{"a":"2020-01-31T01:02:03Z"}""", "timestamp[s,UTC]", "2020-01-31 01:02:03+00")]
    [InlineData("""{"a":"2020-01-31T01:02:03.004"}""", "timestamp[ms]", "2020-01-31 01:02:03.004")]
    [InlineData("""{"a":"2020-01-31T01:02:03.000005Z"}""", "timestamp[us,UTC]", "2020-01-31 01:02:03.000005+00")]
    [InlineData("""{"a":"2020-01-31T01:02:03.000000006"}""", "timestamp[ns]", "2020-01-31 01:02:03.000000006")]
    [InlineData("""{"a":"2020-01-31 01:02:03"}""", "string", "2020-01-31 01:02:03")]
    [InlineData("""{"a":"2020-01-31T01:02:03+02:00"}""", "string", "2020-01-31T01:02:03+02:00")]
    [InlineData("""{"a":[1,null,2]}""", "list<int64>", "[1, NULL, 2]")]
    [InlineData("""{"a":[]}""", "list<null>", "[]")]
    [InlineData("""{"a":[[1],[]]}""", "list<list<int64>>", "[[1], []]")]
    [InlineData("""{"a":{"x":1,"y":"z"}}""", "struct<x:int64,y:string>", "{'x': 1, 'y': z}")]
    [InlineData("""{"a":{}}""", "string", "{}")]
    [InlineData("""{"a":{"x":1,"X":2}}""", "string", """{"x":1,"X":2}""")]
    [InlineData("""{"a":[1,"b"]}""", "string", """[1,"b"]""")]
    public void Reads_Values(string line, string type, string? value)
    {
        var table = Read(line);

        Assert.Equal(type, table.Fields.Single().Type.ToString());
        Assert.Equal(value, table.Rows.Single().Single());
    }

    [Fact]
    public void Takes_TypesThatHoldAllRows()
    {
        var lines = Enumerable.Range(0, 50_000).Select(i => $$"""{"n":{{i}},"late":{{(i < 49_999 ? "1" : "1.5")}},"text":"2020-01-01{{(i < 49_999 ? "" : "!")}}"}""");

        var table = Read(string.Join('\n', lines));

        Assert.Equal(["int64", "float64", "string"], table.Fields.Select(f => f.Type.ToString()));
        Assert.Equal("1.5", table.Column("late").Last());
    }

    [Fact]
    public void Keeps_MixedKinds_AsJson_AndSaysSo()
    {
        var table = Read("{\"a\":1}\n{\"a\":\"1\"}\n{\"a\":[1]}");

        Assert.Equal(["1", "\"1\"", "[1]"], table.Column("a"));
        Assert.Equal("json", table.Fields[0].SourceFormat);
        Assert.Equal("it holds 1 number, 1 text and 1 array; its values are kept as JSON text", table.Findings.Single().Message);
    }

    [Fact]
    public void Keeps_LargeWholeNumbers_BesideFractions_AsJson()
    {
        var table = Read("{\"a\":9007199254740993}\n{\"a\":0.5}");

        Assert.Equal(["9007199254740993", "0.5"], table.Column("a"));
    }

    [Fact]
    public void Takes_KeysInOrderOfAppearance_AndMissingKeysAsMissing()
    {
        var table = Read("{\"b\":1}\n{\"a\":2,\"b\":3}\n{\"c\":null,\"a\":4}");

        Assert.Equal(["b", "a", "c"], table.Fields.Select(f => f.Name));
        Assert.Equal(["1", "3", null], table.Column("b"));
        Assert.Equal([null, "2", "4"], table.Column("a"));
    }

    [Fact]
    public void Reads_BlankLines_ByteOrderMark_CarriageReturns_AndBlanks()
    {
        var table = Read("\uFEFF\r\n  {\"a\": 1}  \r\n\r\n\t\n{\"a\":2}");

        Assert.Equal(["1", "2"], table.Column("a"));
    }

    [Fact]
    public void Reads_MissingListsInsideMissingStructs()
    {
        var table = Read("""
            {"s":{"l":[1,2],"m":{"x":"y"}}}
            {"s":null}
            {}
            {"s":{"l":null}}
            {"s":{"l":[3]}}
            """);

        Assert.Equal(["{'l': [1, 2], 'm': {'x': y}}", null, null, "{'l': NULL, 'm': NULL}", "{'l': [3], 'm': NULL}"], table.Column("s"));
    }

    [Fact]
    public void Reads_AnArrayOfObjects()
    {
        var table = Read("[\n  {\"a\": 1,\n \"b\": [\"x, y\", \"]\\\"\"]},\n  {\"a\": 2}\n]\n", ".json");

        Assert.Equal(["1", "2"], table.Column("a"));
        Assert.Equal(["['x, y', ']\"']", null], table.Column("b"));
    }

    [Theory]
    [InlineData("[{\"a\":1},]", "an element is missing after a comma")]
    [InlineData("[{\"a\":1},,{\"a\":2}]", "an element is missing before a comma")]
    [InlineData("[{\"a\":1}", "the array does not end: the file was cut off")]
    [InlineData("[{\"a\":1}] x", "something follows the array")]
    public void Refuses_BrokenArrays(string text, string problem) => Assert.Equal(problem, Assert.Throws<SourceDataException>(() => Read(text, ".json")).Problem);

    [Theory]
    [InlineData("{\"a\":1", ":2:7 (row 2): the line ends within a value. Correct the line, or leave such lines out with --on-error=skip.")]
    [InlineData("  {'a':1}", ":2:4 (row 2): texts stand in double quotes, not single ones. Correct the line, or leave such lines out with --on-error=skip.")]
    [InlineData("{\"a\":NaN}", ":2:6 (row 2): NaN} is no JSON number. Correct the line, or leave such lines out with --on-error=skip.")]
    [InlineData("{\"a\":1} x", ":2:9 (row 2): not JSON from 'x' on. Correct the line, or leave such lines out with --on-error=skip.")]
    [InlineData("[1]", ":2:1 (row 2): the line holds an array, not an object. Write each row as {\"field\": value, …} on a line of its own.")]
    [InlineData("5", ":2:1 (row 2): the line holds '5', not an object. Write each row as {\"field\": value, …} on a line of its own.")]
    [InlineData("{\"a\":1,\"a\":2}", ":2:8 (row 2): the key 'a' stands twice in one object. Give the second value another key, or leave it out.")]
    [InlineData("{\"a\":\"\\ud800\"}", ":2:6 (row 2): \\ud800 has half of a surrogate pair, which is no character. Write the whole pair, or U+FFFD in its place.")]
    [InlineData("{\"\\ud800\":1}", ":2:2 (row 2): \\ud800 has half of a surrogate pair, which is no character. Write the whole pair, or U+FFFD in its place.")]
    public void Refuses_BadLines_WithTheirPlace(string line, string message)
    {
        var failure = Assert.Throws<SourceDataException>(() => Read($"{{\"a\":0}}\n{line}\n{{\"a\":2}}"));

        Assert.EndsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_DeepNesting()
    {
        var failure = Assert.Throws<SourceDataException>(() => Read($"{{\"a\":{new string('[', 100_000)}{new string(']', 100_000)}}}"));

        Assert.Contains("nested more than 64 levels deep", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Skips_BadLines_AndKeepsThem()
    {
        var rejectedPath = Path.GetTempFileName();
        using var rejected = new RejectedRows(rejectedPath);
        var table = Read("{\"a\":1,\"l\":[1,2]}\n{\"a\":null,\"l\":[3,\n{\"a\":\"x\",\"a\":2}\n{\"a\":3,\"l\":[4]}\nhello\n", with: r => r with { OnError = OnError.Skip, Rejected = rejected });
        rejected.Complete();

        Assert.Equal(["1", "3"], table.Column("a"));
        Assert.Equal(["[1, 2]", "[4]"], table.Column("l"));
        Assert.Equal(3, rejected.Count);
        Assert.Equal("{\"a\":null,\"l\":[3,\n{\"a\":\"x\",\"a\":2}\nhello\n", File.ReadAllText(rejectedPath));
        File.Delete(rejectedPath);
    }

    [Fact]
    public void Names_LineAndField_OfAValueThatIsNotOfTheTypeAskedFor()
    {
        var failure = Assert.Throws<SourceDataException>(() => Read("{\"a\":1}\n{\"a\":300}", with: r => r with { Types = new Dictionary<string, FieldType> { ["a"] = FieldType.Int8 } }));

        Assert.EndsWith(":2:6 (row 2, field 'a'): 300} is not int8. Correct the value, or ask for another type, or none.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_TheSame_FromAnyNumberOfSegments_AndCompressed()
    {
        var text = string.Join('\n', Enumerable.Range(0, 3000).Select(i => $$$"""{"i":{{{i}}},"t":"{{{new string('x', i % 50)}}}\n","l":[{{{string.Join(',', Enumerable.Range(0, i % 5))}}}],"s":{"a":{{{(i % 3 == 0 ? "null" : "\"b\"")}}}}}"""));
        var expected = Read(text);

        foreach (var bytes in (long[])[1, 777, 20_000])
        {
            var table = Read(text, format: new JsonLinesFormat { SegmentBytes = bytes });

            Assert.Equal(expected.Rows, table.Rows);
        }
        Assert.Equal(expected.Rows, Read(text, ".jsonl.gz", compress: true).Rows);
    }

    [Fact]
    public void Places_Errors_TheSame_FromAnyNumberOfSegments()
    {
        var text = string.Join('\n', Enumerable.Range(0, 3000).Select(i => i == 2500 ? "{\"i\":}" : $"{{\"i\":{i}}}"));

        var failure = Assert.Throws<SourceDataException>(() => Read(text, format: new JsonLinesFormat { SegmentBytes = 1000 }));

        Assert.Equal((2500L, 5L, 2500L), (failure.Location!.Line, failure.Location.Column, failure.Location.Row));
    }

    [Fact]
    public void Survives_ChangedBytes()
    {
        var whole = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 20).Select(i => $$"""{"i":{{i}},"t":"é\u00e9","l":[1,{"x":null}],"d":"2020-01-01"}""")));
        var random = new Random(3);
        for (var round = 0; round < 400; round++)
        {
            var changed = (byte[])whole.Clone();
            for (var n = random.Next(1, 6); n > 0; n--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) changed = changed[..random.Next(1, changed.Length)];
            try
            {
                ReadBytes(changed, ".jsonl");
            }
            catch (ZensetException e) when (e is SourceDataException or NotSupportedSourceException)
            {
                // Refused with a place: what is wanted.
            }
        }
    }

    private static readonly DuckDb.Engine SharedEngine = DuckDb.Engine.Open(new DuckDb.EngineOptions { Threads = 1 });

    private static TableReading Read(string text, string extension = ".jsonl", Func<ReadRequest, ReadRequest>? with = null, JsonLinesFormat? format = null, bool compress = false)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!compress) return ReadBytes(bytes, extension, with, format);
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest)) gzip.Write(bytes);
        return ReadBytes(packed.ToArray(), extension, with, format);
    }

    private static TableReading ReadBytes(byte[] bytes, string extension, Func<ReadRequest, ReadRequest>? with = null, JsonLinesFormat? format = null)
    {
        var path = Path.Combine(Path.GetTempPath(), $"zenset-test-{Guid.NewGuid():N}{extension}");
        File.WriteAllBytes(path, bytes);
        try
        {
            return TableReading.Read(format ?? new JsonLinesFormat(), path, with, SharedEngine);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
