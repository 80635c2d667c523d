namespace Zenset.DuckDb.Tests;

/// <summary>Every type of the engine, read from vectors and written to them.</summary>
public sealed class TypeTests : IDisposable
{
    private readonly Engine _engine = Engine.Open();
    private readonly Connection _connection;

    public TypeTests() => _connection = _engine.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _engine.Dispose();
    }

    [Theory]
    [InlineData("true::BOOLEAN", "BOOLEAN", "true")]
    [InlineData("(-128)::TINYINT", "TINYINT", "-128")]
    [InlineData("(-32768)::SMALLINT", "SMALLINT", "-32768")]
    [InlineData("(-2147483648)::INTEGER", "INTEGER", "-2147483648")]
    [InlineData("(-9223372036854775808)::BIGINT", "BIGINT", "-9223372036854775808")]
    [InlineData("255::UTINYINT", "UTINYINT", "255")]
    [InlineData("65535::USMALLINT", "USMALLINT", "65535")]
    [InlineData("4294967295::UINTEGER", "UINTEGER", "4294967295")]
    [InlineData("18446744073709551615::UBIGINT", "UBIGINT", "18446744073709551615")]
    [InlineData("(-170141183460469231731687303715884105728)::HUGEINT", "HUGEINT", "-170141183460469231731687303715884105728")]
    [InlineData("18446744073709551616::HUGEINT", "HUGEINT", "18446744073709551616")]
    [InlineData("340282366920938463463374607431768211455::UHUGEINT", "UHUGEINT", "340282366920938463463374607431768211455")]
    [InlineData("0.1::FLOAT", "FLOAT", "0.1")]
    [InlineData("'-Infinity'::DOUBLE", "DOUBLE", "-Infinity")]
    [InlineData("12.34::DECIMAL(4,2)", "DECIMAL(4,2)", "1234")]
    [InlineData("(-1234567.89)::DECIMAL(9,2)", "DECIMAL(9,2)", "-123456789")]
    [InlineData("123456789012345.678::DECIMAL(18,3)", "DECIMAL(18,3)", "123456789012345678")]
    [InlineData("(-12345678901234567890.5)::DECIMAL(38,1)", "DECIMAL(38,1)", "-123456789012345678905")]
    [InlineData("DATE '1969-12-31'", "DATE", "-1")]
    [InlineData("TIME '00:00:01.5'", "TIME", "1500000")]
    [InlineData("'00:00:01.000000005'::TIME_NS", "TIME_NS", "1000000005")]
    [InlineData("TIMESTAMP '1970-01-01 00:00:01'", "TIMESTAMP", "1000000")]
    [InlineData("TIMESTAMP_S '1970-01-01 00:00:01'", "TIMESTAMP_S", "1")]
    [InlineData("TIMESTAMP_MS '1970-01-01 00:00:01'", "TIMESTAMP_MS", "1000")]
    [InlineData("TIMESTAMP_NS '1970-01-01 00:00:01.000000001'", "TIMESTAMP_NS", "1000000001")]
    [InlineData("TIMESTAMPTZ '1970-01-01 01:00:01+01'", "TIMESTAMP WITH TIME ZONE", "1000000")]
    [InlineData("INTERVAL '2 months 3 days 4 microseconds'", "INTERVAL", "EngineInterval { Months = 2, Days = 3, Microseconds = 4 }")]
    [InlineData("UUID '00112233-4455-6677-8899-aabbccddeeff'", "UUID", "00112233-4455-6677-8899-aabbccddeeff")]
    [InlineData("UUID 'ffeeddcc-bbaa-9988-7766-554433221100'", "UUID", "ffeeddcc-bbaa-9988-7766-554433221100")]
    [InlineData("''", "VARCHAR", "''")]
    [InlineData("'twelve bytes'", "VARCHAR", "'twelve bytes'")]
    [InlineData("'thirteen byte'", "VARCHAR", "'thirteen byte'")]
    [InlineData("'Zürich, 東京, 🦆 and more'", "VARCHAR", "'Zürich, 東京, 🦆 and more'")]
    [InlineData("'\\x00\\xFF'::BLOB", "BLOB", "x00ff")]
    [InlineData("'10101'::BIT", "BIT", "x03f5")]
    [InlineData("'b'::ENUM('a', 'b')", "ENUM('a', 'b')", "1:b")]
    [InlineData("[1, NULL, 3]", "INTEGER[]", "[1, NULL, 3]")]
    [InlineData("[]::INTEGER[]", "INTEGER[]", "[]")]
    [InlineData("[['a'], NULL, ['b', NULL]]", "VARCHAR[][]", "[['a'], NULL, ['b', NULL]]")]
    [InlineData("[1.5, NULL, 2.5]::DOUBLE[3]", "DOUBLE[3]", "[1.5, NULL, 2.5]")]
    [InlineData("[[1, 2], [3, 4], [5, 6]]::INTEGER[2][3]", "INTEGER[2][3]", "[[1, 2], [3, 4], [5, 6]]")]
    [InlineData("{'a': 1, 'b c': 'x', 'n': NULL::INTEGER}", "STRUCT(\"a\" INTEGER, \"b c\" VARCHAR, \"n\" INTEGER)", "{a=1, b c='x', n=NULL}")]
    [InlineData("MAP {'k': [1], 'l': NULL}", "MAP(VARCHAR, INTEGER[])", "[{key='k', value=[1]}, {key='l', value=NULL}]")]
    [InlineData("union_value(s := 'x')::UNION(i INTEGER, s VARCHAR)", "UNION(\"i\" INTEGER, \"s\" VARCHAR)", "s:'x'")]
    [InlineData("NULL::STRUCT(a INTEGER)", "STRUCT(\"a\" INTEGER)", "NULL")]
    [InlineData("NULL::INTEGER[2]", "INTEGER[2]", "NULL")]
    [InlineData("NULL", "INTEGER", "NULL")]
    public void Reads_Value(string sql, string type, string expected)
    {
        using var query = _connection.Query($"SELECT {sql}");

        var rows = Render.Rows(query);

        Assert.Equal(type, query.Columns[0].Type.ToString());
        Assert.Equal([expected], rows);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(255, 1)]
    [InlineData(256, 2)]
    [InlineData(65535, 2)]
    [InlineData(65536, 4)]
    public void ReadsAndWrites_Enum_OfEachWidth(int labels, int bytes)
    {
        var type = EngineType.Enum(Enumerable.Range(0, labels).Select(i => $"label {i}"));
        var source = new FakeSource(new EngineColumn("e", type))
        {
            Scan = FakeSource.Once((_, chunk) =>
            {
                switch (chunk[0].Type.ValueBytes)
                {
                    case 1: chunk[0].Values<byte>()[0] = (byte)(labels - 1); break;
                    case 2: chunk[0].Values<ushort>()[0] = (ushort)(labels - 1); break;
                    default: chunk[0].Values<uint>()[0] = (uint)(labels - 1); break;
                }

                return 1;
            }),
        };
        using var registered = _engine.Register(source);

        using var query = _connection.Query($"SELECT e, e::VARCHAR FROM {registered.Sql}");
        var rows = Render.Rows(query);

        Assert.Equal(bytes, type.ValueBytes);
        Assert.Equal(type, query.Columns[0].Type);
        Assert.Equal([$"{labels - 1}:label {labels - 1} | 'label {labels - 1}'"], rows);
    }

    [Fact]
    public void CopiesThroughASource_EveryTypeTheEngineHas()
    {
        // Skipped columns: types newer than duckdb.h 1.4.4, whose layout it does not describe.
        _connection.Execute("CREATE TABLE everything AS SELECT * FROM test_all_types()");
        using var description = _connection.Query("FROM everything");
        var known = description.Columns.Where(column => column.Type.Id is not (EngineTypeId.Geometry or EngineTypeId.Variant)).Select(column => SqlText.Identifier(column.Name)).ToList();

        AssertSameRows($"SELECT {string.Join(", ", known)} FROM everything");

        Assert.True(known.Count >= 50, $"{known.Count} columns");
    }

    [Theory]
    [InlineData("SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE [i, NULL, i + 1] END AS v FROM range(5000) t(i)")]
    [InlineData("SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE list_transform(range(i % 7), lambda x: CASE WHEN x % 2 = 0 THEN NULL ELSE range(x) END) END AS v FROM range(5000) t(i)")]
    [InlineData("SELECT CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': CASE WHEN i % 2 = 0 THEN NULL ELSE i END, 'b': ['text ' || i, NULL]} END AS v FROM range(5000) t(i)")]
    [InlineData("SELECT (CASE WHEN i % 5 = 0 THEN NULL ELSE [i, NULL, i] END)::BIGINT[3] AS v FROM range(5000) t(i)")]
    [InlineData("SELECT CASE WHEN i % 5 = 0 THEN NULL ELSE [[i, NULL]::BIGINT[2], NULL] END AS v FROM range(5000) t(i)")]
    [InlineData("SELECT CASE WHEN i % 5 = 0 THEN NULL ELSE MAP {'k' || i: {'x': [i]}} END AS v FROM range(5000) t(i)")]
    [InlineData("SELECT CASE WHEN i % 3 = 0 THEN NULL WHEN i % 3 = 1 THEN union_value(n := i)::UNION(n BIGINT, s VARCHAR) ELSE union_value(s := 'a long enough text ' || i)::UNION(n BIGINT, s VARCHAR) END AS v FROM range(5000) t(i)")]
    [InlineData("SELECT repeat('x', (i % 40)::BIGINT) AS v, encode(repeat('ü', (i % 20)::BIGINT)) AS b FROM range(5000) t(i)")]
    public void CopiesThroughASource_NestedValuesWithMissing(string sql) => AssertSameRows(sql);

    [Fact]
    public void Reads_ConstantDictionaryAndSequenceVectors_AsFlatOnes()
    {
        const string Vectors = "FROM test_vector_types(NULL::INTEGER, NULL::VARCHAR[], NULL::STRUCT(a INTEGER, b VARCHAR), NULL::INTEGER[3])";
        _connection.Execute($"CREATE TABLE flat AS {Vectors}");

        Assert.Equal(Render.Rows(_connection, "FROM flat"), Render.Rows(_connection, Vectors));
        Assert.Equal(["5 | [1, 2]", "5 | [1, 2]"], Render.Rows(_connection, "SELECT 5, [1, 2] FROM range(2)"));
    }

    [Fact]
    public void SetTextInPlace_WritesTextOfEveryLength()
    {
        var bytes = GC.AllocateArray<byte>(40, pinned: true);
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)('A' + i % 26);
        var source = new FakeSource(new("t", EngineType.VarChar), new("b", EngineType.Blob))
        {
            Scan = FakeSource.Once((_, chunk) =>
            {
                for (var row = 0; row <= 40; row++)
                {
                    chunk[0].SetTextInPlace(row, bytes.AsSpan(0, row));
                    chunk[1].SetTextInPlace(row, bytes.AsSpan(0, row));
                }

                return 41;
            }),
        };
        using var registered = _engine.Register(source);

        var wrong = Render.Rows(_connection, $"""
            SELECT t FROM (SELECT t, b, row_number() OVER () - 1 AS n FROM {registered.Sql})
            WHERE t <> substr('{System.Text.Encoding.ASCII.GetString(bytes)}', 1, n::INTEGER) OR t::BLOB <> b OR length(t) <> n
            """);

        Assert.Empty(wrong);
    }

    [Fact]
    public void SetTextInPlace_PadsInlineTextWithZeros_SoThatEqualTextsCompareEqual()
    {
        var text = GC.AllocateArray<byte>(8, pinned: true);
        "abXXXXXX"u8.CopyTo(text);
        var source = new FakeSource(new EngineColumn("t", EngineType.VarChar))
        {
            Scan = FakeSource.Once((_, chunk) =>
            {
                chunk[0].SetTextInPlace(0, text);
                chunk[0].SetTextInPlace(0, text.AsSpan(0, 2));
                return 1;
            }),
        };
        using var registered = _engine.Register(source);

        var rows = Render.Rows(_connection, $"SELECT count(*) FROM {registered.Sql} WHERE t = 'ab'");

        Assert.Equal(["1"], rows);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public void SetText_TakesAnyBytesForBlob_AndOnlyUtf8ForText(int length)
    {
        var bytes = Enumerable.Repeat((byte)0xFF, length).ToArray();
        var source = new FakeSource(new("b", EngineType.Blob), new("t", EngineType.VarChar))
        {
            Scan = FakeSource.Once((columns, chunk) =>
            {
                for (var i = 0; i < columns.Length; i++) chunk[i].SetText(0, bytes);
                return 1;
            }),
        };
        using var registered = _engine.Register(source);

        var blob = Render.Rows(_connection, $"SELECT b FROM {registered.Sql}");
        var error = Assert.Throws<DuckDbException>(() => _connection.Execute($"SELECT t FROM {registered.Sql}"));

        Assert.Equal(["x" + Convert.ToHexStringLower(bytes)], blob);
        Assert.StartsWith("The text is not UTF-8 (it begins FFFF", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReserveItems_BeyondTheEnginesLimit_IsAnError_NotTheEndOfTheProcess()
    {
        var source = new FakeSource(new EngineColumn("l", EngineType.List(EngineType.Array(EngineType.Double, 1000))))
        {
            Scan = () => (_, chunk) =>
            {
                chunk[0].ReserveItems(int.MaxValue);
                return 0;
            },
        };
        using var registered = _engine.Register(source);

        var error = Assert.Throws<DuckDbException>(() => _connection.Execute($"FROM {registered.Sql}"));

        Assert.StartsWith("2,147,483,647 items of DOUBLE[1000] take more than a chunk can hold; give fewer rows per chunk.", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Views_OfBuilders_ReadBackWhatWasWritten()
    {
        string? seen = null;
        var source = new FakeSource(new("i", EngineType.Integer), new("l", EngineType.List(EngineType.VarChar)))
        {
            Scan = FakeSource.Once((_, chunk) =>
            {
                chunk[0].Values<int>()[0] = 5;
                chunk[0].SetMissing(1);
                chunk[1].ReserveItems(3);
                chunk[1].Entries[0] = new ListEntry(0, 3);
                chunk[1].Items.SetText(0, "a"u8);
                chunk[1].Items.SetMissing(1);
                chunk[1].Items.SetText(2, "a text of more than twelve bytes"u8);
                chunk[1].SetItemCount(3);
                chunk[1].SetMissing(1);
                var view = chunk.View(2);
                seen = $"{Render.Cell(view[0], 0)} {Render.Cell(view[0], 1)} {Render.Cell(view[1], 0)} {Render.Cell(chunk[1].View(2), 1)}";
                return 2;
            }),
        };
        using var registered = _engine.Register(source);

        _connection.Execute($"CREATE TABLE t AS SELECT * FROM {registered.Sql}");

        Assert.Equal("5 NULL ['a', NULL, 'a text of more than twelve bytes'] NULL", seen);
    }

    [Fact]
    public void ReserveItems_KeepsItemsAlreadyWritten()
    {
        var source = new FakeSource(new EngineColumn("l", EngineType.List(EngineType.List(EngineType.Integer))))
        {
            Scan = FakeSource.Once((_, chunk) =>
            {
                var outer = chunk[0];
                outer.ReserveItems(1);
                outer.Items.ReserveItems(1);
                outer.Items.Entries[0] = new ListEntry(0, 1);
                outer.Items.Items.Values<int>()[0] = 42;
                outer.Items.ReserveItems(100_000);
                outer.ReserveItems(50_000);
                outer.Items.Entries[49_999] = new ListEntry(99_999, 1);
                outer.Items.Items.Values<int>()[99_999] = 43;
                for (var i = 1; i < 49_999; i++) outer.Items.SetMissing(i);
                outer.Items.SetItemCount(100_000);
                outer.SetItemCount(50_000);
                outer.Entries[0] = new ListEntry(0, 50_000);
                return 1;
            }),
        };
        using var registered = _engine.Register(source);

        var rows = Render.Rows(_connection, $"SELECT l[1], l[2], l[50000], len(l) FROM {registered.Sql}");

        Assert.Equal(["[42] | NULL | [43] | 50000"], rows);
    }

    [Fact]
    public void Refuses_ValuesOfAnotherSize()
    {
        using var query = _connection.Query("SELECT 1::INTEGER, 'x'");
        query.Read();

        var wrongSize = Assert.Throws<InvalidOperationException>(() => query.Current[0].Values<long>().Length);
        var noValues = Assert.Throws<InvalidOperationException>(() => query.Current[1].Values<long>().Length);
        var noText = Assert.Throws<InvalidOperationException>(() => query.Current[0].Text(0).Length);

        Assert.Equal("The values of Integer have 4 bytes; Int64 has another size.", wrongSize.Message);
        Assert.Equal("A vector of VarChar has no Values; use Text, Entries and Items, or Member.", noValues.Message);
        Assert.Equal("A vector of Integer has no Text.", noText.Message);
    }

    private void AssertSameRows(string sql)
    {
        using var registered = _engine.Register(VectorCopy.Of(_engine, sql));

        _connection.Execute($"CREATE OR REPLACE TABLE copied AS SELECT * FROM {registered.Sql}");

        Assert.Equal(Render.Rows(_connection, sql), Render.Rows(_connection, "SELECT * FROM copied"));
        Assert.Equal(["0"], Render.Rows(_connection, $"SELECT count(*) FROM ((({sql}) EXCEPT ALL (FROM copied)) UNION ALL ((FROM copied) EXCEPT ALL ({sql})))"));
    }
}
