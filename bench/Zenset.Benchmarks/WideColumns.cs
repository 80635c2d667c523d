using System.Globalization;
using BenchmarkDotNet.Attributes;
using Zenset.DuckDb;
using Zenset.Export;
using Zenset.Formats;
using Zenset.Import;
using Zenset.Model;

namespace Zenset.Benchmarks;

/// <summary>Ten columns of a table of 100,000, by name: the dataset is opened, its names are looked up, all rows of the ten are read. The engine is there before.</summary>
public class WideColumns : IDisposable
{
    private const int Columns = 100_000;
    private static readonly int[] Wanted = [1, 101, 5_001, 9_000, 10_000, 50_000, 77_777, 88_888, 98_998, 99_999];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zenset-bench-");
    private Engine? _engine;

    [Params(10, 200)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _engine = Engine.Open(new EngineOptions { Threads = Environment.ProcessorCount });
        var csv = Path.Combine(_folder.FullName, "wide.csv");
        Write(csv);
        using var source = Source.Open(csv);
        // This toolchain does not wait for a task here.
        new Importer(AllFormats.Catalog).ImportAsync(OpenRepository(), _engine, source, new ImportOptions { Name = DatasetName.Parse("wide") }).GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _engine?.Dispose();
        if (_folder.Exists) _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public async Task<double> OpenAndReadTen()
    {
        var repository = OpenRepository();
        var manifest = await repository.GetAsync(VersionRef.Parse("wide")).ConfigureAwait(false);
        using var connection = _engine!.Connect();
        var options = new ExportOptions { Columns = [.. Wanted.Select(Name)] };
        return Sum(connection, Exporter.TableOf(repository, connection, manifest, Exporter.ChooseWithColumns(manifest, null)[0], options).Sql);
    }

    private static double Sum(Connection connection, string sql)
    {
        using var query = connection.Query(sql);
        var sum = 0.0;
        while (query.Read())
        {
            for (var c = 0; c < query.Current.ColumnCount; c++)
            {
                foreach (var value in query.Current[c].Values<double>()[..query.Current.RowCount]) sum += value;
            }
        }
        return sum;
    }

    private Repository OpenRepository() => Repository.OpenFolder(Path.Combine(_folder.FullName, "repository"));

    private static string Name(int column) => string.Create(CultureInfo.InvariantCulture, $"g{column}");

    private void Write(string path)
    {
        var random = new Random(1);
        using var text = new StreamWriter(path);
        text.WriteLine(string.Join(',', Enumerable.Range(0, Columns).Select(Name)));
        for (var row = 0; row < Rows; row++)
            text.WriteLine(string.Join(',', Enumerable.Range(0, Columns).Select(_ => random.NextDouble().ToString("R", CultureInfo.InvariantCulture))));
    }
}
