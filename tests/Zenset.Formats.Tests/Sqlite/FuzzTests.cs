using System.Buffers.Binary;
using Zenset.DuckDb;
using Zenset.Formats.Sqlite;
using Zenset.Formats.Sqlite.Database;
using Zenset.Formats.Sqlite.Writing;
using Zenset.Model;

namespace Zenset.Formats.Tests.Sqlite;

/// <summary>Damaged databases are read or refused, soon and within bounds. ZENSET_CASES=50 makes it a hundred thousand cases.</summary>
public sealed class FuzzTests
{
    private const int Cases = 2000;

    [Fact]
    public void DamagedDatabases_GiveZensetErrorsOnly()
    {
        using var engine = Engine.Open(new EngineOptions { Threads = 1 });
        using var file = new DatabaseFile();
        var bases = Bases(file, engine);

        Property.ForAll(
            Cases,
            (random, i) => Mutate(bases[i % bases.Length], random),
            bytes =>
            {
                File.WriteAllBytes(file.Path, bytes);
                using var rejected = new RejectedRows(file["rejected"]);
                var skips = bytes.Length > 0 && bytes[^1] % 2 == 0;
                var started = Environment.TickCount64;
                try
                {
                    file.Read(r => skips ? r with { OnError = OnError.Skip, Rejected = rejected } : r, 2048, engine);
                }
                catch (ZensetException e)
                {
                    Assert.False(e is EngineException, e.ToString());
                }
                Assert.True(Environment.TickCount64 - started < 20_000, "It took more than 20 seconds.");
            });
    }

    private static byte[] Mutate(byte[] whole, Random random)
    {
        var bytes = (byte[])whole.Clone();
        var pageBytes = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(16));
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            var at = random.Next(bytes.Length);
            // Where pages say what they are and where their cells and children lie; half of all changes go there.
            if (random.Next(2) == 0) at = Math.Min(bytes.Length - 8, at / pageBytes * pageBytes + random.Next(40) + (at < pageBytes ? 60 : 0));
            switch (random.Next(7))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes[at] = new byte[] { 0, 1, 2, 5, 10, 13, 0x7F, 0x80, 0xFF }[random.Next(9)]; break;
                case 3 when at + 4 <= bytes.Length: BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), (uint)random.Next(bytes.Length / pageBytes + 2)); break;
                case 4 when at + 2 <= bytes.Length: BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)random.Next(pageBytes + 2)); break;
                case 5:
                    var from = random.Next(bytes.Length / pageBytes) * pageBytes;
                    var to = random.Next(1, bytes.Length / pageBytes) * pageBytes;
                    bytes.AsSpan(from, pageBytes).CopyTo(bytes.AsSpan(to));
                    break;
                case 6 when random.Next(4) == 0: Array.Resize(ref bytes, random.Next(bytes.Length)); return bytes.Length < pageBytes ? whole[..100] : bytes;
            }
        }
        return bytes;
    }

    private static byte[][] Bases(DatabaseFile file, Engine engine)
    {
        const string filled = """
            CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER, s TEXT, b BLOB, d DATETIME, q NUMERIC(8,2), g TEXT AS (s || n));
            CREATE TABLE w (k TEXT PRIMARY KEY, v REAL, a INTEGER REFERENCES a) WITHOUT ROWID;
            CREATE TABLE u (x, y BOOLEAN, z TEXT COLLATE NOCASE);
            CREATE INDEX i ON a (s, n);
            CREATE VIEW v AS SELECT * FROM a;
            WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 150) INSERT INTO a (n, s, b, d, q) SELECT i * 7, 'text ' || i, CASE i % 40 WHEN 0 THEN zeroblob(1500) ELSE x'0102' END, '2020-01-01 00:00:' || (10 + i % 50), i / 4.0 FROM c;
            INSERT INTO w SELECT 'key' || n, n / 3.0, id FROM a;
            INSERT INTO u SELECT n, n % 2, s FROM a WHERE id < 20;
            """;
        return
        [
            Made(file, "utf8.db", "PRAGMA page_size = 512; " + filled),
            Made(file, "utf16.db", "PRAGMA page_size = 1024; PRAGMA encoding = 'UTF-16be'; PRAGMA auto_vacuum = FULL; " + filled),
            Written(file, engine),
        ];
    }

    private static byte[] Made(DatabaseFile file, string name, string sql)
    {
        using (var database = SqliteDatabase.Create(file[name])) database.Execute(sql);
        return File.ReadAllBytes(file[name]);
    }

    // What we write ourselves, with zenset_fields and nested values.
    private static byte[] Written(DatabaseFile file, Engine engine)
    {
        var table = RandomTable.Make(13, r => RandomTable.AnyType(r));
        Field[] more = [new() { Name = "list", Type = FieldType.List(FieldType.Struct(new FieldMember("x", FieldType.Int32), new FieldMember("y", FieldType.FixedList(FieldType.Float32, 2)))) }, new() { Name = "vector", Type = FieldType.FixedList(FieldType.Float64, 3) }, new() { Name = "sparse", Type = FieldType.Sparse(FieldType.Float64, 100) }, new() { Name = "nominal", Type = FieldType.String, Categories = new Categories(["p", "q"]) }];
        var sql = $"SELECT {string.Join(", ", table.Fields.Select((f, i) => $"c{i} AS {Sql.Name(f.Name)}"))}, [{{'x': 1::INTEGER, 'y': [1, 2]::FLOAT[2]}}, NULL] AS list, [1, 2, 3]::DOUBLE[3] AS vector, {{'indices': [1, 5]::INTEGER[], 'values': [1, 2]::DOUBLE[]}} AS sparse, CAST('q' AS ENUM('p', 'q')) AS nominal FROM ({table.Sql})";
        using (var target = Target.Open(file["written.db"]))
        {
            var writer = new SqliteWriter(new WriteRequest { Target = target, Engine = engine, Description = new DatasetDescription(), DatasetName = "test" });
            writer.WriteAsync(new TableToWrite(WritingTests.Shape("t", [.. table.Fields, .. more]), sql)).AsTask().GetAwaiter().GetResult();
            writer.CompleteAsync().AsTask().GetAwaiter().GetResult();
            writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        return File.ReadAllBytes(file["written.db"]);
    }
}
