using System.Globalization;
using BenchmarkDotNet.Attributes;
using Zenset.DuckDb;
using Zenset.Formats;

namespace Zenset.Benchmarks;

/// <summary>
/// How fast do the rows of an ARFF file become chunks? 100,000 rows, dense numbers or a mix of numbers, nominals and quoted text, one
/// segment at a time on one core. The chunks are read and dropped: no digest, no Parquet. Rows in a second are 100,000 over the mean.
/// </summary>
/// <remarks>No figures are recorded here yet; the tables of <c>bench/results</c> have those of whole commands.</remarks>
[MemoryDiagnoser]
public class ArffParsing : IDisposable
{
    private const int Rows = 100_000;
    private readonly Engine _engine = Engine.Open(new EngineOptions { Threads = 1 });
    private string _folder = "";
    private string _path = "";

    [Params("numeric", "mixed")]
    public string Table { get; set; } = "numeric";

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("zenset-bench-").FullName;
        _path = Path.Combine(_folder, $"{Table}.arff");
        var random = new Random(20240607);
        using var file = new StreamWriter(_path);
        file.WriteLine(Table == "numeric"
            ? string.Join('\n', (string[])["@relation t", .. Enumerable.Range(0, 10).Select(i => $"@attribute f{i} numeric"), "@data"])
            : "@relation t\n@attribute a numeric\n@attribute b {red,green,'light blue'}\n@attribute c string\n@attribute d integer\n@data");
        for (var row = 0; row < Rows; row++)
        {
            file.WriteLine(Table == "numeric"
                ? string.Join(',', Enumerable.Range(0, 10).Select(_ => (random.NextDouble() * 2 - 1).ToString("G6", CultureInfo.InvariantCulture)))
                : string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble():G6},{(random.Next(3) switch { 0 => "red", 1 => "?", _ => "'light blue'" })},'it\\'s row {row}',{random.Next()}"));
        }
    }

    /// <summary>Opens the file and reads every row; the number of rows.</summary>
    [Benchmark(Baseline = true)]
    public long Read() => ReadRows(null);

    /// <summary>Reads one column of it: the others are skipped, not parsed.</summary>
    [Benchmark]
    public long ReadOneColumn() => ReadRows(0);

    [GlobalCleanup]
    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    public static IEnumerable<Func<CheckCase>> Cases() => new[] { "numeric", "mixed" }.Select(table => (Func<CheckCase>)(() =>
    {
        var arff = new ArffParsing { Table = table };
        arff.Setup();
        return new CheckCase($"{nameof(ArffParsing)}({table})", arff, [(nameof(Read), () => arff.Read()), (nameof(ReadOneColumn), () => arff.ReadOneColumn())]);
    }));

    private long ReadRows(int? column)
    {
        using var source = Source.Open(_path);
        var request = new ReadRequest { Source = source, Engine = _engine, Parallelism = 1 };
        var reader = AllFormats.Catalog.Get("arff").OpenReaderAsync(request).AsTask().GetAwaiter().GetResult();
        try
        {
            using var segments = ((TableContent.Segmented)reader.Tables[0].OpenContent()).Segments;
            using var connection = _engine.Connect();
            var rows = 0L;
            while (segments.Next(CancellationToken.None) is { } segment)
            {
                using (segment)
                using (var registered = _engine.Register(segment))
                using (var query = connection.Query(column is null ? $"SELECT * FROM {registered.Sql}" : $"SELECT {SqlText.Identifier(segment.Columns[column.Value].Name)} FROM {registered.Sql}"))
                {
                    while (query.Read()) rows += query.Current.RowCount;
                }
            }
            return rows;
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
