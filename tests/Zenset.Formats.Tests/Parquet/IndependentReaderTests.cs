using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Zenset.Formats.Arrow;
using Zenset.Formats.Parquet;
using Zenset.Model;

namespace Zenset.Formats.Tests.Parquet;

/// <summary>
/// What hyparquet (JavaScript) and parquet-wasm (arrow-rs) find in files that Zenset writes. They are installed with
/// <c>npm ci</c> in <c>peers</c>, which <c>./test</c> does.
/// </summary>
public class IndependentReaderTests
{
    private static readonly ImmutableArray<Field> Fields =
    [
        new() { Name = "i8", Type = FieldType.Int8 }, new() { Name = "i64", Type = FieldType.Int64 }, new() { Name = "u32", Type = FieldType.UInt32 }, new() { Name = "u64", Type = FieldType.UInt64 },
        new() { Name = "f32", Type = FieldType.Float32 }, new() { Name = "f64", Type = FieldType.Float64 }, new() { Name = "dec", Type = FieldType.Decimal(10, 2) }, new() { Name = "text", Type = FieldType.String },
        new() { Name = "nominal", Type = FieldType.String, Categories = new Categories(["never", "low", "high"], Ordered: true) },
        new() { Name = "A b", Type = FieldType.Boolean }, new() { Name = "a B", Type = FieldType.Boolean },
        new() { Name = "date", Type = FieldType.Date }, new() { Name = "time", Type = FieldType.Time(TimeUnit.Nanosecond) },
        new() { Name = "us", Type = FieldType.Timestamp(TimeUnit.Microsecond) }, new() { Name = "nsBerlin", Type = FieldType.Timestamp(TimeUnit.Nanosecond, "Europe/Berlin") },
        new() { Name = "list", Type = FieldType.List(FieldType.Struct(new FieldMember("x", FieldType.Int32))) }, new() { Name = "vector", Type = FieldType.FixedList(FieldType.Float32, 2) },
        new() { Name = "big", Type = FieldType.Int128 }, new() { Name = "null", Type = FieldType.Null }, new() { Name = "bytes", Type = FieldType.Binary }, new() { Name = "json", Type = FieldType.String, SourceFormat = "json" },
        // Finer than milliseconds, so a struct: hyparquet refuses files with Parquet's own INTERVAL.
        new() { Name = "interval", Type = FieldType.Interval }, new() { Name = "uuid", Type = FieldType.Uuid },
    ];

    private const string Rows = """
        SELECT CAST(-1 AS TINYINT), CAST(9223372036854775807 AS BIGINT), CAST(4294967295 AS UINTEGER), CAST(18446744073709551615 AS UBIGINT), CAST(0.1 AS FLOAT), CAST('-0.0' AS DOUBLE),
          CAST(-1.23 AS DECIMAL(10,2)), 'ä🙂', CAST('high' AS ENUM('never', 'low', 'high')), true, false, DATE '2024-02-29', TIME_NS '01:02:03.123456789',
          TIMESTAMP '2020-01-01 00:00:00.000001', TIMESTAMP_NS '2020-01-01 00:00:00.123456789', [{'x': CAST(7 AS INTEGER)}, {'x': NULL}], CAST([1.5, 2.5] AS FLOAT[2]),
          CAST('170141183460469231731687303715884105727' AS HUGEINT), CAST(NULL AS INTEGER), from_hex('00FF'), '{"a":1}', INTERVAL '14 months 3 days 4 microseconds', CAST('12345678-9abc-def0-1234-56789abcdef0' AS UUID)
        UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
        """;

    [Theory]
    [InlineData("zstd")]
    [InlineData("snappy")]
    [InlineData("gzip")]
    [InlineData("none")]
    public void ReadWhatWasWritten(string compression)
    {
        var answer = Ask(compression);

        var found = answer["hyparquet"]!["rows"]![0]!;
        Assert.Equal(
            "-1 9223372036854775807 4294967295 18446744073709551615 -0 -1.23 ä🙂 high true false 00ff",
            string.Join(' ', ((string[])["i8", "i64", "u32", "u64", "f64", "dec", "text", "nominal", "A b", "a B", "bytes"]).Select(n => found[n]!.ToString())));
        Assert.Equal("2024-02-29T00:00:00.000Z", found["date"]!.ToString());
        Assert.Equal("[{\"x\":7},{\"x\":null}]", found["list"]!.ToJsonString());
        Assert.Equal("{\"a\":1}", found["json"]!.ToJsonString());
        Assert.Equal("170141183460469231731687303715884105727", found["big"]!.ToString());
        Assert.Equal("{\"months\":14,\"days\":3,\"micros\":\"4\"}", found["interval"]!.ToJsonString());
        Assert.All(answer["hyparquet"]!["rows"]![1]!.AsObject(), p => Assert.Null(p.Value));
    }

    [Fact]
    public void Arrow_FindsTheTypes_TheCategoriesAndTheZone()
    {
        var answer = Ask("zstd");

        var types = answer["arrow"]!["fields"]!.AsArray().ToDictionary(f => f!["name"]!.ToString(), f => f!);
        Assert.Equal(
            ["Int8", "Int64", "Uint32", "Uint64", "Float32", "Float64"], ((string[])["i8", "i64", "u32", "u64", "f32", "f64"]).Select(n => types[n]["type"]!.ToString()));
        Assert.Equal("Dictionary<Int32, Utf8>", types["nominal"]["type"]!.ToString());
        Assert.True(types["nominal"]["isOrdered"]!.GetValue<bool>());
        Assert.Equal("[\"never\",\"low\",\"high\"]", types["nominal"]["categories"]!.ToJsonString());
        Assert.Equal("Timestamp<NANOSECOND, Europe/Berlin>", types["nsBerlin"]["type"]!.ToString());
        Assert.Equal("Time64<NANOSECOND>", types["time"]["type"]!.ToString());
        Assert.Equal("FixedSizeList[2]<Float32>", types["vector"]["type"]!.ToString());
        Assert.Equal("Null", types["null"]["type"]!.ToString());
        var row = answer["arrow"]!["rows"]![0]!;
        Assert.Equal("3723123456789", row["time"]!.ToString());
        Assert.Equal("[1.5,2.5]", row["vector"]!.ToJsonString());
        Assert.Equal("high", row["nominal"]!.ToString());
    }

    private static JsonNode Ask(string compression)
    {
        var folder = Path.Combine(SharedData.Root, "tests", "Zenset.Formats.Tests", "peers");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "Run ./test once, or npm ci in tests/Zenset.Formats.Tests/peers.");
        var path = TableWriting.Write(new ParquetFormat(), Fields, Rows, ".parquet", options: new OptionValues(new Dictionary<string, string> { ["compression"] = compression }));
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", ["read-parquet.mjs", path]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = node.StandardError.ReadToEndAsync();
            var output = node.StandardOutput.ReadToEnd();
            node.WaitForExit();
            Assert.True(node.ExitCode == 0, errors.Result);
            return JsonNode.Parse(output)!;
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void WritesSchemas_ThatStrictReadersTake()
    {
        for (var seed = 1; seed < 300; seed++)
        {
            var random = new Random(seed);
            ImmutableArray<Field> fields = [.. Enumerable.Range(0, random.Next(1, 9)).Select(i => new Field { Name = new string('x', i), Type = RandomTable.AnyType(random) })];

            var written = ArrowSchema.Write(ArrowFields.Of(fields, _ => true));

            Assert.True(ArrowSchema.IsSound(written));
            Assert.Equal(fields.Select(f => f.Name), ArrowSchema.TryRead(written)!.Value.Select(f => f.Name));
        }
    }
}
