using Xunit;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arff;

public sealed class ArffWriterTests
{
    private static readonly Field Number = new() { Name = "n", Type = FieldType.Float64 };
    private static readonly Field Text = new() { Name = "a text", Type = FieldType.String };
    private static readonly Field Nominal = new() { Name = "c", Type = FieldType.String, Categories = new Categories(["a", "b c", "it's", "unused"]) };
    private static readonly Field Day = new() { Name = "d", Type = FieldType.Date, SourceFormat = "dd.MM.yyyy" };
    private static readonly Field Weight = new() { Name = "weight", Type = FieldType.Float64, Role = FieldRole.Weight };

    [Fact]
    public void Writes_WhatEveryClientOfOpenMlReads()
    {
        var table = ArffWriting.Of(
            (Number, ["1.5", "'-0.0'", "NULL", "1e300", "'nan'", "'-inf'"]),
            (new Field { Name = "i", Type = FieldType.Int64 }, ["9223372036854775807", "-1", "NULL", "0", "0", "0"]),
            (Text, ["'plain'", "'two words'", "NULL", "''", "'say \"x\" \\'", "E'a\\n\\tb, 50% é'"]),
            (Nominal, ["'a'", "'b c'", "NULL", "'it''s'", "'a'", "'a'"]),
            (Day, ["'2020-02-29'", "'1999-12-31'", "NULL", "'2000-01-01'", "'2000-01-01'", "'2000-01-01'"]),
            (new Field { Name = "b", Type = FieldType.Boolean }, ["true", "false", "NULL", "true", "true", "true"]),
            (Weight, ["1", "2", "NULL", "0.5", "1", "1"])) with
        { Name = "my data", Description = "first\nsecond" };

        Assert.Equal(
            """
            % first
            % second
            @RELATION my_data

            @ATTRIBUTE n REAL
            @ATTRIBUTE i INTEGER
            @ATTRIBUTE 'a text' STRING
            @ATTRIBUTE c {a,"b c","it's",unused}
            @ATTRIBUTE d STRING
            @ATTRIBUTE b {False,True}
            @ATTRIBUTE weight REAL

            @DATA
            1.5,9223372036854775807,plain,a,29.02.2020,True,1
            -0,-1,"two words","b c",31.12.1999,False,2
            ?,?,?,?,?,?,?
            1E+300,0,"","it's",01.01.2000,True,0.5
            ?,0,"say \"x\" \\",a,01.01.2000,True,1
            -Infinity,0,"a  b, 50% é",a,01.01.2000,True,1

            """,
            table.WriteText("openml"));
        Assert.Equal(
            [
                "n: NaN becomes a missing value (1)", "a text: line breaks and tabs become blanks (1)", "d: date becomes string", "b: boolean becomes nominal {False,True}",
            ],
            table.Losses("openml"));
    }

    [Fact]
    public void Writes_WhatWekaHas()
    {
        var bag = new Field { Name = "bag", Type = FieldType.List(FieldType.Struct(new FieldMember("x", FieldType.Float64), new FieldMember("s t", FieldType.String))) };
        var table = ArffWriting.Of(
            (Number, ["1.5", "'nan'", "NULL"]),
            (Text, ["E'a\\n\\tb, 50%'", "'it''s \"x\" \\'", "'?'"]),
            (Nominal, ["'a'", "'it''s'", "NULL"]),
            (Day, ["'2020-02-29'", "'1999-12-31'", "NULL"]),
            (new Field { Name = "t", Type = FieldType.Timestamp(TimeUnit.Microsecond) }, ["'2020-02-29 01:02:03.5'", "'1969-12-31 23:59:59.999'", "NULL"]),
            (bag, ["[{'x': 1, 's t': 'p q'}, {'x': NULL, 's t': E'it''s\\n'}]", "[]", "NULL"]),
            (Weight, ["1", "2.5", "NULL"])) with
        { Name = "my data" };

        Assert.Equal(
            """
            @RELATION 'my data'

            @ATTRIBUTE n REAL
            @ATTRIBUTE 'a text' STRING
            @ATTRIBUTE c {a,'b c','it\'s',unused}
            @ATTRIBUTE d DATE "dd.MM.yyyy"
            @ATTRIBUTE t DATE "yyyy-MM-dd\'T\'HH:mm:ss.SSS"
            @ATTRIBUTE bag RELATIONAL
            @ATTRIBUTE x REAL
            @ATTRIBUTE 's t' STRING
            @END bag

            @DATA
            1.5,'a\n\tb, 50\%',a,29.02.2020,'2020-02-29T01:02:03.500','1,\'p q\'\n?,\'it\\\'s\\n\'',{1}
            NaN,'it\'s \"x\" \\','it\'s',31.12.1999,'1969-12-31T23:59:59.999','',{2.5}
            ?,'?',?,?,?,?

            """,
            table.WriteText("weka"));
        Assert.Equal(["weight: a missing weight becomes 1 (1)"], table.Losses("weka"));
        Assert.Equal(table.Rows().Take(2).Select(r => string.Join('|', r.Select(c => c ?? "·"))), ArffCase.Read(table.Write("weka")).Text.Split(" ; ")[..2]);
    }

    [Theory]
    [InlineData("openml")]
    [InlineData("weka")]
    public void Writes_SparseRows_UnderTheirOldNamesAndPlaces(string dialect)
    {
        var text = "@relation r\n@attribute first {x,y}\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"@attribute 'f {i}' {(i == 3 ? "integer" : "numeric")}\n"))
            + "@attribute s string\n@attribute last numeric\n@data\n{0 y, 4 7, 151 'a b', 152 -2.5}\n{3 ?, 151 z}\n{}\n";
        var read = ArffCase.Read(text);
        var table = ArffWriting.OfRead(read);

        var written = table.WriteText(dialect);
        var again = ArffCase.Read(written);

        Assert.Equal(["first", "features", "s"], read.Fields.Select(f => f.Name));
        Assert.EndsWith(dialect == "weka" ? "{0 y,4 7,151 'a b',152 -2.5}\n{0 x,3 ?,151 z}\n{0 x,151 0}\n" : "{0 y,4 7,151 \"a b\",152 -2.5}\n{0 x,3 ?,151 z}\n{0 x,151 0}\n", written, StringComparison.Ordinal);
        Assert.Empty(read.Features.Except(again.Features));
        Assert.Equal(read.Features.AsEnumerable(), again.Features);
        Assert.Equal(read.Text, again.Text);
        Assert.Empty(table.Losses(dialect));
    }

    [Fact]
    public void Writes_Vectors_AsColumns()
    {
        var vector = new Field { Name = "v", Type = FieldType.FixedList(FieldType.Float64, 3) };
        var table = ArffWriting.Of((Number, ["1", "2", "3"]), (vector, ["[1.5, NULL, CAST('-0.0' AS DOUBLE)]", "[0, 0, 2]", "NULL"]));

        Assert.Equal(
            """
            @RELATION r

            @ATTRIBUTE n REAL
            @ATTRIBUTE v_0 REAL
            @ATTRIBUTE p REAL
            @ATTRIBUTE v_2 REAL

            @DATA
            1,1.5,?,-0
            2,0,0,2
            3,?,?,?

            """,
            (table with { Features = [new Feature("v", 1, "p", "numeric")] }).WriteText("openml"));
        Assert.Equal(["v: vector<float64>[3] becomes 3 fields", "v: a missing vector becomes a vector of missing values (1)"], table.Losses("openml"));
    }

    [Fact]
    public void Announces_EveryTypeThatChanges()
    {
        (FieldType Type, string Cell, string Becomes)[] cases =
        [
            (FieldType.Int8, "1", "int64"), (FieldType.UInt64, "18446744073709551615", "int64"), (FieldType.Float32, "0.1", "float64"), (FieldType.Decimal(10, 2), "1.25", "float64"),
            (FieldType.Uuid, "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'", "string"), (FieldType.Binary, "'abc'", "text (Base64)"), (FieldType.List(FieldType.Int32), "[1, 2]", "text (JSON)"),
            (FieldType.Time(TimeUnit.Microsecond), "'12:30:00'", "string"), (FieldType.Interval, "INTERVAL 1 DAY", "string"), (FieldType.Map(FieldType.String, FieldType.Int32), "MAP {'a': 1}", "text (JSON)"),
            (FieldType.Null, "NULL", "float64"), (FieldType.Int128, "170141183460469231731687303715884105727", "int64"), (FieldType.Struct(new FieldMember("x", FieldType.Int32)), "{'x': 1}", "text (JSON)"),
        ];
        var table = ArffWriting.Of([.. cases.Select((c, i) => (new Field { Name = $"f{i}", Type = c.Type }, new[] { c.Cell }))]);

        foreach (var dialect in (string[])["openml", "weka"])
        {
            var losses = table.Losses(dialect).ToList();
            Assert.All(cases.Select((c, i) => $"f{i}: {c.Type} becomes {c.Becomes}"), expected => Assert.Contains(expected, losses));
        }
        Assert.EndsWith("@DATA\n1,18446744073709551615,0.1,1.25,\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\",\"YWJj\",\"[1,2]\",\"12:30:00\",\"1 day\",\"{\\\"a\\\":1}\",?,170141183460469231731687303715884105727,\"{\\\"x\\\":1}\"\n"
            .Replace("\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\"", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", StringComparison.Ordinal).Replace("\"YWJj\"", "YWJj", StringComparison.Ordinal), table.WriteText("openml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Announces_WhatClientsOfOpenMlMisread()
    {
        var table = ArffWriting.Of(
            (new Field { Name = "a\tb", Type = FieldType.String }, ["'?'", "'x'"]),
            (new Field { Name = "a b", Type = FieldType.String, Categories = new Categories(["?", "x"], Ordered: true) }, ["'?'", "'x'"]));

        Assert.Equal(
            [
                "a\tb: clients of OpenML take the text ? for a missing value (1)", "a b: it is not said that the order of the categories means something",
                "a b: clients of OpenML take the text ? for a missing value (1)", "a\tb: the name is written as 'a b'", "a b: the name is written as 'a b_2'",
            ],
            table.Losses("openml"));
        Assert.Equal(["a b: it is not said that the order of the categories means something"], table.Losses("weka"));
    }

    [Fact]
    public void Announces_DatesThatThePatternDoesNotHold()
    {
        var table = ArffWriting.Of(
            (new Field { Name = "m", Type = FieldType.Date, SourceFormat = "yyyy-MM" }, ["'2020-05-01'", "'2020-05-02'", "'infinity'"]),
            (new Field { Name = "y", Type = FieldType.Date, SourceFormat = "dd/MM/yy" }, ["'2020-05-01'", "'1890-05-02'", "NULL"]),
            (new Field { Name = "t", Type = FieldType.Timestamp(TimeUnit.Microsecond) }, ["'2020-05-01 00:00:00.001'", "'2020-05-01 00:00:00.0001'", "NULL"]));

        Assert.Equal(
            [
                "m: dates lose what the pattern yyyy-MM does not hold (2)", "y: dates lose what the pattern dd/MM/yy does not hold (1)",
                "t: dates lose what the pattern yyyy-MM-dd'T'HH:mm:ss.SSS does not hold (1)",
            ],
            table.Losses("weka"));
    }
}
