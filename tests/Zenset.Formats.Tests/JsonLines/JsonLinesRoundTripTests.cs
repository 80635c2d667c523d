using Zenset.Formats.JsonLines;
using Zenset.Model;

namespace Zenset.Formats.Tests.JsonLines;

public class JsonLinesRoundTripTests
{
    // Types that JSON has, as the reader finds them.
    private static FieldType OwnType(Random random) => random.Next(12) switch
    {
        0 => FieldType.Boolean,
        1 => FieldType.Int64,
        2 => FieldType.UInt64,
        3 => FieldType.Int128,
        4 => FieldType.Float64,
        5 or 6 => FieldType.String,
        7 => FieldType.Date,
        8 => FieldType.Timestamp((TimeUnit)random.Next(4), random.Next(2) == 0 ? "UTC" : null),
        9 => FieldType.List(random.Next(2) == 0 ? FieldType.Float64 : FieldType.Int64),
        10 => FieldType.Struct(new FieldMember("x", FieldType.String), new FieldMember("y z", FieldType.List(FieldType.Boolean))),
        _ => FieldType.List(FieldType.Struct(new FieldMember("a", FieldType.Int64))),
    };

    [Theory]
    [InlineData("null")]
    [InlineData("omit")]
    public void RoundTrips_Values(string missing)
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var table = RandomTable.Make(seed, OwnType, hasCategories: false);
            if (table.RowCount == 0) continue;
            string? path = null;
            try
            {
                var options = new OptionValues(new Dictionary<string, string> { ["missing-key"] = missing });
                path = TableWriting.Write(new JsonLinesFormat(), table.Fields, table.Sql, ".jsonl", options: options);
                var back = TableReading.Read(new JsonLinesFormat(), path);

                var written = TableWriting.Show(table.Fields, table.Sql);
                for (var i = 0; i < table.Fields.Length; i++)
                {
                    var (field, expected) = (table.Fields[i], written.Select(r => r[i]).ToList());
                    // A field without any value leaves no key behind when missing ones are left out.
                    if (expected.TrueForAll(v => v is null)) continue;
                    // What the announced losses say: NaN and infinities become null. Whole numbers take the narrowest type that holds them.
                    if (field.Type.Kind == FieldKind.Float64) expected = [.. expected.Select(v => v is "nan" or "inf" or "-inf" ? null : v)];
                    if (expected.TrueForAll(v => v is null)) continue;
                    var actual = back.Column(field.Name).ToList();
                    if (field.Type.ToString().Contains("float64", StringComparison.Ordinal) && field.Type.IsNested)
                    {
                        expected = [.. expected.Select(v => v?.Replace("nan", "NULL", StringComparison.Ordinal).Replace("-inf", "NULL", StringComparison.Ordinal).Replace("inf", "NULL", StringComparison.Ordinal))];
                    }
                    if (missing == "null" || !field.Type.IsNested) Assert.Equal(expected, actual);
                    if (field.Type.Kind is FieldKind.Float64 or FieldKind.Boolean or FieldKind.Date or FieldKind.Timestamp) Assert.Equal(field.Type, back.TypeOf(field.Name));
                }
            }
            catch (Exception e)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}: {string.Join("; ", table.Fields.Select(f => $"{f.Name} {f.Type}"))}\n{e.Message}\n{e.StackTrace}");
            }
            finally
            {
                if (path is not null) File.Delete(path);
            }
        }
    }

    [Fact]
    public void Writes_EveryType()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var table = RandomTable.Make(seed, random => RandomTable.AnyType(random));
            var path = TableWriting.Write(new JsonLinesFormat(), table.Fields, table.Sql, ".jsonl");
            try
            {
                var lines = File.ReadAllLines(path);

                Assert.Equal(table.RowCount, lines.Length);
                foreach (var line in lines)
                {
                    using var document = System.Text.Json.JsonDocument.Parse(line);
                    Assert.Equal(table.Fields.Select(f => f.Name), document.RootElement.EnumerateObject().Select(p => p.Name));
                }
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    [Fact]
    public void Writes_Digits_AndTimes_ToTheLetter()
    {
        Field[] fields =
        [
            new() { Name = "i", Type = FieldType.Int128 }, new() { Name = "u", Type = FieldType.UInt64 }, new() { Name = "d", Type = FieldType.Decimal(38, 10) },
            new() { Name = "f", Type = FieldType.Float64 }, new() { Name = "s", Type = FieldType.Float32 }, new() { Name = "t", Type = FieldType.Timestamp(TimeUnit.Nanosecond) },
            new() { Name = "z", Type = FieldType.Timestamp(TimeUnit.Millisecond, "UTC") }, new() { Name = "v", Type = FieldType.Interval }, new() { Name = "b", Type = FieldType.Binary },
        ];
        var path = TableWriting.Write(
            new JsonLinesFormat(), [.. fields],
            "SELECT CAST('-170141183460469231731687303715884105727' AS HUGEINT), CAST(18446744073709551615 AS UBIGINT), CAST('-0.0000000001' AS DECIMAL(38,10)), CAST(1 AS DOUBLE), CAST(0.1 AS FLOAT), "
            + "TIMESTAMP_NS '1969-12-31 23:59:59.999999999', TIMESTAMPTZ '2020-01-01 00:00:00.5+00', INTERVAL '14 months -3 days 1500 milliseconds', from_hex('FF00')",
            ".jsonl");

        var line = File.ReadAllText(path);
        File.Delete(path);

        Assert.Equal(
            """{"i":-170141183460469231731687303715884105727,"u":18446744073709551615,"d":-0.0000000001,"f":1.0,"s":0.1,"t":"1969-12-31T23:59:59.999999999","z":"2020-01-01T00:00:00.500Z","v":"P14M-3DT1.500000S","b":"/wA="}""" + "\n",
            line);
    }

    [Fact]
    public void Announces_NotFiniteNumbers_OnlyWhereThereAreAny()
    {
        Field[] fields = [new() { Name = "x", Type = FieldType.List(FieldType.Struct(new FieldMember("y", FieldType.Float64))) }];

        var rule = new JsonLinesFormat().FindLosses(new TableShape("t", [.. fields], null, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty), OptionValues.Empty).Single(r => r.Predicate is not null);

        using var engine = DuckDb.Engine.Open();
        using var connection = engine.Connect();
        using var query = connection.Query($"SELECT count(*) FILTER (WHERE {rule.Predicate}) FROM (VALUES ([{{'y': 1.0::DOUBLE}}]), ([{{'y': 'nan'::DOUBLE}}]), (NULL), ([NULL])) AS t(x)");
        query.Read();
        Assert.Equal(1, query.Current[0].Values<long>()[0]);
    }
}
