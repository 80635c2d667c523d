using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json.Nodes;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arrow;

/// <summary>What other implementations of Arrow find in what Zenset writes.</summary>
public sealed class ArrowIndependentReaderTests
{
    // Field, SQL of its value in the first row, its type as Arrow names it, and the value: as JSON, or for dates and such the bytes in the buffer.
    private static readonly (Field Field, string Sql, string Type, string Value)[] Columns =
    [
        (Of("null", FieldType.Null), "NULL", "Null", "null"),
        (Of("flag", FieldType.Boolean), "true", "Bool", "true"),
        (Of("i8", FieldType.Int8), "-128", "Int8", "-128"),
        (Of("i16", FieldType.Int16), "-32768", "Int16", "-32768"),
        (Of("i32", FieldType.Int32), "-2147483648", "Int32", "-2147483648"),
        (Of("i64", FieldType.Int64), "9223372036854775807", "Int64", "\"9223372036854775807\""),
        (Of("u8", FieldType.UInt8), "255", "Uint8", "255"),
        (Of("u16", FieldType.UInt16), "65535", "Uint16", "65535"),
        (Of("u32", FieldType.UInt32), "4294967295", "Uint32", "4294967295"),
        (Of("u64", FieldType.UInt64), "18446744073709551615", "Uint64", "\"18446744073709551615\""),
        (Of("f16", FieldType.Float16), "'-0.0'", "Float16", "\"-0\""),
        (Of("f32", FieldType.Float32), "'nan'", "Float32", "\"NaN\""),
        (Of("f64", FieldType.Float64), "'5e-324'", "Float64", "5e-324"),
        (Of("dec", FieldType.Decimal(10, 2)), "-1.23", "Decimal[10e+2]", Bytes(-123, 16)),
        (Of("long dec", FieldType.Decimal(38, 0)), "99999999999999999999999999999999999999", "Decimal[38e0]", Bytes(BigInteger.Pow(10, 38) - 1, 16)),
        (Of("int128", FieldType.Int128), "-5", "Decimal[39e0]", Bytes(-5, 32)),
        (Of("interval", FieldType.Interval), "INTERVAL '14 months -3 days 4 microseconds'", "Interval<MONTH_DAY_NANO>", $"\"{Bytes(14, 4)[1..^1]}{Bytes(-3, 4)[1..^1]}{Bytes(4000, 8)[1..^1]}\""),
        (Of("text", FieldType.String), "'ä🙂'", "Utf8", "\"ä🙂\""),
        (Of("json", FieldType.String) with { SourceFormat = "json" }, "'{}'", "Utf8", "\"{}\""),
        (Of("bytes", FieldType.Binary), "from_hex('00FF')", "Binary", "\"00ff\""),
        (Of("uuid", FieldType.Uuid), "'12345678-9abc-def0-1234-56789abcdef0'", "FixedSizeBinary[16]", "\"123456789abcdef0123456789abcdef0\""),
        (Of("day", FieldType.Date), "'1969-12-31'", "Date32<DAY>", Bytes(-1, 4)),
        (Of("time s", FieldType.Time(TimeUnit.Second)), "'00:01:02'", "Time32<SECOND>", Bytes(62, 4)),
        (Of("time ms", FieldType.Time(TimeUnit.Millisecond)), "'00:00:00.123'", "Time32<MILLISECOND>", Bytes(123, 4)),
        (Of("time us", FieldType.Time(TimeUnit.Microsecond)), "'23:59:59.999999'", "Time64<MICROSECOND>", Bytes(86_399_999_999, 8)),
        (Of("time ns", FieldType.Time(TimeUnit.Nanosecond)), "'00:00:00.123456789'", "Time64<NANOSECOND>", Bytes(123_456_789, 8)),
        (Of("at s", FieldType.Timestamp(TimeUnit.Second)), "'1969-12-31 23:59:59'", "Timestamp<SECOND>", Bytes(-1, 8)),
        (Of("at ms", FieldType.Timestamp(TimeUnit.Millisecond, "Europe/Berlin")), "'1969-12-31 23:59:59.999+00'", "Timestamp<MILLISECOND, Europe/Berlin>", Bytes(-1, 8)),
        (Of("at us", FieldType.Timestamp(TimeUnit.Microsecond, "UTC")), "'1970-01-01 00:00:00.000001+00'", "Timestamp<MICROSECOND, UTC>", Bytes(1, 8)),
        (Of("at ns", FieldType.Timestamp(TimeUnit.Nanosecond)), "'1970-01-01 00:00:00.000000001'", "Timestamp<NANOSECOND>", Bytes(1, 8)),
        (Of("took", FieldType.Int64) with { SourceFormat = "duration[us]" }, "7", "Duration<MICROSECOND>", Bytes(7, 8)),
        (Of("list", FieldType.List(FieldType.Int32)), "[1, NULL, 3]", "List<Int32>", "[1,null,3]"),
        (Of("vector", FieldType.FixedList(FieldType.Float32, 2)), "[1.5, 2.5]", "FixedSizeList[2]<Float32>", "[1.5,2.5]"),
        (Of("struct", FieldType.Struct(new FieldMember("a b", FieldType.Int32), new FieldMember("c", FieldType.String))), "{'a b': 7, 'c': NULL}", "Struct<{a b:Int32, c:Utf8}>", "{\"a b\":7,\"c\":null}"),
        (Of("map", FieldType.Map(FieldType.String, FieldType.Int32)), "MAP {'k': 1, 'l': NULL}", "Map<{key:Utf8, value:Int32}>", "{\"k\":1,\"l\":null}"),
        (Of("sparse", FieldType.Sparse(FieldType.Float64, 100)), "{'indices': [0, 7], 'values': [0.5, 2]}", "Struct<{indices:List<Int32>, values:List<Float64>}>", "{\"indices\":[0,7],\"values\":[0.5,2]}"),
        (Of("nominal", FieldType.String) with { Categories = new Categories(["never", "low", "high"], Ordered: true) }, "'high'", "Dictionary<Int8, Utf8>", "\"high\""),
    ];

    private static readonly string Rows =
        $"SELECT {string.Join(", ", Columns.Select(c => $"CAST({c.Sql} AS {FieldEngine.TypeOf(c.Field)})"))} UNION ALL SELECT {string.Join(", ", Columns.Select(_ => "NULL"))}";

    [Theory]
    [InlineData("arrow", "none")]
    [InlineData("arrow", "lz4")]
    [InlineData("arrow", "zstd")]
    [InlineData("arrow-stream", "none")]
    [InlineData("feather", "lz4")]
    public void Find_TheFieldsAndTheRows(string formatId, string compression)
    {
        var answer = Ask(formatId, [.. Columns.Select(c => c.Field)], Rows, compression);

        AssertFound(answer["js"]!);
        if (formatId == "arrow-stream") AssertFound(answer["rust"]!);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public void Find_ManyBatches(string compression)
    {
        ImmutableArray<Field> fields = [Of("n", FieldType.Int64), Of("t", FieldType.String), Of("l", FieldType.List(FieldType.Int32))];
        const string Sql = "SELECT CASE WHEN range % 7 = 3 THEN NULL ELSE range END, CASE WHEN range % 5 = 1 THEN NULL ELSE 'row ' || range || repeat('x', (range % 50)::INT) END, [range::INT, 1] FROM range(10000) ORDER BY range";

        var answer = Ask("arrow-stream", fields, Sql, compression, batchRows: 3000);

        foreach (var found in compression == "none" ? [answer["js"]!, answer["rust"]!] : new[] { answer["js"]! })
        {
            Assert.Equal(4, found["batches"]!.GetValue<int>());
            Assert.Equal(10_000, found["rows"]!.AsArray().Count);
            for (var i = 0; i < 10_000; i++)
            {
                var row = found["rows"]![i]!;
                Assert.Equal(i % 7 == 3 ? null : i.ToString(System.Globalization.CultureInfo.InvariantCulture), row["n"]?.ToString());
                Assert.Equal(i % 5 == 1 ? null : $"row {i}{new string('x', i % 50)}", row["t"]?.ToString());
                Assert.Equal($"[{i},1]", row["l"]!.ToJsonString());
            }
        }
    }

    private static void AssertFound(JsonNode found)
    {
        Assert.Equal(Columns.Select(c => $"{c.Field.Name}: {c.Type}"), found["fields"]!.AsArray().Select(f => $"{f!["name"]}: {f["type"]}"));
        Assert.Equal(Columns.Select(c => JsonNode.Parse(c.Value)?.ToJsonString()), Columns.Select(c => found["rows"]![0]![c.Field.Name]?.ToJsonString()));
        Assert.All(found["rows"]![1]!.AsObject(), p => Assert.Null(p.Value));
        var fields = found["fields"]!.AsArray().ToDictionary(f => f!["name"]!.ToString(), f => f!);
        Assert.True(fields["nominal"]["isOrdered"]!.GetValue<bool>());
        Assert.Equal("[\"never\",\"low\",\"high\"]", fields["nominal"]["categories"]!.ToJsonString());
        Assert.Equal("arrow.uuid", fields["uuid"]["metadata"]!["ARROW:extension:name"]!.ToString());
        Assert.Equal("arrow.json", fields["json"]["metadata"]!["ARROW:extension:name"]!.ToString());
    }

    private static JsonNode Ask(string formatId, ImmutableArray<Field> fields, string sql, string compression, int batchRows = 65_536)
    {
        var format = AllFormats.Catalog.Get(formatId);
        var options = new OptionValues(new Dictionary<string, string> { ["compression"] = compression, ["batch-rows"] = batchRows.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        var path = TableWriting.Write(format, fields, sql, format.Extensions[0], options: options);
        try
        {
            return compression == "none" ? ArrowPeers.Read(path) : new JsonObject { ["js"] = ArrowPeers.ReadInJavaScript(path).DeepClone() };
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Field Of(string name, FieldType type) => new() { Name = name, Type = type };

    private static string Bytes(BigInteger value, int count) => $"\"{Convert.ToHexStringLower([.. Enumerable.Range(0, count).Select(i => (byte)(value >> i * 8 & 0xFF))])}\"";
}
