using System.Text;
using Zenset.Import;
using Zenset.Model;

namespace Zenset.Formats.Tests.Contract;

/// <summary>
/// Rows that are left out, however many and long, do not end a table: a scan that gives no rows is at its end, so it must not stop early for
/// what it has not kept.
/// </summary>
public sealed class RejectedRunsTests
{
    // Long enough that what one holds passes every limit of a chunk.
    private const int Entries = 70_000;
    private const int Bad = 40;
    private const int Good = 5;

    public static TheoryData<string> Texts() => ["sparse.arff", "wide.arff", "x.svm", "x.csv", "x.jsonl"];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task GoodRowsAfterThem_AreThere(string name)
    {
        using var bench = new Workbench();
        File.WriteAllText(bench[name], TextOf(name));
        using var source = Source.Open(bench[name]);
        var options = new ImportOptions
        {
            Name = DatasetName.Parse("x"), OnError = OnError.Skip, RejectedPath = bench["rejected"], Parallelism = 1,
            FormatOptions = name == "sparse.arff" ? new OptionValues(new Dictionary<string, string> { ["sparse"] = "yes" }) : OptionValues.Empty,
        };
        var result = await new Importer(AllFormats.Catalog).ImportAsync(bench.Repository, bench.Engine, source, options);

        Assert.Equal(1 + Good + (name == "x.csv" ? Bad : 0), result.Manifest.Resources[0].Rows);
        Assert.Equal(Bad, result.RejectedRows);
    }

    [Fact]
    public async Task GoodRowsOfADatabaseAfterThem_AreThere()
    {
        using var bench = new Workbench();
        // A blob of a megabyte before the value that does not fit.
        using var file = new Sqlite.DatabaseFile(
            $"""
            CREATE TABLE t (a BLOB, b INTEGER); INSERT INTO t VALUES (x'00', 1);
            WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {Bad}) INSERT INTO t SELECT zeroblob(1000000), 'no' FROM c;
            WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {Good}) INSERT INTO t SELECT x'00', 2 FROM c;
            """);
        using var source = Source.Open(file.Path);
        var options = new ImportOptions { Name = DatasetName.Parse("x"), OnError = OnError.Skip, RejectedPath = bench["rejected"], Parallelism = 1 };
        var result = await new Importer(AllFormats.Catalog).ImportAsync(bench.Repository, bench.Engine, source, options);

        Assert.Equal((1 + Good, Bad), (result.Manifest.Resources[0].Rows, result.RejectedRows));
    }

    private static string TextOf(string name)
    {
        var text = new StringBuilder();
        switch (name)
        {
            case "sparse.arff":
            case "wide.arff":
                var attributes = name == "wide.arff" ? 2_000 : Entries;
                text.Append("@relation t\n").AppendJoin('\n', Enumerable.Range(0, attributes).Select(i => $"@attribute a{i} numeric")).Append("\n@data\n");
                var isSparse = name == "sparse.arff";
                var good = isSparse ? "{0 1}\n" : string.Join(',', Enumerable.Repeat("1", attributes)) + "\n";
                var bad = isSparse
                    ? "{" + string.Join(',', Enumerable.Range(0, attributes - 1).Select(i => $"{i} {(i % 3 == 0 ? "?" : "1")}")) + $",{attributes - 1} x}}\n"
                    : string.Join(',', Enumerable.Repeat("1", attributes - 1)) + ",x\n";
                Append(text, good, bad);
                break;
            case "x.svm":
                Append(text, $"1 {Entries + 2}:1\n", "1 " + string.Join(' ', Enumerable.Range(1, Entries).Select(i => $"{i}:1")) + $" x:1 {Entries + 2}:1\n");
                break;
            case "x.csv":
                // So many that two columns are the rule.
                text.Append("a,b\n").Insert(text.Length, "1,y\n", Bad);
                Append(text, "1,y\n", $"1,{new string('z', 100_000)},3\n");
                break;
            default:
                Append(text, "{\"a\": 1, \"b\": \"y\"}\n", $"{{\"a\": 1, \"b\": \"{new string('z', 100_000)}\n");
                break;
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, string good, string bad)
    {
        text.Append(good);
        for (var i = 0; i < Bad; i++) text.Append(bad);
        for (var i = 0; i < Good; i++) text.Append(good);
    }
}
