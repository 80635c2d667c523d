namespace Zenset.DuckDb.Tests;

public sealed class PreparedStatementTests : IDisposable
{
    private readonly Engine _engine = Engine.Open();
    private readonly Connection _connection;

    public PreparedStatementTests() => _connection = _engine.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void Binds_EveryKindOfValue()
    {
        using var statement = _connection.Prepare(
            "SELECT $1::BOOLEAN, $2::INTEGER, $3::BIGINT, $4::UBIGINT, $5::FLOAT, $6::DOUBLE, $7::DATE, $8::TIMESTAMP, $9::VARCHAR, $10::BLOB, $11::VARCHAR, $12::INTEGER, $13::VARCHAR");
        statement.Bind(1, true).Bind(2, -5).Bind(3, long.MinValue).Bind(4, ulong.MaxValue).Bind(5, 1.5f).Bind(6, Math.PI)
            .Bind(7, new DateOnly(1970, 1, 3)).Bind(8, new DateTime(1970, 1, 1, 0, 0, 2)).Bind(9, "it's").Bind(10, [0, 255]).BindText(11, "ü"u8)
            .BindMissing(12).Bind(13, "");

        using var query = statement.Query();

        Assert.Equal(13, statement.ParameterCount);
        Assert.Equal(
            ["true | -5 | -9223372036854775808 | 18446744073709551615 | 1.5 | 3.141592653589793 | 2 | 2000000 | 'it's' | x00ff | 'ü' | NULL | ''"],
            Render.Rows(query));
    }

    [Fact]
    public void Runs_AgainWithOtherValues()
    {
        _connection.Execute("CREATE TABLE t (i INTEGER)");
        using var insert = _connection.Prepare("INSERT INTO t SELECT $1 + range FROM range($2)");

        var first = insert.Bind(1, 10).Bind(2, 3).Execute();
        var second = insert.Bind(1, 20).Bind(2, 1).Execute();

        Assert.Equal(3, first);
        Assert.Equal(1, second);
        Assert.Equal(["10", "11", "12", "20"], Render.Rows(_connection, "FROM t"));
    }

    [Fact]
    public void BindsEmptyBlob()
    {
        using var statement = _connection.Prepare("SELECT $1::BLOB");

        using var query = statement.Bind(1, []).Query();

        Assert.Equal(["x"], Render.Rows(query));
    }

    [Fact]
    public void Refuses_ParameterThatDoesNotExist()
    {
        using var statement = _connection.Prepare("SELECT $1");

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => statement.Bind(0, 1));

        Assert.StartsWith("The statement has 1 parameters; the first is 1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_TextThatIsNotUtf8()
    {
        using var statement = _connection.Prepare("SELECT $1::VARCHAR");

        var error = Assert.Throws<ArgumentException>(() => statement.BindText(1, [0xFF, 0xFE]));

        Assert.StartsWith("The text is not UTF-8 (it begins FFFE). Decode it first, or store it as BLOB.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_MissingValue()
    {
        using var statement = _connection.Prepare("SELECT $1 + 1");

        var error = Assert.Throws<DuckDbException>(() => statement.Query());

        Assert.Equal(DuckDbErrorType.InvalidInput, error.ErrorType);
    }

    [Fact]
    public void Refuses_SeveralStatements()
    {
        var error = Assert.Throws<ArgumentException>(() => _connection.Prepare("SELECT 1; SELECT 2"));

        Assert.StartsWith("The SQL has 2 statements; one can be prepared.", error.Message, StringComparison.Ordinal);
    }
}
