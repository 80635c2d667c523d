using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Zenset.DuckDb;
using Zenset.Integrity;
using Zenset.Model;

namespace Zenset.Benchmarks;

/// <summary>
/// What does the content digest cost? One million values of one type in a table of the engine, read as chunks with and without being
/// digested, on one core: the difference is the digest.
/// </summary>
/// <remarks>No figures are recorded here yet.</remarks>
[MemoryDiagnoser]
public class ContentHashing : IDisposable
{
    private const int Count = 1_000_000;
    private readonly Engine _engine = Engine.Open(new EngineOptions { Threads = 1 });
    private ImmutableArray<Field> _fields = [];

    [Params("float64", "int32", "string")]
    public string Type { get; set; } = "float64";

    [GlobalSetup]
    public void Setup()
    {
        _fields = [new Field { Name = "v", Type = FieldTypeText.Parse(Type) }];
        var value = Type switch
        {
            "float64" => "(hash(i) / 1e9)::DOUBLE",
            "int32" => "(hash(i) % 1000000)::INTEGER",
            _ => "'text of row ' || hash(i)",
        };
        using var connection = _engine.Connect();
        connection.Execute($"CREATE TABLE t AS SELECT CASE WHEN i % 10 = 0 THEN NULL ELSE {value} END AS v FROM range({Count}) r(i)");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public long ReadOnly() => Read(null);

    [Benchmark(OperationsPerInvoke = Count)]
    public long ReadAndDigest() => Read(new ContentHasher(_fields));

    [GlobalCleanup]
    public void Dispose()
    {
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    public static IEnumerable<Func<CheckCase>> Cases() => new[] { "float64", "int32", "string" }.Select(type => (Func<CheckCase>)(() =>
    {
        var hashing = new ContentHashing { Type = type };
        hashing.Setup();
        return new CheckCase($"{nameof(ContentHashing)}({type})", hashing, [(nameof(ReadOnly), () => hashing.ReadOnly()), (nameof(ReadAndDigest), () => hashing.ReadAndDigest())]);
    }));

    private long Read(ContentHasher? hasher)
    {
        using var connection = _engine.Connect();
        using var query = connection.Query("SELECT v FROM t");
        var rows = 0L;
        while (query.Read())
        {
            rows += query.Current.RowCount;
            hasher?.Append(query.Current);
        }
        return hasher is null ? rows : hasher.Digests[0].Rows;
    }
}
