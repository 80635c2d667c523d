using System.Collections.Immutable;
using System.Text;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Tests;

public sealed class RelationTests : RepositoryTest
{
    private readonly Engine _engine = Engine.Open(new EngineOptions { Threads = 2 });

    [Fact]
    public async Task Gives_RowsInOrderUnderTheirOwnNamesAndTypes()
    {
        var manifest = await CommitAsync(
            Repository,
            [
                new Field { Name = "credit amount", Type = FieldType.UInt32 },
                new Field { Name = "purpose", Type = FieldType.String, Categories = new Categories(["new car", "it's", "unused"]) },
                new Field { Name = "seen", Type = FieldType.Time(TimeUnit.Microsecond) },
            ],
            "SELECT (4294967295 - range)::UINTEGER AS \"credit amount\", CASE WHEN range % 2 = 0 THEN 'new car' ELSE 'it''s' END AS purpose, TIME '12:34:56' AS seen FROM range({0}, {1})",
            [(0, 3), (3, 3), (3, 5)]);

        var sql = Repository.RelationSql(manifest, manifest.Resources[0]);

        Assert.Equal(
            ["4294967295|new car|12:34:56", "4294967294|it's|12:34:56", "4294967293|new car|12:34:56", "4294967292|it's|12:34:56", "4294967291|new car|12:34:56"],
            Read($"SELECT concat_ws('|', \"credit amount\", purpose, seen) FROM ({sql})"));
        Assert.Equal(
            ["credit amount UINTEGER", "purpose ENUM('new car', 'it''s', 'unused')", "seen TIME"],
            Read($"SELECT column_name || ' ' || column_type FROM (DESCRIBE {sql})"));
    }

    [Fact]
    public async Task Gives_AChoiceOfFieldsInTheOrderAsked()
    {
        var manifest = await CommitAsync(Repository, [Of("a", FieldType.Int64), Of("b c", FieldType.Int64)], "SELECT range AS a, range AS \"b c\" FROM range({0}, {1})", [(0, 2)]);

        Assert.Equal(["b c", "a"], Read($"SELECT column_name FROM (DESCRIBE {Repository.RelationSql(manifest, manifest.Resources[0], ["b c", "a"])})"));
        var failure = Assert.Throws<NotFoundException>(() => Repository.RelationSql(manifest, manifest.Resources[0], ["b_c"]));
        Assert.Equal("resource 'table' has no field 'b_c'. Did you mean 'b c'?", failure.Message);
        Assert.Throws<ArgumentException>(() => Repository.RelationSql(manifest, manifest.Resources[0], []));
    }

    [Theory]
    [InlineData("a", 0, 2, "0 1")]
    [InlineData("a", 1, 3, "1 2 3")]
    [InlineData("a", 4, 100, "4 5 6")]
    [InlineData("a", 7, 5, "")]
    [InlineData("a", 2, 0, "")]
    [InlineData("file_row_number", 1, 4, "1 2 3 4")]
    public async Task Gives_SomeRows_AcrossParts(string column, long from, long count, string expected)
    {
        var manifest = await CommitAsync(Repository, [Of(column, FieldType.Int64)], $"SELECT range AS {column} FROM range({{0}}, {{1}})", [(0, 3), (3, 4), (4, 7)]);

        var sql = Repository.RelationSql(manifest, manifest.Resources[0], from, count);

        Assert.Equal(expected, string.Join(' ', Read($"SELECT {column}::VARCHAR FROM ({sql})")));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with 'quotes' and blanks")]
    [InlineData("year=2024")]
    [InlineData("[a]{b}*?")]
    [InlineData("größe")]
    public async Task Reads_FromAnyFolder(string folder)
    {
        var repository = Repository.OpenFolder(Folder[folder], Time);
        var manifest = await CommitAsync(repository, [Of("a", FieldType.Int64)], "SELECT range AS a FROM range({0}, {1})", [(0, 2), (2, 3)]);

        var sql = repository.RelationSql(manifest, manifest.Resources[0]);

        Assert.Equal(["a"], Read($"SELECT column_name FROM (DESCRIBE {sql})"));
        Assert.Equal(["0", "1", "2"], Read($"SELECT a::VARCHAR FROM ({sql})"));
    }

    [Fact]
    public async Task Keeps_TheRowsOfEqualParts()
    {
        var manifest = await CommitAsync(Repository, [Of("a", FieldType.Int64)], "SELECT range AS a FROM range({0}, {1})", [(0, 2), (0, 2), (0, 2)]);

        Assert.Equal(["0", "1", "0", "1", "0", "1"], Read($"SELECT a::VARCHAR FROM ({Repository.RelationSql(manifest, manifest.Resources[0])})"));
    }

    private static Field Of(string name, FieldType type) => new() { Name = name, Type = type };

    private List<string> Read(string sql)
    {
        using var connection = _engine.Connect();
        using var query = connection.Query(sql);
        var values = new List<string>();
        while (query.Read())
        {
            for (var i = 0; i < query.Current.RowCount; i++) values.Add(Encoding.UTF8.GetString(query.Current[0].Text(i)));
        }
        return values;
    }

    // One part for each range, made as an import makes it: each field encoded.
    private async Task<Manifest> CommitAsync(Repository repository, ImmutableArray<Field> fields, string query, (int First, int End)[] ranges)
    {
        using var connection = _engine.Connect();
        await using var session = await repository.BeginCommitAsync(Samples.Name("a"));
        var encoded = string.Join(", ", StoredColumn.For(fields).Select(c => $"{c.Encode(Sql.Name(c.Field.Name))} AS {Sql.Name(c.Name)}"));
        var parts = new List<Part>();
        foreach (var (first, end) in ranges)
        {
            var path = session.StagePart();
            var select = query.Replace("{0}", $"{first}", StringComparison.Ordinal).Replace("{1}", $"{end}", StringComparison.Ordinal);
            connection.Execute($"COPY (SELECT {encoded} FROM ({select})) TO {Sql.Text(path)} (FORMAT parquet)");
            parts.Add(await session.SealPartAsync(path, "table", end - first));
        }
        return await session.CommitAsync(Samples.Draft("a", "rows", [new Resource { Name = "table", Folder = "table", Fields = fields, Parts = [.. parts] }]));
    }
}
