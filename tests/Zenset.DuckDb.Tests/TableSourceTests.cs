using System.Text;

namespace Zenset.DuckDb.Tests;

public sealed class TableSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zenset-duckdb-").FullName;
    private readonly Engine _engine = Engine.Open(new EngineOptions { Threads = 4, PreserveOrder = false });
    private readonly Connection _connection;

    public TableSourceTests() => _connection = _engine.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Copies_Source_ToParquet_AndStreamsItBack()
    {
        var path = Path.Combine(_folder, "t.parquet");
        var colour = EngineType.Enum("red", "green", "blue");
        var source = new FakeSource(
            new("id", EngineType.Integer), new("name", EngineType.VarChar), new("colour", colour), new("tags", EngineType.List(EngineType.SmallInt)))
        {
            Scan = FakeSource.Once((_, chunk) =>
            {
                const int Rows = 1000;
                chunk[3].ReserveItems(Rows * 2);
                for (var row = 0; row < Rows; row++)
                {
                    chunk[0].Values<int>()[row] = row;
                    chunk[1].SetText(row, Encoding.UTF8.GetBytes($"name number {row}"));
                    chunk[2].Values<byte>()[row] = (byte)(row % 3);
                    chunk[3].Entries[row] = new ListEntry((ulong)row * 2, 2);
                    chunk[3].Items.Values<short>()[row * 2] = (short)row;
                    chunk[3].Items.Values<short>()[row * 2 + 1] = (short)-row;
                }

                chunk[3].SetItemCount(Rows * 2);
                return Rows;
            }),
        };
        using var registered = _engine.Register(source);

        var copied = _connection.Execute($"COPY (SELECT * FROM {registered.Sql}) TO {SqlText.Literal(path)} (FORMAT parquet)");
        var rows = Render.Rows(_connection, $"SELECT id, name, colour::VARCHAR, tags FROM {SqlText.Literal(path)}");

        Assert.Equal(1000, copied);
        Assert.Equal(1000, rows.Count);
        Assert.Equal("999 | 'name number 999' | 'red' | [999, -999]", rows[999]);
    }

    [Fact]
    public void SeveralThreads_ScanAtOnce_WhenOrderDoesNotMatter()
    {
        var source = Numbers(5_000_000, maxThreads: 4);
        using var registered = _engine.Register(source);

        var rows = Render.Rows(_connection, $"SELECT count(*), sum(n)::BIGINT, min(n), max(n) FROM {registered.Sql}");

        Assert.Equal(["5000000 | 12499997500000 | 0 | 4999999"], rows);
        Assert.True(source.Opened > 1, $"{source.Opened} scans");
        Assert.Equal(source.Opened, source.Disposed);
    }

    [Fact]
    public void Segments_EachOnAConnectionOfItsOwn_AreWrittenAtOnce_InOrder()
    {
        using var engine = Engine.Open();

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, segment =>
        {
            var source = Numbers(100_000 + segment);
            using var connection = engine.Connect();
            using var registered = engine.Register(source);
            var part = SqlText.Literal(Path.Combine(_folder, $"part-{segment}.parquet"));
            Assert.Equal(100_000 + segment, connection.Execute($"COPY (FROM {registered.Sql}) TO {part} (FORMAT parquet)"));
            Assert.Equal(1, source.Opened);
        });

        var parts = SqlText.Literal(Path.Combine(_folder, "part-*.parquet"));
        Assert.Equal(["800028 | 0"], Render.Rows(_connection, $"SELECT count(*), count(*) FILTER (n <> file_row_number) FROM read_parquet({parts}, file_row_number = true)"));
    }

    [Fact]
    public void Copy_RunsOneScan_WhenOrderMatters_WhateverTheSourceAllows()
    {
        using var engine = Engine.Open(new EngineOptions { Threads = 4 });
        using var connection = engine.Connect();
        var source = Numbers(1_000_000, maxThreads: 4);
        using var registered = engine.Register(source);

        connection.Execute($"COPY (FROM {registered.Sql}) TO {SqlText.Literal(Path.Combine(_folder, "o.parquet"))} (FORMAT parquet)");

        Assert.Equal(1, source.Opened);
    }

    [Fact]
    public void ScansGetOnlyTheColumnsOfTheQuery_InItsOrder()
    {
        var source = new FakeSource(
            new("a", EngineType.Integer), new("b", EngineType.VarChar), new("c", EngineType.Double), new("d", EngineType.BigInt))
        {
            Scan = FakeSource.Once((columns, chunk) =>
            {
                for (var i = 0; i < columns.Length; i++)
                {
                    if (columns[i] == 3) chunk[i].Values<long>()[0] = 33;
                    if (columns[i] == 1) chunk[i].SetText(0, "bb"u8);
                }

                return 1;
            }),
        };
        using var registered = _engine.Register(source);

        var rows = Render.Rows(_connection, $"SELECT d, b FROM {registered.Sql}");

        Assert.Equal(["33 | 'bb'"], rows);
        Assert.Equal([3, 1], Assert.Single(source.Projections));
    }

    [Fact]
    public void Filters_ReadTheirColumnToo()
    {
        var source = Numbers(10_000);
        using var registered = _engine.Register(source);

        Assert.Equal(["5000"], Render.Rows(_connection, $"SELECT count(*) FROM {registered.Sql} WHERE n % 2 = 0"));
    }

    [Fact]
    public void Count_AsksForTheFirstColumnOnly()
    {
        // The engine knows virtual columns of no content, but offers them to its own table functions alone.
        var source = new FakeSource(new("n", EngineType.BigInt), new("t", EngineType.VarChar))
        {
            Scan = FakeSource.Once((_, chunk) => 2000),
        };
        using var registered = _engine.Register(source);

        var rows = Render.Rows(_connection, $"SELECT count(*) FROM {registered.Sql}");

        Assert.Equal(["2000"], rows);
        Assert.Equal([0], Assert.Single(source.Projections));
    }

    [Fact]
    public void SameSource_TwiceInOneQuery()
    {
        using var registered = _engine.Register(Numbers(3000));

        var rows = Render.Rows(_connection, $"SELECT count(*) FROM {registered.Sql} a JOIN {registered.Sql} b USING (n)");

        Assert.Equal(["3000"], rows);
    }

    [Fact]
    public void RowEstimate_ReachesThePlan()
    {
        using var registered = _engine.Register(Numbers(10, estimate: 123_456));

        using var query = _connection.Query($"EXPLAIN SELECT * FROM {registered.Sql}");

        Assert.Contains("123,456", string.Concat(Render.Rows(query)), StringComparison.Ordinal);
    }

    [Fact]
    public void Strings_InPlace_ArriveIntact_OverManyChunks()
    {
        const int Rows = 20_000;
        var memory = GC.AllocateArray<byte>(Rows * 24, pinned: true);
        for (var i = 0; i < Rows; i++) Encoding.ASCII.GetBytes($"row {i:D20}", memory.AsSpan(i * 24));
        var at = 0;
        var source = new FakeSource(new EngineColumn("t", EngineType.VarChar))
        {
            Scan = () => (_, chunk) =>
            {
                var n = Math.Min(chunk.Capacity, Rows - at);
                for (var i = 0; i < n; i++) chunk[0].SetTextInPlace(i, memory.AsSpan((at + i) * 24, 24));
                at += n;
                return n;
            },
        };
        using var registered = _engine.Register(source);

        _connection.Execute($"CREATE TABLE t AS FROM {registered.Sql}");

        Assert.Equal([$"{Rows} | 0"], Render.Rows(_connection, "SELECT count(DISTINCT t), count(*) FILTER (t NOT SIMILAR TO 'row [0-9]{20}') FROM t"));
    }

    [Fact]
    public void Strings_InPlace_SurviveStreaming_AfterTheirMemoryIsReused()
    {
        var memory = GC.AllocateArray<byte>(2048 * 24, pinned: true);
        var at = 0;
        var source = new FakeSource(new EngineColumn("t", EngineType.VarChar))
        {
            Scan = () => (_, chunk) =>
            {
                if (at >= 100_000) return 0;
                for (var i = 0; i < 2000; i++, at++)
                {
                    Encoding.ASCII.GetBytes($"row {at:D20}", memory.AsSpan(i * 24));
                    chunk[0].SetTextInPlace(i, memory.AsSpan(i * 24, 24));
                }

                return 2000;
            },
        };
        using var registered = _engine.Register(source);

        // A selective filter lets the engine gather rows of several chunks before it passes them on.
        var rows = Render.Rows(_connection, $"SELECT t FROM {registered.Sql} WHERE t LIKE '%0'");

        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"'row {i * 10:D20}'"), rows);
    }

    [Fact]
    public void ExceptionInColumns_IsTheInnerException()
    {
        var thrown = new InvalidDataException("no header");
        var source = new FakeSource(new EngineColumn("n", EngineType.BigInt)) { Scan = () => (_, _) => 0, ColumnsOverride = () => throw thrown };
        AssertInner(source, thrown, "Binder Error: no header");
    }

    [Fact]
    public void ExceptionInOpenScan_IsTheInnerException()
    {
        var thrown = new InvalidDataException("cannot open");
        var source = new FakeSource(new EngineColumn("n", EngineType.BigInt)) { Scan = () => (_, _) => 0, OnOpen = () => throw thrown };
        AssertInner(source, thrown, "Invalid Input Error: cannot open");
    }

    [Fact]
    public void ExceptionInRead_IsTheInnerException()
    {
        var thrown = new InvalidDataException("line 7 is broken");
        var chunks = 0;
        var source = new FakeSource(new EngineColumn("n", EngineType.BigInt)) { Scan = () => (_, chunk) => chunks++ < 100 ? chunk.Capacity : throw thrown };
        AssertInner(source, thrown, "Invalid Input Error: line 7 is broken");
        Assert.Equal(source.Opened, source.Disposed);
    }

    [Fact]
    public void ExceptionInRead_OfOneThreadOfMany_IsNeverTakenForCancellation()
    {
        for (var i = 0; i < 100; i++)
        {
            var thrown = new InvalidDataException("broken");
            var chunks = 0;
            var source = new FakeSource(new EngineColumn("n", EngineType.BigInt))
            {
                MaxThreads = 4,
                Scan = () => (_, chunk) => Interlocked.Increment(ref chunks) < 100 ? chunk.Capacity : throw thrown,
            };
            AssertInner(source, thrown, "Invalid Input Error: broken");
        }
    }

    [Fact]
    public void ExceptionInRead_WithoutText_IsStillAnError()
    {
        var thrown = new InvalidDataException("");
        var source = new FakeSource(new EngineColumn("n", EngineType.BigInt)) { Scan = () => (_, _) => throw thrown };
        AssertInner(source, thrown, "Invalid Input Error: InvalidDataException");
    }

    [Fact]
    public void ExceptionInRead_WhileStreaming_ComesFromQueryRead()
    {
        var thrown = new InvalidDataException("late");
        var chunks = 0;
        var source = new FakeSource(new EngineColumn("n", EngineType.BigInt)) { Scan = () => (_, chunk) => chunks++ < 3000 ? chunk.Capacity : throw thrown };
        using var registered = _engine.Register(source);
        using var query = _connection.Query($"FROM {registered.Sql}");

        var error = Assert.Throws<DuckDbException>(() =>
        {
            while (query.Read())
            {
            }
        });

        Assert.Same(thrown, error.InnerException);
    }

    [Fact]
    public void TooManyRows_AreRefused()
    {
        var source = new FakeSource(new EngineColumn("n", EngineType.BigInt)) { Scan = () => (_, _) => 2049 };
        using var registered = _engine.Register(source);

        var error = Assert.Throws<DuckDbException>(() => _connection.Execute($"FROM {registered.Sql}"));

        Assert.Equal("FakeScan.Read gave 2049 rows; a chunk has 0 (the end) to 2048.", error.InnerException!.Message);
    }

    [Fact]
    public void WritingBeyondTheChunk_IsRefused()
    {
        var source = new FakeSource(new EngineColumn("t", EngineType.VarChar))
        {
            Scan = () => (_, chunk) =>
            {
                chunk[0].SetTextInPlace(2048, []);
                return 1;
            },
        };
        using var registered = _engine.Register(source);

        var error = Assert.Throws<DuckDbException>(() => _connection.Execute($"FROM {registered.Sql}"));

        Assert.IsType<ArgumentOutOfRangeException>(error.InnerException);
    }

    [Fact]
    public void SourceNumber_Null_IsAnError_NotTheEndOfTheProcess()
    {
        var error = Assert.Throws<DuckDbException>(() => _connection.Execute("FROM zenset_source(NULL)"));

        Assert.Equal("zenset_source takes the number of a registered source, not NULL.", error.InnerException!.Message);
    }

    [Fact]
    public void ColumnNames_ThatDifferInCaseOnly_AreRefused()
    {
        var source = new FakeSource(new("a", EngineType.Integer), new("A", EngineType.Integer)) { Scan = () => (_, _) => 0 };
        using var registered = _engine.Register(source);

        var error = Assert.Throws<DuckDbException>(() => _connection.Execute($"FROM {registered.Sql}"));

        Assert.Contains("duplicate column name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DisposedSource_IsUnknown()
    {
        var registered = _engine.Register(Numbers(1));
        registered.Dispose();

        var error = Assert.Throws<DuckDbException>(() => _connection.Execute($"FROM {registered.Sql}"));

        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    internal static FakeSource Numbers(long rows, int maxThreads = 1, long? estimate = null)
    {
        long next = 0;
        return new FakeSource(new EngineColumn("n", EngineType.BigInt))
        {
            MaxThreads = maxThreads,
            RowEstimate = estimate ?? rows,
            Scan = () =>
            {
                // A source may be read by several queries, or by several scans of one: Scan of one thread starts over.
                if (maxThreads == 1) return Shared(new long[1]);
                return (columns, chunk) => Fill(ref next, columns, chunk);
            },
        };

        FakeSource.ReadChunk Shared(long[] at) => (columns, chunk) => Fill(ref at[0], columns, chunk);

        int Fill(ref long at, int[] columns, ChunkBuilder chunk)
        {
            var start = Interlocked.Add(ref at, chunk.Capacity) - chunk.Capacity;
            var count = (int)Math.Clamp(rows - start, 0, chunk.Capacity);
            if (columns.Length == 0) return count;
            var values = chunk[0].Values<long>();
            for (var i = 0; i < count; i++) values[i] = start + i;
            return count;
        }
    }

    private void AssertInner(FakeSource source, Exception thrown, string message)
    {
        using var registered = _engine.Register(source);

        var error = Assert.Throws<DuckDbException>(() => _connection.Execute($"SELECT * FROM {registered.Sql}"));

        Assert.Same(thrown, error.InnerException);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], Render.Rows(_connection, "SELECT 1"));
    }
}
