using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Arrow;
using Zenset.Formats.Arrow.Reading;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arrow;

public sealed class ArrowWriterTests
{
    [Fact]
    public void Batches_EndByRows_OrByBytes()
    {
        Assert.Equal([65_536, 65_536, 18_928], BatchRows(FieldType.Int64, "SELECT range FROM range(150000)"));
        // 30 texts of 4 MiB: no batch has more than 64 MiB.
        Assert.Equal([15, 15], BatchRows(FieldType.String, "SELECT repeat('x', 4194304) FROM range(30)"));
    }

    [Fact]
    public void SameRows_GiveTheSameBytes()
    {
        ImmutableArray<Field> fields = [Of("a", FieldType.Int64), Of("b", FieldType.Struct(new FieldMember("c", FieldType.Float64), new FieldMember("d", FieldType.List(FieldType.Int32))))];
        const string Sql = "SELECT CASE WHEN range % 3 = 0 THEN NULL ELSE range END, CASE WHEN range % 5 = 0 THEN NULL ELSE {'c': range::DOUBLE, 'd': [range::INT, NULL]} END FROM range(5000) ORDER BY range";

        Assert.Equal(Bytes(fields, Sql), Bytes(fields, Sql));
    }

    [Fact]
    public void RoundTrips_LongVectors_WithMissingOnes()
    {
        ImmutableArray<Field> fields = [Of("v", FieldType.FixedList(FieldType.Float32, 1500)), Of("z", FieldType.FixedList(FieldType.Int8, 0))];
        const string Sql = "SELECT CASE WHEN r % 4 = 1 THEN NULL ELSE list_transform(range(1500), lambda x: (x + r)::FLOAT) END, CASE WHEN r % 3 = 1 THEN NULL ELSE []::TINYINT[] END FROM range(100) AS t(r) ORDER BY r";
        var path = TableWriting.Write(new FeatherFormat(), fields, Sql, ".feather");

        var back = TableReading.Read(new FeatherFormat(), path);

        File.Delete(path);
        Assert.Equal(fields.Select(f => f.Type), back.Fields.Select(f => f.Type));
        Assert.Equal(TableWriting.Show(fields, Sql), back.Rows);
    }

    [Fact]
    public void RoundTrips_ATableWithoutRows()
    {
        ImmutableArray<Field> fields = [Of("a", FieldType.Int64), Of("k", FieldType.String) with { Categories = new Categories(["x", "y"]) }];
        foreach (var format in (IFormat[])[new ArrowFormat(), new ArrowStreamFormat(), new FeatherFormat()])
        {
            var path = TableWriting.Write(format, fields, "SELECT 1::BIGINT, 'x'::ENUM('x', 'y') LIMIT 0", format.Extensions[0]);

            var back = TableReading.Read(format, path);

            File.Delete(path);
            Assert.Equal(fields.ToList(), back.Fields.ToList());
            Assert.Empty(back.Rows);
        }
    }

    [Fact]
    public void Losses_AreTheRowsThatComeBackMissing()
    {
        ImmutableArray<Field> fields =
        [
            Of("day", FieldType.Date), Of("at", FieldType.Timestamp(TimeUnit.Second)), Of("zoned", FieldType.Timestamp(TimeUnit.Millisecond, "UTC")), Of("ns", FieldType.Timestamp(TimeUnit.Nanosecond)),
            Of("took", FieldType.Interval), Of("days", FieldType.List(FieldType.Date)), Of("map", FieldType.Map(FieldType.String, FieldType.Struct(new FieldMember("i", FieldType.Interval)))),
        ];
        string[] good = ["'2020-01-01'", "'2020-01-01'", "'2020-01-01 00:00:00+00'", "'2020-01-01'", "INTERVAL '9223372036854775 microseconds'", "['2020-01-01']", "MAP {'a': {'i': INTERVAL '1 day'}}"];
        string[] bad = ["'infinity'", "'-infinity'", "'infinity'", "'infinity'", "INTERVAL '9223372036854776 microseconds'", "['2020-01-01', '-infinity']", "MAP {'a': {'i': INTERVAL '-9223372036854776 microseconds'}}"];
        string Row(string[] values) => $"SELECT {string.Join(", ", values.Zip(fields, (v, f) => $"CAST({v} AS {FieldEngine.TypeOf(f)})"))}";
        var sql = $"{Row(good)} UNION ALL {Row(bad)}";
        var rules = new ArrowFormat().FindLosses(new TableShape("t", fields, 2, ImmutableSortedDictionary<string, string>.Empty), OptionValues.Empty).ToList();

        Assert.Equal(fields.Select(f => f.Name), rules.Select(r => r.Field));
        using var engine = Engine.Open(new EngineOptions { Threads = 1 });
        using var connection = engine.Connect();
        foreach (var rule in rules)
        {
            using var query = connection.Query($"SELECT coalesce({rule.Predicate}, false) FROM ({sql}) AS t({string.Join(", ", fields.Select(f => Sql.Name(f.Name)))})");
            var found = new List<bool>();
            while (query.Read()) found.AddRange(query.Current[0].Values<byte>().ToArray().Select(b => b != 0));
            Assert.Equal([false, true], found);
        }
        var path = TableWriting.Write(new ArrowFormat(), fields, sql, ".arrow");
        var back = TableReading.Read(new ArrowFormat(), path);
        File.Delete(path);
        Assert.All(back.Rows[0], Assert.NotNull);
        Assert.Equal((string?[])[null, null, null, null, null, "[2020-01-01, NULL]", "{a={'i': NULL}}"], back.Rows[1]);
    }

    private static IEnumerable<long> BatchRows(FieldType type, string sql)
    {
        var path = TableWriting.Write(new ArrowFormat(), [Of("x", type)], sql, ".arrow");
        using var file = new MappedFile(path);
        long[] rows = [.. IpcLayout.Read(file, "test", CancellationToken.None).Batches.Select(b => b.Rows)];
        File.Delete(path);
        return rows;
    }

    private static byte[] Bytes(ImmutableArray<Field> fields, string sql)
    {
        var path = TableWriting.Write(new FeatherFormat(), fields, sql, ".feather");
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }

    private static Field Of(string name, FieldType type) => new() { Name = name, Type = type };
}
