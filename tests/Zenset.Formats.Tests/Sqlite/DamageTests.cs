using System.Buffers.Binary;

namespace Zenset.Formats.Tests.Sqlite;

/// <summary>Databases that somebody made to keep a reader busy.</summary>
public sealed class DamageTests
{
    private const string Rows = "; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) INSERT INTO t SELECT i, 'row ' || i FROM n";

    [Theory]
    [InlineData(4096)]
    [InlineData(1 << 30)]
    public void Refuses_APageThatIsReachedTwice(long segmentBytes)
    {
        using var file = new DatabaseFile("PRAGMA page_size = 512; CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT)" + Rows);
        MakeAllChildrenTheFirst(file.Path, innerPage: 5);

        var refused = Assert.Throws<SourceDataException>(() => file.Read(segmentBytes: segmentBytes));

        Assert.Equal("sqlite/damaged", refused.Code.ToString());
        Assert.Contains("is not in its place", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ends_WhenPagesOfATableWithoutRowIdsAreReachedTwice()
    {
        using var file = new DatabaseFile("PRAGMA page_size = 512; CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT) WITHOUT ROWID" + Rows);
        MakeAllChildrenTheFirst(file.Path, innerPage: 2);

        try
        {
            Assert.InRange(file.Read()["t"].Rows.Count, 0, new FileInfo(file.Path).Length);
        }
        catch (SourceDataException e)
        {
            Assert.Equal("sqlite/damaged", e.Code.ToString());
        }
    }

    [Fact]
    public void Takes_WhatZensetFieldsSays_OnlyWhereItIsSo()
    {
        using var file = new DatabaseFile($$"""
            CREATE TABLE t (a INTEGER, b TEXT, c INTEGER, d TEXT);
            INSERT INTO t VALUES (1, 'x', 300, '[1]'), (2, 'z', 4, '[2');
            CREATE TABLE zenset_fields ("table" TEXT, "column" TEXT, resource TEXT, field TEXT, PRIMARY KEY ("table", "column"));
            INSERT INTO zenset_fields VALUES ('t', 'a', 'other name', '{"name": "A!", "zenset:type": "uint8"}'), ('t', 'b', 'other name', '{"name": "b", "zenset:type": "string", "categories": ["x", "y"]}'),
              ('t', 'c', 'other name', '{"name": "c", "zenset:type": "uint8"}'), ('t', 'd', 'other name', '{"name": "d", "zenset:type": "list<int64>"}'), ('t', 'none', 'x', '{"zenset:type": "{{string.Concat(Enumerable.Repeat("list<", 100_000))}}"}');
            """);

        var read = file.Read();

        Assert.Equal("other name", read.Tables.Single().Name);
        Assert.Equal("A! uint8, b string, c int64, d string", string.Join(", ", read.Tables[0].Fields.Select(f => $"{f.Name} {f.Type}")));
        Assert.Null(read.Tables[0].Fields[1].Categories);
        Assert.Equal(["b", "c", "d"], read.Findings.Where(f => f.Code == "sqlite/other-type").Select(f => f.Field));
    }

    // Every child of every inner page (table: 5, index: 2) becomes its first.
    private static void MakeAllChildrenTheFirst(string path, byte innerPage)
    {
        const int page = 512, header = 12;
        var bytes = File.ReadAllBytes(path);
        for (var at = page; at < bytes.Length; at += page)
        {
            if (bytes[at] != innerPage) continue;
            var first = bytes.AsSpan(at + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + header)), 4).ToArray();
            for (var cell = 0; cell < BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 3)); cell++)
                first.CopyTo(bytes, at + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + header + 2 * cell)));
            first.CopyTo(bytes, at + 8);
        }
        File.WriteAllBytes(path, bytes);
    }
}
