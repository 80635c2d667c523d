using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zenset.Export;
using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Tests.Contract;

/// <summary>Vectors of thousands of positions stand in blocks in the parts, and nobody but the parts knows.</summary>
public sealed class LongVectorTests
{
    private const int Columns = 5_001;

    /// <summary>Whichever way they come and go, values are the same to the bit: numbers, texts short and long, missing ones.</summary>
    [Theory]
    [InlineData("csv")]
    [InlineData("arrow")]
    [InlineData("feather")]
    [InlineData("parquet")]
    [InlineData("hdf5")]
    public async Task WideTable_IsTheSame_AfterAnyFormat(string id)
    {
        using var bench = new Workbench();
        await File.WriteAllTextAsync(bench["w.csv"], WideCsv());
        var first = (await bench.ImportAsync(bench["w.csv"], "w")).Manifest;
        Assert.True(StoredColumn.For(first.Resources[0].Fields).Sum(c => c.Blocks.Length) >= 2 * 10);

        var format = AllFormats.Catalog.Get(id);
        Directory.CreateDirectory(bench["back"]);
        var path = bench[Path.Combine("back", "w" + format.Extensions[0])];
        await bench.ExportAsync("w", format, path);
        var again = (await bench.ImportAsync(path, "w")).Manifest;
        var (one, other) = (await Cells(bench, first), await Cells(bench, again));
        Assert.Equal(one, other);
        Assert.Equal(first.ContentHash, again.ContentHash);
    }

    /// <summary>Of every type that can be an item, with vectors that are missing as a whole and items that are.</summary>
    [Theory]
    [InlineData("float64", "CASE WHEN (x + i) % 7 = 0 THEN NULL ELSE x / 3.0 + i END")]
    [InlineData("float32", "x / 3.0 + i")]
    [InlineData("float16", "(x % 64) / 2.0")]
    [InlineData("uint8", "(x + i) % 256")]
    [InlineData("uint64", "18446744073709551615::UBIGINT - x::UBIGINT")]
    [InlineData("boolean", "x % 3 = 0")]
    [InlineData("date", "DATE '2000-01-01' + x::INTEGER")]
    [InlineData("string", "CASE WHEN x % 11 = 0 THEN NULL WHEN x % 2 = 0 THEN 'v' || x ELSE 'a longer text of number ' || x END")]
    [InlineData("int128", "x::HUGEINT * 170141183460469231731")]
    public async Task Vector_KeepsItsItems(string type, string item)
    {
        using var bench = new Workbench();
        const int Length = 4_500;
        var field = new Field { Name = "v", Type = FieldType.FixedList(FieldTypeText.Parse(type), Length) };
        var items = $"list_transform(range({Length}), lambda x: ({item})::{FieldEngine.TypeOf(field.Type.Item!)})";
        var sql = $"SELECT i, CASE WHEN i % 5 = 3 THEN NULL ELSE {items} END FROM range(41) t(i)";
        var manifest = await bench.ImportSqlAsync("v", sql, [new Field { Name = "n", Type = FieldType.Int64 }, field]);

        // What its Parquet file says goes through Arrow, which holds it all, into blocks.
        await bench.ExportAsync("v", AllFormats.Catalog.Get("arrow"), bench["v.arrow"]);
        var cut = (await bench.ImportAsync(bench["v.arrow"], "cut")).Manifest;
        Assert.Equal((Length + 511) / 512, StoredColumn.For(cut.Resources[0].Fields)[1].Blocks.Length);
        Assert.Equal(manifest.Resources[0].Fields[1].Type, cut.Resources[0].Fields[1].Type);
        Assert.Equal(manifest.Resources[0].Statistics.Select(s => s.Missing), cut.Resources[0].Statistics.Select(s => s.Missing));
        var expected = Read(bench, $"SELECT CAST(c1 AS VARCHAR) FROM (SELECT c0, CAST(c1 AS {FieldEngine.TypeOf(field)}) AS c1 FROM ({sql}) AS t(c0, c1))");
        Assert.Equal(expected, Read(bench, $"SELECT CAST(v AS VARCHAR) FROM ({bench.Repository.RelationSql(cut, cut.Resources[0])})"));

        await bench.ExportAsync("cut", AllFormats.Catalog.Get("arrow"), bench["again.arrow"]);
        Assert.Equal(await File.ReadAllBytesAsync(bench["v.arrow"]), await File.ReadAllBytesAsync(bench["again.arrow"]));
    }

    /// <summary>A file that becomes a part as it is keeps its lists, and its version says so.</summary>
    [Fact]
    public async Task AdoptedFile_KeepsItsLists()
    {
        using var bench = new Workbench();
        var manifest = await bench.ImportSqlAsync("v", "SELECT i, list_transform(range(5000), lambda x: x / 7.0 + i) FROM range(30) t(i)", Numbers);
        Assert.Equal(0, manifest.Resources[0].Fields[1].Block);
        Assert.Empty(StoredColumn.For(manifest.Resources[0].Fields)[1].Blocks);
        var again = await bench.Repository.GetAsync(VersionRef.Parse("v"));
        Assert.Equal(manifest.Resources[0].Fields.AsEnumerable(), again.Resources[0].Fields);

        Directory.CreateDirectory(bench["out"]);
        await bench.ExportAsync("v", AllFormats.Catalog.Get("npy"), bench["out/v.npy"]);
        var cut = (await bench.ImportAsync(bench["out/v.npy"], "cut")).Manifest;
        Assert.Null(cut.Resources[0].Fields[1].Block);
        Assert.Equal(Values(bench, manifest), Values(bench, cut));
    }

    /// <summary>A part explains itself: read as a file of its own, its blocks are a vector again.</summary>
    [Fact]
    public async Task Part_IsReadAsAFile()
    {
        using var bench = new Workbench();
        await bench.ImportSqlAsync("v", "SELECT i, CASE WHEN i = 4 THEN NULL ELSE list_transform(range(5000), lambda x: x / 7.0 + i) END FROM range(30) t(i)", Numbers);
        await bench.ExportAsync("v", AllFormats.Catalog.Get("arrow"), bench["v.arrow"]);
        var manifest = (await bench.ImportAsync(bench["v.arrow"], "cut")).Manifest;
        var part = Assert.Single(bench.Repository.PartPaths(manifest, manifest.Resources[0]));
        var names = ParquetFooter.Read(part, "part").Root.Children.Select(c => c.Name).ToList();
        Assert.Equal(["n", "v_0", "v_512"], names.Take(3));

        File.Copy(part, bench["v.parquet"]);
        var again = (await bench.ImportAsync(bench["v.parquet"], "v")).Manifest;
        Assert.Equal(manifest.Resources[0].Fields.AsEnumerable(), again.Resources[0].Fields);
        Assert.Equal(Values(bench, manifest), Values(bench, again));
    }

    /// <summary>What the source calls a column is enough to read it, and no other block is touched.</summary>
    [Fact]
    public async Task Columns_AreReadByName()
    {
        using var bench = new Workbench();
        await File.WriteAllTextAsync(bench["w.csv"], WideCsv());
        var manifest = (await bench.ImportAsync(bench["w.csv"], "w")).Manifest;
        var csv = AllFormats.Catalog.Get("csv");
        await bench.ExportAsync("w", csv, bench["all.csv"]);
        var all = File.ReadAllLines(bench["all.csv"]).Select(l => l.Split(',')).ToList();
        string[] names = ["n 4000", "label", "t3", "n 5", "n 2"];
        var expected = all.Select(row => string.Join(',', names.Select(name => row[Array.IndexOf(all[0], name)]))).ToList();

        await Exporter.ExportAsync(bench.Repository, bench.Engine, manifest, csv, bench["some.csv"], new ExportOptions { Columns = [.. names], Lossy = true });
        Assert.Equal(expected, File.ReadAllLines(bench["some.csv"]));

        var where = new ExportOptions { Columns = [.. names], Where = "\"n 4000\" > 0 AND t3 <> 'x'", Lossy = true };
        await Exporter.ExportAsync(bench.Repository, bench.Engine, manifest, csv, bench["where.csv"], where);
        var kept = all.Where((row, i) => i == 0 || double.TryParse(row[Array.IndexOf(all[0], "n 4000")], CultureInfo.InvariantCulture, out var n) && n > 0 && row[Array.IndexOf(all[0], "t3")].Length > 0)
            .Select(row => string.Join(',', names.Select(name => row[Array.IndexOf(all[0], name)])));
        Assert.Equal(kept, File.ReadAllLines(bench["where.csv"]));

        var missing = await Assert.ThrowsAsync<NotFoundException>(async () => await Exporter.ExportAsync(bench.Repository, bench.Engine, manifest, csv, bench["no.csv"], new ExportOptions { Columns = ["n 40000"] }));
        Assert.Contains("n 4000", missing.Fix, StringComparison.Ordinal);
    }

    /// <summary>Names that differ in case only are different columns, though the engine takes them for one.</summary>
    [Fact]
    public async Task Columns_ThatDifferInCase_AreToldApart()
    {
        using var bench = new Workbench();
        var names = Enumerable.Range(0, 1_200).Select(i => i switch { 7 => "G", 8 => "g", _ => $"c{i}" });
        await File.WriteAllTextAsync(bench["w.csv"], $"{string.Join(',', names)}\n{string.Join(',', Enumerable.Range(0, 1_200))}\n{string.Join(',', Enumerable.Range(5_000, 1_200))}\n");
        var manifest = (await bench.ImportAsync(bench["w.csv"], "w")).Manifest;
        foreach (var (where, expected) in new[] { ("g = 5008", "5007,5008"), ("\"G\" = 7", "7,8"), ("c0 = 0", "7,8") })
        {
            await Exporter.ExportAsync(bench.Repository, bench.Engine, manifest, AllFormats.Catalog.Get("csv"), bench["g.csv"], new ExportOptions { Columns = ["G", "g"], Where = where });
            Assert.Equal(["G,g", expected], File.ReadAllLines(bench["g.csv"]));
        }
        await Assert.ThrowsAsync<EngineException>(async () =>
            await Exporter.ExportAsync(bench.Repository, bench.Engine, manifest, AllFormats.Catalog.Get("csv"), bench["no.csv"], new ExportOptions { Where = "g > 0 AND \"G\" > 0" }));
    }

    /// <summary>Sparse values too: what a row does not name is zero.</summary>
    [Fact]
    public async Task SparseColumns_AreReadByName()
    {
        using var bench = new Workbench();
        await File.WriteAllTextAsync(bench["s.arff"], "@relation s\n@attribute a numeric\n@attribute 'b c' numeric\n@attribute d numeric\n@attribute class {no,yes}\n@data\n{0 1.5,3 yes}\n{1 -2}\n{}\n{1 4,2 ?}\n");
        var manifest = (await bench.ImportAsync(bench["s.arff"], "s", options: new OptionValues(new Dictionary<string, string> { ["sparse"] = "yes" }))).Manifest;
        Assert.Contains(manifest.Resources[0].Fields, f => f.Type.Kind == FieldKind.Sparse);
        await Exporter.ExportAsync(bench.Repository, bench.Engine, manifest, AllFormats.Catalog.Get("csv"), bench["s.csv"], new ExportOptions { Columns = ["b c", "class", "a", "d"], Lossy = true });
        Assert.Equal(["b c,class,a,d", "0.0,yes,1.5,0.0", "-2.0,no,0.0,0.0", "0.0,no,0.0,0.0", "4.0,no,0.0,"], File.ReadAllLines(bench["s.csv"]));
    }

    /// <summary>A file that promises vectors of one length and has others is refused, with the row.</summary>
    [Fact]
    public async Task VectorOfAnotherLength_IsLocated()
    {
        using var bench = new Workbench();
        var fields = ImmutableArray.Create(new Field { Name = "n", Type = FieldType.Int64 }, new Field { Name = "v", Type = FieldType.FixedList(FieldType.UInt16, 5000) });
        var failure = await Assert.ThrowsAsync<SourceDataException>(async () =>
            await bench.ImportSqlAsync("v", "SELECT i, list_transform(range(CASE WHEN i = 17 THEN 4999 ELSE 5000 END), lambda x: x % 7) FROM range(30) t(i)", fields));
        Assert.Equal(("field/vector-length", 17L, "v"), (failure.Code.Id, failure.Location!.Row, failure.Location.Field));
    }

    private static ImmutableArray<Field> Numbers => [new Field { Name = "n", Type = FieldType.Int64 }, new Field { Name = "v", Type = FieldType.FixedList(FieldType.Float64, 5000) }];

    private static List<string?> Values(Workbench bench, Manifest manifest) => Read(bench, $"SELECT CAST(n AS VARCHAR) || ' ' || CAST(v AS VARCHAR) FROM ({bench.Repository.RelationSql(manifest, manifest.Resources[0])})");

    private static async Task<string> Cells(Workbench bench, Manifest manifest)
    {
        var path = bench[$"{manifest.Version}.cells.csv"];
        await bench.ExportAsync($"{manifest.Dataset}@{manifest.Version}", AllFormats.Catalog.Get("csv"), path);
        return await File.ReadAllTextAsync(path);
    }

    private static List<string?> Read(Workbench bench, string sql)
    {
        using var connection = bench.Engine.Connect();
        using var query = connection.Query(sql);
        var values = new List<string?>();
        while (query.Read())
        {
            for (var i = 0; i < query.Current.RowCount; i++) values.Add(query.Current[0].IsMissing(i) ? null : Encoding.UTF8.GetString(query.Current[0].Text(i)));
        }
        return values;
    }

    // Numbers and texts by turns, so that both vectors are long; some missing.
    private static string WideCsv()
    {
        var random = new Random(11);
        var text = new StringBuilder();
        for (var i = 0; i < Columns; i++) text.Append(CultureInfo.InvariantCulture, $"n {i},t{i},");
        text.Append("label\n");
        for (var row = 0; row < 9; row++)
        {
            for (var i = 0; i < Columns; i++)
            {
                if ((i + row) % 13 != 0 || row == 0) text.Append(CultureInfo.InvariantCulture, $"{random.NextDouble() - 0.5:R}");
                text.Append(',');
                if ((i + row) % 17 != 3 || row == 0) text.Append(CultureInfo.InvariantCulture, $"{(i % 2 == 0 ? "w" : "a word that is longer ")}{random.Next(1000)}");
                text.Append(',');
            }
            text.Append(row % 2 == 0 ? "yes" : "no").Append('\n');
        }
        return text.ToString();
    }
}
