using Zenset.Formats.Sqlite;
using Zenset.Formats.Sqlite.Database;
using Zenset.Formats.Tests.Contract;
using Zenset.Import;
using Zenset.Model;

namespace Zenset.Formats.Tests.Sqlite;

public sealed class ReadingTests
{
    [Fact]
    public void Reads_TablesInOrder_WithTheirKeys()
    {
        using var file = new DatabaseFile("""
            CREATE TABLE "we ird ""one" ("a b" TEXT, "q""uote" INTEGER, PRIMARY KEY ("q""uote", "a b")) WITHOUT ROWID;
            INSERT INTO "we ird ""one" VALUES ('z', 1), ('a', 2), ('b', 1);
            CREATE TABLE child (id INTEGER PRIMARY KEY, parent REFERENCES Parent, self INTEGER REFERENCES child(ID), x TEXT, y INTEGER, FOREIGN KEY (x, y) REFERENCES "we ird ""one"("a b", "q""uote"));
            CREATE TABLE parent (key TEXT PRIMARY KEY, back INTEGER REFERENCES child);
            INSERT INTO child VALUES (7, 'p', NULL, 'z', 1), (3, 'p', 7, NULL, NULL);
            INSERT INTO parent VALUES ('p', 7);
            CREATE TABLE empty (n INTEGER, t TEXT, b BLOB, r REAL, d DATE, q DECIMAL(8,3), u);
            """);

        var read = file.Read();

        Assert.Equal(["we ird \"one", "child", "parent", "empty"], read.Tables.Select(t => t.Name));
        Assert.Equal("b 1; z 1; a 2", Text(read["we ird \"one"]));
        Assert.Equal("3 p 7 NULL NULL; 7 p NULL z 1", Text(read["child"]));
        Assert.Equal("q\"uote, a b", string.Join(", ", read.Shape("we ird \"one").PrimaryKey));
        Assert.Equal(
            ["parent -> parent(key)", "self -> (id)", "x,y -> we ird \"one(a b,q\"uote)"],
            read.Shape("child").ForeignKeys.Select(k => $"{string.Join(',', k.Fields)} -> {k.ReferenceResource}({string.Join(',', k.ReferenceFields)})"));
        Assert.Equal("int64, string, binary, float64, date, decimal(8,3), null", string.Join(", ", read["empty"].Fields.Select(f => f.Type)));
        Assert.Empty(read["empty"].Rows);
        Assert.Equal(["data.sqlite"], file.Files);
    }

    [Theory]
    [InlineData("INTEGER", "1, 2, -9223372036854775808", "int64")]
    [InlineData("UNSIGNED BIG INT", "1", "int64")]
    [InlineData("INTEGER", "1, 2.5", "float64")]
    [InlineData("NUMERIC", "1, 2", "int64")]
    [InlineData("NUMERIC", "1, 2.5", "float64")]
    [InlineData("NUMERIC(10,2)", "1, 2.5, 0.99, -7.01", "decimal(10,2)")]
    [InlineData("NUMERIC(10,2)", "1, 2.555", "float64")]
    [InlineData("DECIMAL(4)", "1234", "decimal(4,0)")]
    [InlineData("DECIMAL(4)", "12345", "int64")]
    [InlineData("BOOLEAN", "0, 1, NULL", "boolean")]
    [InlineData("BOOLEAN", "0, 2", "int64")]
    [InlineData("BOOLEAN", "'true'", "string")]
    [InlineData("DATE", "'2020-02-29', '0001-01-01'", "date")]
    [InlineData("DATE", "'2020-02-30'", "string")]
    [InlineData("DATE", "'2020-02-29 12:00:00'", "timestamp[s]")]
    [InlineData("DATE", "'infinity', '-infinity'", "date")]
    [InlineData("DATE", "'2020-02-29', x'00'", "error")]
    [InlineData("DATE", "1577836800", "int64")]
    [InlineData("DATETIME", "'2020-02-29'", "date")]
    [InlineData("DATETIME", "'2020-01-01 00:00:00.12'", "string")]
    [InlineData("DATETIME", "'infinity', '+12020-01-01 00:00:00'", "timestamp[s]")]
    [InlineData("DATETIME", "'2020-01-01 00:00:00'", "timestamp[s]")]
    [InlineData("DATETIME", "'2020-01-01 00:00:00', '2020-01-01 00:00:00.000001'", "timestamp[us]")]
    [InlineData("DATETIME", "'2020-01-01T00:00:00.123Z'", "timestamp[ms,UTC]")]
    [InlineData("DATETIME", "'2020-01-01 00:00:00', '2020-01-01'", "string")]
    [InlineData("DATETIME", "'2020-01-01 00:00:00', '2020-01-01T00:00:00'", "string")]
    [InlineData("DATETIME", "2459000.5", "float64")]
    [InlineData("TIME", "'12:30:00'", "time[s]")]
    [InlineData("NVARCHAR(20)", "'x', 5, 2.5", "string")]
    [InlineData("BLOB", "x'00ff'", "binary")]
    [InlineData("BLOB", "'text'", "string")]
    [InlineData("", "1, 2", "int64")]
    [InlineData("", "'a'", "string")]
    [InlineData("", "x'00'", "binary")]
    [InlineData("", "NULL", "null")]
    [InlineData("STRING", "'abc'", "string")]
    [InlineData("UUID", "'12345678-9abc-def0-1234-56789abcdef0'", "string")]
    [InlineData("DOUBLE PRECISION", "1, 2.5, 9e999", "float64")]
    public void FindsTypes_FromDeclarationAndValues_WhereverTheyStand(string declared, string values, string expected)
    {
        // The value that decides stands last, far beyond the sample.
        using var file = new DatabaseFile($"CREATE TABLE t (x {declared}); INSERT INTO t SELECT NULL FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT i FROM n); INSERT INTO t VALUES ({values.Replace(", ", "), (", StringComparison.Ordinal)})");
        var count = values.Split(", ").Length;

        if (expected == "error")
        {
            Assert.Throws<SourceDataException>(() => file.Read());
            return;
        }
        var read = file.Read()["t"];

        Assert.Equal(expected, read.TypeOf("x").ToString());
        Assert.Equal(3000 + count, read.Rows.Count);
        Assert.Equal(values.Split(", ").Count(v => v == "NULL"), read.Rows.Skip(3000).Count(r => r[0] is null));
    }

    [Fact]
    public void Stops_AtTextAmongNumbers_WithItsPlace()
    {
        using var file = new DatabaseFile("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO t VALUES (10, 1), (20, 'N/A'), (30, 3)");

        var refused = Assert.Throws<SourceDataException>(() => file.Read());

        Assert.Equal(
            "data.sqlite (resource 't', row 2, field 'n'): 'N/A' (text, rowid 20) is not int64, as the column is declared INTEGER. "
            + "Correct the value, leave such rows out with --on-error=skip, or ask for another type, such as --type n=string.",
            refused.Message);
        Assert.Equal("sqlite/wrong-type", refused.Code.ToString());
    }

    [Fact]
    public void Skips_RowsThatDoNotFit_AndKeepsThem()
    {
        using var file = new DatabaseFile("CREATE TABLE t (n INTEGER, s TEXT); INSERT INTO t VALUES (1, 'a'), ('N/A', 'b''c'), (NULL, 'd'), (x'00', NULL), (5, 'e')");
        using var rejected = new RejectedRows(file["rejected.sql"]);

        var read = file.Read(r => r with { OnError = OnError.Skip, Rejected = rejected })["t"];
        rejected.Complete();

        Assert.Equal("1 a; NULL d; 5 e", Text(read));
        Assert.Equal(2, rejected.Count);
        Assert.Equal(["INSERT INTO \"t\" VALUES ('N/A', 'b''c');", "INSERT INTO \"t\" VALUES (x'00', NULL);"], File.ReadAllLines(file["rejected.sql"]));
    }

    [Fact]
    public async Task Counts_RowsLeftOutOfOneTable_WhenAnotherIsReadAgain()
    {
        using var file = new DatabaseFile("""
            CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (1), ('x');
            CREATE TABLE b (n INTEGER); WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 3000) INSERT INTO b SELECT i FROM c; INSERT INTO b VALUES ('y'), (0.5);
            """);
        using var bench = new Workbench();
        using var source = Source.Open(file.Path);
        var options = new ImportOptions { Name = DatasetName.Parse("skipped"), OnError = OnError.Skip, RejectedPath = file["rejected.sql"] };

        var result = await new Importer(AllFormats.Catalog).ImportAsync(bench.Repository, bench.Engine, source, options);

        Assert.Equal(2, result.RejectedRows);
        Assert.Equal(["INSERT INTO \"a\" VALUES ('x');", "INSERT INTO \"b\" VALUES ('y');"], File.ReadAllLines(file["rejected.sql"]));
        Assert.Equal([1, 3001], result.Manifest.Resources.Select(r => r.Rows));
        Assert.Equal(FieldType.Float64, result.Manifest.Resources[1].Fields[0].Type);
    }

    [Fact]
    public void TakesTheTypeThatIsAskedFor()
    {
        using var file = new DatabaseFile("CREATE TABLE t (n INTEGER, s TEXT, f TEXT); INSERT INTO t VALUES (1, '7', '1.5'), ('N/A', '-8', '2'), (2.5, NULL, 'NaN')");

        var read = file.Read(r => r with { Types = new Dictionary<string, FieldType> { ["n"] = FieldType.String, ["s"] = FieldType.Int8, ["f"] = FieldType.Float64 } })["t"];

        Assert.Equal("1 7 1.5; N/A -8 2.0; 2.5 NULL nan", Text(read));
        Assert.Equal("string, int8, float64", string.Join(", ", read.Fields.Select(f => f.Type)));
    }

    [Fact]
    public void Notes_ViewsVirtualTablesGeneratedColumnsAndOddTypes()
    {
        using var file = new DatabaseFile("""
            CREATE TABLE t (a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2) VIRTUAL, c INTEGER AS (a + 1) STORED, d DATE, e REFERENCES nowhere(x));
            INSERT INTO t (a, d) VALUES (1, 'soon'), (2, NULL);
            CREATE VIEW v AS SELECT * FROM t;
            CREATE VIRTUAL TABLE f USING fts5(body);
            """);

        var read = file.Read();

        Assert.Equal(["t"], read.Tables.Select(t => t.Name));
        Assert.Equal("1 2 2 soon NULL; 2 4 3 NULL NULL", Text(read["t"]));
        Assert.Equal(
            ["sqlite/views: views are not imported: v", "sqlite/virtual-tables: virtual tables are not imported: f",
             "sqlite/dangling-key: a foreign key refers to 'nowhere', or to columns of it, which the database does not have; the key is left out",
             "sqlite/generated: generated columns are imported with the values that they have now: b, c",
             "sqlite/other-type: declared DATE, but not all values are of that kind; taken as string"],
            read.Findings.Select(f => $"{f.Code}: {f.Message}"));
    }

    [Fact]
    public void Reads_Utf16()
    {
        using var file = new DatabaseFile("PRAGMA encoding = 'UTF-16le'; CREATE TABLE \"täble\" (\"ä\" TEXT, d DATE, b BLOB); INSERT INTO \"täble\" VALUES ('naïve 数据 😀', '2020-01-01', x'00ff'), ('', NULL, x'')");

        var read = file.Read()["täble"];

        Assert.Equal("naïve 数据 😀 2020-01-01 00FF;  NULL ", Text(read));
    }

    [Theory]
    [InlineData("CREATE TABLE t (rowid TEXT, oid TEXT, n INTEGER)", 1)]
    [InlineData("CREATE TABLE t (rowid TEXT, oid TEXT, _rowid_ INTEGER PRIMARY KEY)", 1)]
    [InlineData("CREATE TABLE t (rowid TEXT, oid TEXT, _rowid_ INTEGER)", 1)]
    public void Reads_TablesWhoseColumnsTakeTheNamesOfTheRowId(string create, int least)
    {
        using var file = new DatabaseFile(create + "; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO t SELECT 'r' || i, 'o' || i, i FROM n; CREATE INDEX i ON t (rowid DESC, oid, 3)".Replace(", 3", "", StringComparison.Ordinal));

        var read = file.Read(segmentBytes: 16 << 10);

        Assert.True(read.Segments >= least);
        Assert.Equal(Enumerable.Range(1, 5000).Select(i => $"r{i}"), read["t"].Column("rowid"));
    }

    [Fact]
    public void GivesTheSameRows_HoweverItIsCut()
    {
        using var file = new DatabaseFile("""
            CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, b BLOB);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO t SELECT i * i * (CASE i % 2 WHEN 0 THEN 1 ELSE -1 END), 's' || i, CASE i % 100 WHEN 0 THEN zeroblob(9000) ELSE x'01' END FROM n;
            """);

        var one = file.Read(segmentBytes: 1 << 30);
        var many = file.Read(segmentBytes: 8 << 10);

        Assert.Equal(1, one.Segments);
        Assert.InRange(many.Segments, 20, 10_000);
        Assert.Equal(Text(one["t"]), Text(many["t"]));
        Assert.Equal(file.Ask("SELECT id FROM t ORDER BY id"), one["t"].Column("id"));
    }

    [Fact]
    public void Cuts_LargeBlobsApart_SoThatASegmentStaysSmall()
    {
        using var file = new DatabaseFile("CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO t SELECT i, zeroblob(300000) FROM n");

        var read = file.Read();

        Assert.InRange(read.Segments, 10, 60);
        Assert.All(read["t"].Column("b"), b => Assert.Equal(600_000, b!.Length));
    }

    [Fact]
    public void Names_TheRow_AlsoInALaterSegment()
    {
        using var file = new DatabaseFile("CREATE TABLE t (s TEXT, n INTEGER); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO t SELECT 'some text ' || i, i FROM n; UPDATE t SET n = 'x' WHERE rowid = 19000");

        var refused = Assert.Throws<SourceDataException>(() => file.Read(segmentBytes: 8 << 10));

        Assert.Equal(18_999, refused.Location!.Row);
    }

    [Fact]
    public void Reads_WhatIsInTheWriteAheadLog_AndLeavesItAlone()
    {
        using var file = new DatabaseFile("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)");
        using var writer = SqliteDatabase.Create(file.Path);
        writer.Execute("PRAGMA locking_mode=NORMAL; PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; INSERT INTO t VALUES (2); CREATE TABLE u (x TEXT)");
        var log = File.ReadAllBytes(file.Path + "-wal");

        var read = file.Read();

        Assert.Equal(["t", "u"], read.Tables.Select(t => t.Name));
        Assert.Equal("1; 2", Text(read["t"]));
        Assert.Equal(["sqlite/write-ahead-log"], read.Findings.Select(f => f.Code));
        Assert.Equal(log, File.ReadAllBytes(file.Path + "-wal"));
        Assert.Equal(["data.sqlite", "data.sqlite-shm", "data.sqlite-wal"], file.Files);
    }

    [Fact]
    public void Refuses_AJournalOfAChangeThatWasBrokenOff()
    {
        using var file = new DatabaseFile("CREATE TABLE t (n INTEGER)");
        File.WriteAllBytes(file.Path + "-journal", [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7, .. new byte[60]]);

        var refused = Assert.Throws<NotSupportedSourceException>(() => file.Read());

        Assert.Equal("sqlite/unfinished", refused.Code.ToString());
        Assert.Equal(["data.sqlite", "data.sqlite-journal"], file.Files);
    }

    [Fact]
    public void Reads_ADatabaseInWalMode_ThatWasClosed()
    {
        using var file = new DatabaseFile("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)");
        var bytes = File.ReadAllBytes(file.Path);
        // File format write and read version (fileformat2.html §1.3): 2 is WAL.
        bytes[18] = bytes[19] = 2;
        File.WriteAllBytes(file.Path, bytes);

        Assert.Equal("1", Text(file.Read()["t"]));
        Assert.Equal(["data.sqlite"], file.Files);
    }

    [Theory]
    [InlineData("CREATE VIEW v AS SELECT 1 AS x", "sqlite/no-tables", "data.sqlite: holds views, but no ordinary table. Make a table of a view: CREATE TABLE t AS SELECT * FROM v.")]
    [InlineData("PRAGMA user_version = 1", "sqlite/no-tables", "data.sqlite: holds no ordinary table. Check that it is the right file.")]
    public void Refuses_DatabasesWithoutTables(string sql, string code, string message)
    {
        using var file = new DatabaseFile(sql);

        var refused = Assert.Throws<SourceDataException>(() => file.Read());

        Assert.Equal((code, message), (refused.Code.ToString(), refused.Message));
    }

    [Fact]
    public void Refuses_OtherFiles()
    {
        using var file = new DatabaseFile();
        File.WriteAllText(file.Path, new string('x', 5000));

        var refused = Assert.Throws<SourceDataException>(() => file.Read());

        Assert.Equal("data.sqlite: is no SQLite database, or an encrypted one. Decrypt it with the program that made it.", refused.Message);
    }

    [Fact]
    public void Refuses_TextThatIsNotUtf8_AndReadsItAsBytesWhenAsked()
    {
        using var file = new DatabaseFile("CREATE TABLE t (s TEXT); INSERT INTO t VALUES ('ok'), (CAST(x'61ff62' AS TEXT))");

        var refused = Assert.Throws<SourceDataException>(() => file.Read());
        var bytes = file.Read(r => r with { Types = new Dictionary<string, FieldType> { ["s"] = FieldType.Binary } })["t"];

        Assert.Equal(("sqlite/not-utf8", 1L), (refused.Code.ToString(), refused.Location!.Row));
        Assert.Equal("6F6B; 61FF62", Text(bytes));
    }

    [Fact]
    public void Reads_LongTextsBlobsAndNulCharacters()
    {
        using var file = new DatabaseFile("CREATE TABLE t (s TEXT, b BLOB); INSERT INTO t VALUES ('a' || char(0) || 'b', zeroblob(3)), (printf('%.*c', 100000, 'x'), zeroblob(70000)), ('', x'')");

        var read = file.Read()["t"];

        Assert.Equal(["a\0b", new string('x', 100_000), ""], read.Column("s"));
        Assert.Equal(["000000", new string('0', 140_000), ""], read.Column("b"));
    }

    private static string Text(TableReading table) => string.Join("; ", table.Rows.Select(r => string.Join(' ', r.Select(v => v ?? "NULL"))));
}
