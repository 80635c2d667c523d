using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Sqlite;
using Zenset.Model;

namespace Zenset.Formats.Tests.Sqlite;

public sealed class WritingTests
{
    private static readonly Field Key = new() { Name = "id", Type = FieldType.Int64 };

    [Theory]
    [InlineData("1, 5, 7", "INTEGER")]
    [InlineData("5, 1, 7", "BIGINT")]
    [InlineData("1, 2, NULL", "BIGINT")]
    public async Task KeepsTheOrderOfRows_WhateverTheKey(string keys, string declared)
    {
        using var file = new DatabaseFile();

        await WriteAsync(file, new TableToWrite(Shape("t", [Key]) with { PrimaryKey = ["id"] }, $"SELECT CAST(unnest([{keys}]) AS BIGINT) AS id"));

        Assert.Equal(keys.Split(", "), file.Read()["t"].Column("id").Select(v => v ?? "NULL"));
        Assert.Equal([declared], file.Ask("SELECT type FROM pragma_table_info('t')"));
        Assert.Equal(["1"], file.Ask("SELECT pk FROM pragma_table_info('t')"));
    }

    [Fact]
    public async Task KeepsTheOrder_WhenTheKeyTurnsBackLate()
    {
        using var file = new DatabaseFile();

        await WriteAsync(file, new TableToWrite(Shape("t", [Key]) with { PrimaryKey = ["id"] }, "SELECT CASE WHEN range = 9000 THEN -1 ELSE range END AS id FROM range(10000)"));

        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => (i == 9000 ? -1 : i).ToString(System.Globalization.CultureInfo.InvariantCulture)), file.Read()["t"].Column("id"));
    }

    [Fact]
    public async Task Refuses_RowsThatTheKeyDoesNotTellApart()
    {
        using var file = new DatabaseFile();

        var refused = await Assert.ThrowsAsync<NotSupportedSourceException>(() =>
            WriteAsync(file, new TableToWrite(Shape("t", [Key]) with { PrimaryKey = ["id"] }, "SELECT CAST(unnest([1, 2, 2]) AS BIGINT) AS id")));

        Assert.Equal(
            "data.sqlite (resource 't', row 3): the declared key (id) has a value twice, which SQLite does not take (UNIQUE constraint failed: t.id). "
            + "Correct the rows, or export them with --columns, leaving a field of the key out.",
            refused.Message);
        Assert.Empty(file.Files);
    }

    [Fact]
    public async Task Writes_TablesThatReferToEachOther()
    {
        using var file = new DatabaseFile();
        Field other = new() { Name = "other", Type = FieldType.Int64 };

        await WriteAsync(
            file,
            new TableToWrite(Shape("a", [Key, other]) with { PrimaryKey = ["id"], ForeignKeys = [new ForeignKey(["other"], "b", ["code"])] }, "SELECT 1::BIGINT AS id, 20::BIGINT AS other"),
            new TableToWrite(
                Shape("b", [Key, other with { Name = "code" }]) with { PrimaryKey = ["id"], ForeignKeys = [new ForeignKey(["id"], "a", ["id"]), new ForeignKey(["code"], "", ["code"])] }, "SELECT 1::BIGINT AS id, 20::BIGINT AS code"));

        Assert.Empty(file.Ask("PRAGMA foreign_key_check"));
        Assert.Equal(["ok"], file.Ask("PRAGMA integrity_check"));
        Assert.Equal(["other -> b(code)"], file.Read().Shape("a").ForeignKeys.Select(k => $"{k.Fields[0]} -> {k.ReferenceResource}({k.ReferenceFields[0]})"));
    }

    [Fact]
    public async Task Writes_NamesThatSqliteDoesNotTakeOrTellApart_AndReadsThemBack()
    {
        using var file = new DatabaseFile();
        ImmutableArray<Field> fields = [new() { Name = "A", Type = FieldType.Int64 }, new() { Name = "a", Type = FieldType.Int64 }, new() { Name = "select \"x\"", Type = FieldType.Int64 }];
        const string sql = "SELECT 1::BIGINT AS \"A\", 2::BIGINT AS \"a\", 3::BIGINT AS \"select \"\"x\"\"\"";

        await WriteAsync(file, [.. ((string[])["T", "t", "sqlite_x", "ta'ble"]).Select(name => new TableToWrite(Shape(name, fields), sql))]);

        var read = file.Read();
        Assert.Equal(["T", "t", "sqlite_x", "ta'ble"], read.Tables.Select(t => t.Name));
        Assert.All(read.Tables, t => Assert.Equal(["A", "a", "select \"x\""], t.Fields.Select(f => f.Name)));
        Assert.Equal("T, t_2, _sqlite_x, ta'ble, zenset_fields", string.Join(", ", file.Ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")));
    }

    [Fact]
    public async Task SaysNothingElse_WhenDeclarationsSayItAll()
    {
        using var file = new DatabaseFile();
        ImmutableArray<Field> fields = [new() { Name = "i", Type = FieldType.Int64 }, new() { Name = "f", Type = FieldType.Float64 }, new() { Name = "s", Type = FieldType.String }, new() { Name = "b", Type = FieldType.Binary },
            new() { Name = "d", Type = FieldType.Date }, new() { Name = "y", Type = FieldType.Boolean }, new() { Name = "t", Type = FieldType.Timestamp(TimeUnit.Second) }, new() { Name = "m", Type = FieldType.Decimal(15, 2) }];

        await WriteAsync(file, new TableToWrite(Shape("t", fields), "SELECT 1::BIGINT AS i, 0.5::DOUBLE AS f, 'x' AS s, 'y'::BLOB AS b, DATE '2020-01-01' AS d, true AS y, TIMESTAMP_S '2020-01-01 00:00:01' AS t, -1234567890123.45::DECIMAL(15,2) AS m"));

        Assert.Equal(["CREATE TABLE \"t\" (\"i\" INTEGER, \"f\" REAL, \"s\" TEXT, \"b\" BLOB, \"d\" DATE, \"y\" BOOLEAN, \"t\" TIMESTAMP, \"m\" DECIMAL(15,2))"], file.Ask("SELECT sql FROM sqlite_master"));
        Assert.Equal(["integer real text blob text integer text real"], file.Ask("SELECT concat_ws(' ', typeof(i), typeof(f), typeof(s), typeof(b), typeof(d), typeof(y), typeof(t), typeof(m)) FROM t"));
        Assert.Equal(fields, file.Read()["t"].Fields.Select(f => f with { SourceFormat = null }));
    }

    [Theory]
    [InlineData("NVARCHAR(160)", "NVARCHAR(160)")]
    [InlineData("DOUBLE PRECISION", "TEXT")]
    [InlineData("TEXT NOT NULL", "TEXT")]
    [InlineData("SELECT TEXT", "TEXT")]
    [InlineData("TEXT); DROP TABLE t; --", "TEXT")]
    [InlineData("CHAR(1), x TEXT", "TEXT")]
    [InlineData("CHAR(1", "TEXT")]
    public async Task Declares_AsTheSourceDid_WhereThatMeansTheSame(string source, string expected)
    {
        using var file = new DatabaseFile();
        var types = ImmutableSortedDictionary<string, string>.Empty.Add(SqliteTable.TypesKey, $"{{\"x\": \"{source}\"}}");

        await WriteAsync(file, new TableToWrite(Shape("t", [new Field { Name = "x", Type = FieldType.String }]) with { SourceMetadata = types }, "SELECT '007' AS x"));

        Assert.Equal([expected], file.Ask("SELECT type FROM pragma_table_info('t')"));
        Assert.Equal(["007"], file.Read()["t"].Column("x"));
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("text", "nan")]
    public async Task Writes_NaN_AsAsked(string option, string? expected)
    {
        using var file = new DatabaseFile();

        await WriteAsync(file, [new TableToWrite(Shape("t", [new Field { Name = "x", Type = FieldType.Float64 }]), "SELECT unnest(['nan'::DOUBLE, 'inf'::DOUBLE, '-inf'::DOUBLE]) AS x")], option);

        Assert.Equal([expected, "inf", "-inf"], file.Read()["t"].Column("x"));
    }

    [Fact]
    public void Says_BeforeWriting_ThatThereAreTooManyColumns()
    {
        var shape = Shape("t", [.. Enumerable.Range(0, 2001).Select(i => new Field { Name = $"f{i}", Type = FieldType.Int8 })]);

        var obstacle = new SqliteFormat().FindObstacle(shape, OptionValues.Empty)!;

        Assert.Equal("a table of SQLite has at most 2,000 columns, and this one has 2,001 fields", obstacle.Problem);
        Assert.Null(new SqliteFormat().FindObstacle(shape with { Fields = shape.Fields[..2000] }, OptionValues.Empty));
    }

    [Fact]
    public async Task Writes_VectorsAsBlobsOfLittleEndianNumbers()
    {
        using var file = new DatabaseFile();
        ImmutableArray<Field> fields = [new() { Name = "v", Type = FieldType.FixedList(FieldType.Float32, 2) }, new() { Name = "w", Type = FieldType.FixedList(FieldType.Int16, 2000) }];

        await WriteAsync(file, new TableToWrite(Shape("t", fields), "SELECT [1.5, -2]::FLOAT[2] AS v, [x::SMALLINT for x in range(2000)] AS w UNION ALL SELECT [NULL, 'nan'::FLOAT]::FLOAT[2], NULL"));

        Assert.Equal(["0000C03F000000C0", "5B6E756C6C2C224E614E225D"], file.Ask("SELECT hex(v) FROM t"));
        Assert.Equal(["4000"], file.Ask("SELECT length(w) FROM t LIMIT 1"));
        var read = file.Read()["t"];
        Assert.Equal(fields.Select(f => f.Type), read.Fields.Select(f => f.Type));
        Assert.Equal("[1.5, -2.0]; [NULL, nan]", string.Join("; ", read.Column("v")));
        Assert.EndsWith("1998, 1999]", read.Rows[0][1], StringComparison.Ordinal);
    }

    internal static TableShape Shape(string name, ImmutableArray<Field> fields) => new(name, fields, null, ImmutableSortedDictionary<string, string>.Empty);

    private static Task WriteAsync(DatabaseFile file, params TableToWrite[] tables) => WriteAsync(file, tables, "null");

    private static async Task WriteAsync(DatabaseFile file, TableToWrite[] tables, string nan)
    {
        using var engine = Engine.Open(new EngineOptions { Threads = 1 });
        using var target = Target.Open(file.Path);
        var options = new OptionValues(new Dictionary<string, string> { ["nan"] = nan });
        await using var writer = await new SqliteFormat().OpenWriterAsync(new WriteRequest { Target = target, Engine = engine, Description = new DatasetDescription(), DatasetName = "test", Options = options });
        foreach (var table in tables) await writer.WriteAsync(table);
        await writer.CompleteAsync();
    }
}
