using Zenset.Formats.Parquet;
using Zenset.Parquet;
using static Zenset.Formats.Tests.Parquet.ParquetBuilder;

namespace Zenset.Formats.Tests.Parquet;

/// <summary>Types as any writer of any time may have put them, of which the engine alone would misread many.</summary>
public class ParquetTypeTests
{
    [Fact]
    public void Keeps_NanosecondsOfInt96()
    {
        var table = Read(new ParquetBuilder().Column("t", ParquetType.Int96, values: [Int96(123_456_789, 2_440_588), null, Int96(0, 2_440_589)]));

        Assert.Equal("timestamp[ns]", table.Fields[0].Type.ToString());
        Assert.Equal(["1970-01-01 00:00:00.123456789", null, "1970-01-02 00:00:00"], table.Column("t"));
    }

    [Fact]
    public void Takes_Int96_AsMicroseconds_WhenTheyHoldAllValues()
    {
        // The year 1 is beyond what nanoseconds reach.
        var table = Read(new ParquetBuilder().Column("t", ParquetType.Int96, values: [Int96(1_000, 1_721_426), null]));

        Assert.Equal("timestamp[us]", table.Fields[0].Type.ToString());
        Assert.Equal(["0001-01-01 00:00:00.000001", null], table.Column("t"));
    }

    [Fact]
    public void Rejects_Int96_ThatNothingHolds_WithItsField()
    {
        var failure = Assert.Throws<SourceDataException>(() => Read(new ParquetBuilder().Column("n", ParquetType.Int32, values: [I32(1)]).Column("t", ParquetType.Int96, values: [Int96(1, 1_721_426)])));

        Assert.Equal(ParquetErrors.BadValue, failure.Code);
        Assert.Equal("t", failure.Location!.Field);
    }

    [Theory]
    [InlineData(1, false, "timestamp[ms]", "1970-01-01 00:00:01.5")]
    [InlineData(2, false, "timestamp[us]", "1970-01-01 00:00:00.0015")]
    [InlineData(3, false, "timestamp[ns]", "1970-01-01 00:00:00.0000015")]
    [InlineData(1, true, "timestamp[ms,UTC]", "1970-01-01 00:00:01.5+00")]
    [InlineData(2, true, "timestamp[us,UTC]", "1970-01-01 00:00:00.0015+00")]
    [InlineData(3, true, "timestamp[ns,UTC]", "1970-01-01 00:00:00.0000015")]
    public void Reads_Timestamps_OfEveryUnit(int unit, bool isUtc, string type, string value)
    {
        var table = Read(new ParquetBuilder().Column("t", ParquetType.Int64, logical: LogicalTime(Timestamp, unit, isUtc), values: [I64(1500), null]));

        Assert.Equal((type, value), (table.Fields[0].Type.ToString(), table.Rows[0][0]));
    }

    [Theory]
    [InlineData(1, false, "time[ms]", "00:00:01.5")]
    [InlineData(1, true, "time[ms]", "00:00:01.5")]
    [InlineData(2, false, "time[us]", "00:00:00.0015")]
    [InlineData(2, true, "time[us]", "00:00:00.0015")]
    [InlineData(3, false, "time[ns]", "00:00:00.0000015")]
    [InlineData(3, true, "time[ns]", "00:00:00.0000015")]
    public void Reads_Times_OfEveryUnit(int unit, bool isUtc, string type, string value)
    {
        var physical = unit == 1 ? ParquetType.Int32 : ParquetType.Int64;
        var table = Read(new ParquetBuilder().Column("t", physical, logical: LogicalTime(Time, unit, isUtc), values: [unit == 1 ? I32(1500) : I64(1500), null]));

        Assert.Equal((type, value), (table.Fields[0].Type.ToString(), table.Rows[0][0]));
    }

    [Theory]
    [InlineData(8, true, "int8", -1L, "-1")]
    [InlineData(16, true, "int16", -1L, "-1")]
    [InlineData(32, true, "int32", -1L, "-1")]
    [InlineData(64, true, "int64", -1L, "-1")]
    [InlineData(8, false, "uint8", 255L, "255")]
    [InlineData(16, false, "uint16", 65535L, "65535")]
    [InlineData(32, false, "uint32", -1L, "4294967295")]
    [InlineData(64, false, "uint64", -1L, "18446744073709551615")]
    public void Reads_Integers_ThatOnlyTheLogicalTypeDescribes(int bits, bool isSigned, string type, long stored, string value)
    {
        var physical = bits == 64 ? ParquetType.Int64 : ParquetType.Int32;
        var table = Read(new ParquetBuilder().Column("n", physical, logical: LogicalInteger((sbyte)bits, isSigned), values: [bits == 64 ? I64(stored) : I32(stored), null]));

        Assert.Equal((type, value), (table.Fields[0].Type.ToString(), table.Rows[0][0]));
    }

    [Fact]
    public void Reads_Texts_UnderEveryAnnotation()
    {
        var table = Read(new ParquetBuilder()
            .Column("string", ParquetType.ByteArray, logical: Logical(ParquetBuilder.String), values: [Words("ä"), null])
            .Column("utf8", ParquetType.ByteArray, converted: 0, values: [Words("ä"), null])
            .Column("enum", ParquetType.ByteArray, logical: Logical(ParquetBuilder.Enum), values: [Words("a"), null])
            .Column("enum4", ParquetType.ByteArray, converted: 4, values: [Words("a"), null])
            .Column("json", ParquetType.ByteArray, logical: Logical(Json), values: [Words("{\"a\":1}"), null])
            .Column("json19", ParquetType.ByteArray, converted: 19, values: [Words("no json"), null])
            .Column("bson", ParquetType.ByteArray, logical: Logical(Bson), values: [Words("x"), null])
            .Column("bson20", ParquetType.ByteArray, converted: 20, values: [Words("x"), null]));

        Assert.Equal(["string", "string", "string", "string", "string", "string", "binary", "binary"], table.Fields.Select(f => f.Type.ToString()));
        Assert.Equal([null, null, "enum", "enum", "json", "json", "bson", "bson"], table.Fields.Select(f => f.SourceFormat));
        Assert.Equal(["ä", "ä", "a", "a", "{\"a\":1}", "no json", "78", "78"], table.Rows[0].AsEnumerable());
    }

    [Fact]
    public void Reads_OtherTypes()
    {
        var table = Read(new ParquetBuilder()
            .Column("half", ParquetType.FixedLenByteArray, logical: Logical(Float16), length: 2, values: [[0, 0x3c], null])
            .Column("uuid", ParquetType.FixedLenByteArray, logical: Logical(Uuid), length: 16, values: [[.. Enumerable.Repeat((byte)1, 16)], null])
            .Column("fixed", ParquetType.FixedLenByteArray, length: 3, values: [[1, 2, 3], null])
            .Column("date", ParquetType.Int32, logical: Logical(Date), values: [I32(1), null])
            .Column("null", ParquetType.Int32, logical: Logical(Null), values: [null, null])
            .Column("interval", ParquetType.FixedLenByteArray, converted: 21, length: 12, values: [[.. I32(14), .. I32(3), .. I32(4)], null])
            .Column("d32", ParquetType.Int32, converted: 5, scale: 2, precision: 9, values: [I32(-123), null])
            .Column("d64", ParquetType.Int64, converted: 5, scale: 2, precision: 18, values: [I64(-123), null])
            .Column("dFixed", ParquetType.FixedLenByteArray, converted: 5, length: 3, scale: 2, precision: 6, values: [[255, 255, 133], null])
            .Column("dBytes", ParquetType.ByteArray, converted: 5, scale: 2, precision: 38, values: [Bytes(255, 133), null]));

        Assert.Equal(["float16", "uuid", "binary", "date", "null", "interval", "decimal(9,2)", "decimal(18,2)", "decimal(6,2)", "decimal(38,2)"], table.Fields.Select(f => f.Type.ToString()));
        Assert.Equal(["1.0", "01010101-0101-0101-0101-010101010101", "010203", "1970-01-02", null, "1 year 2 months 3 days 00:00:00.004", "-1.23", "-1.23", "-1.23", "-1.23"], table.Rows[0].AsEnumerable());
        Assert.All(table.Rows[1], Assert.Null);
    }

    [Fact]
    public void Rejects_DecimalsOfMoreDigitsThanZensetHas()
    {
        var failure = Assert.Throws<NotSupportedSourceException>(() => Read(new ParquetBuilder().Column("d", ParquetType.ByteArray, converted: 5, scale: 2, precision: 39, values: [Bytes(1)])));

        Assert.Contains("decimals of 39 digits", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_TextThatIsNotUtf8_WithItsField()
    {
        var failure = Assert.Throws<SourceDataException>(() => Read(new ParquetBuilder()
            .Column("good", ParquetType.ByteArray, converted: 0, values: [Words("a")]).Column("bad", ParquetType.ByteArray, converted: 0, values: [Bytes(0xFF, 0xFE)])));

        Assert.Equal((ParquetErrors.BadData, "bad"), (failure.Code, failure.Location!.Field));
        Assert.DoesNotContain("/", failure.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_NamesThatCollide()
    {
        var table = Read(new ParquetBuilder()
            .Column("a", ParquetType.Int32, values: [I32(1)]).Column("a", ParquetType.Int32, values: [I32(2)]).Column("A", ParquetType.Int32, values: [I32(3)])
            .Column("a_2", ParquetType.Int32, values: [I32(4)]).Column("", ParquetType.Int32, values: [I32(5)]).Column("f0", ParquetType.Int32, values: [I32(6)]));

        Assert.Equal(["a", "a_3", "A", "a_2", "column_5", "f0"], table.Fields.Select(f => f.Name));
        Assert.Equal(["1", "2", "3", "4", "5", "6"], table.Rows[0].AsEnumerable());
        Assert.Equal(["a_3", "column_5"], table.Findings.Select(f => f.Field));
    }

    [Theory]
    [InlineData("element", "list<int32>", "[1, 2]")]
    [InlineData("group", "list<struct<x:int32>>", "[{'x': 1}, {'x': 2}]")]
    [InlineData("array", "list<struct<x:int32>>", "[{'x': 1}, {'x': 2}]")]
    [InlineData("tuple", "list<struct<x:int32>>", "[{'x': 1}, {'x': 2}]")]
    [InlineData("bag", "list<int32>", "[1, 2]")]
    [InlineData("bare", "list<int32>", "[1, 2]")]
    [InlineData("logical", "list<int32>", "[1, 2]")]
    public void Reads_Lists_OfOlderForms(string form, string type, string value)
    {
        // Rows [1, 2] and [3]: repetition levels 0 1 0, definition levels all present.
        byte[] levels = [0, 1, 0];
        byte[][] values = [I32(1), I32(2), I32(3)];
        var builder = new ParquetBuilder().TopLevel(1);
        builder = form switch
        {
            "element" => builder.Element("a", null, 1, 1, converted: 3).Element("element", ParquetType.Int32, 2).Data(["a", "element"], ParquetType.Int32, 2, levels, [2, 2, 2], values),
            "group" => builder.Element("a", null, 2, 1).Element("x", ParquetType.Int32, 0).Data(["a", "x"], ParquetType.Int32, 2, levels, [1, 1, 1], values),
            "array" => builder.Element("a", null, 1, 1, converted: 3).Element("array", null, 2, 1).Element("x", ParquetType.Int32, 0).Data(["a", "array", "x"], ParquetType.Int32, 2, levels, [2, 2, 2], values),
            "tuple" => builder.Element("a", null, 1, 1, converted: 3).Element("a_tuple", null, 2, 1).Element("x", ParquetType.Int32, 0).Data(["a", "a_tuple", "x"], ParquetType.Int32, 2, levels, [2, 2, 2], values),
            "bag" => builder.Element("a", null, 1, 1, converted: 3).Element("bag", null, 2, 1).Element("x", ParquetType.Int32, 0).Data(["a", "bag", "x"], ParquetType.Int32, 2, levels, [2, 2, 2], values),
            "bare" => builder.Element("a", ParquetType.Int32, 2).Data(["a"], ParquetType.Int32, 2, levels, [1, 1, 1], values),
            _ => builder.Element("a", null, 1, 1, logical: Logical(ParquetBuilder.List)).Element("list", null, 2, 1).Element("x", ParquetType.Int32, 0).Data(["a", "list", "x"], ParquetType.Int32, 2, levels, [2, 2, 2], values),
        };

        var table = Read(builder);

        Assert.Equal(type, table.Fields[0].Type.ToString());
        Assert.Equal(value, table.Rows[0][0]);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(null, Map)]
    public void Reads_Maps_OfOlderForms(int? converted, int? logical)
    {
        var builder = new ParquetBuilder().TopLevel(1).Element("m", null, 1, 1, converted, logical is { } id ? Logical(id) : null).Element("map", null, 2, 2)
            .Element("k", ParquetType.Int32, 0).Element("v", ParquetType.Int32, 0)
            .Data(["m", "map", "k"], ParquetType.Int32, 2, [0, 1, 0], [2, 2, 2], I32(1), I32(2), I32(3)).Data(["m", "map", "v"], ParquetType.Int32, 2, [0, 1, 0], [2, 2, 2], I32(4), I32(5), I32(6));

        var table = Read(builder);

        Assert.Equal("map<int32,int32>", table.Fields[0].Type.ToString());
        Assert.Equal(["{1=4, 2=5}", "{3=6}"], table.Column("m"));
    }

    [Fact]
    public void Reads_StructMembersThatDifferInCase()
    {
        var table = Read(new ParquetBuilder().TopLevel(1).Element("s", null, 0, 2).Element("x", ParquetType.Int32, 0).Element("X", ParquetType.Int32, 0)
            .Data(["s", "x"], ParquetType.Int32, 1, [], [], I32(1)).Data(["s", "X"], ParquetType.Int32, 1, [], [], I32(2)));

        Assert.Equal("struct<x:int32,X_2:int32>", table.Fields[0].Type.ToString());
    }

    [Fact]
    public void IgnoresHints_ThatDoNotFit()
    {
        var table = Read(new ParquetBuilder().Column("a", ParquetType.Int32, values: [I32(1)])
            .Pair("zenset:fields", """[{"name":"a","type":"string","zenset:type":"timestamp[ns]"}]""").Pair("pandas", "{{{").Pair("ARROW:schema", "AAAA"));

        Assert.Equal("int32", table.Fields[0].Type.ToString());
        Assert.Equal("parquet/hint-ignored", table.Findings.Single().Code);
    }

    [Theory]
    [InlineData("""[{"name":"a","type":"x","zenset:type":"decimal(99,1)"}]""")]
    [InlineData("""[{"name":"a","type":"x"}]""")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[[[[")]
    public void IgnoresHints_ThatAreBroken(string hint)
    {
        Assert.Equal("int32", Read(new ParquetBuilder().Column("a", ParquetType.Int32, values: [I32(1)]).Pair("zenset:fields", hint)).Fields[0].Type.ToString());
    }

    [Fact]
    public void IgnoresHints_ThatAreNestedWithoutEnd()
    {
        var hint = $$"""[{"name":"a","type":"x","zenset:type":"{{string.Concat(Enumerable.Repeat("list<", 100_000))}}"}]""";

        Assert.Equal("int32", Read(new ParquetBuilder().Column("a", ParquetType.Int32, values: [I32(1)]).Pair("zenset:fields", hint)).Fields[0].Type.ToString());
    }

    private static TableReading Read(ParquetBuilder builder)
    {
        var path = builder.Save();
        try
        {
            return TableReading.Read(new ParquetFormat(), path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
