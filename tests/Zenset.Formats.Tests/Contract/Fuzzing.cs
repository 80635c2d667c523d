using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Tests.Contract;

/// <summary>Changed files, read directly: every table to its end, through the engine. Whatever comes, it is rows or a Zenset error.</summary>
internal static class Fuzzing
{
    /// <summary>Cases of the short form; ZENSET_CASES multiplies them.</summary>
    public static int Cases { get; } = 700 * Property.Number("ZENSET_CASES", 1);

    /// <summary>Changes the samples in turn and reads them; a case is known by its number.</summary>
    public static async Task RunAsync(IFormat format, IReadOnlyList<byte[]> samples, Func<byte[], Random, byte[]> mutate)
    {
        using var bench = new Workbench();
        using var engine = Engine.Open(new EngineOptions { Threads = 1 });
        var path = bench["hostile" + format.Extensions[0]];
        var read = 0;
        for (var i = 0; i < Cases; i++)
        {
            await File.WriteAllBytesAsync(path, mutate(samples[i % samples.Count], new Random(i)));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try
            {
                await ReadAllAsync(format, engine, path, limit.Token);
                read++;
            }
            catch (ZensetException e)
            {
                Assert.False(e is EngineException, $"case {i}: {e.Message}");
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"case {i}: {e}");
            }
        }
        // A test of damage that never lets anything through reads no rows.
        Assert.True(read > Cases / 100, $"{read} of {Cases} were read");
    }

    private static async Task ReadAllAsync(IFormat format, Engine engine, string path, CancellationToken cancellationToken)
    {
        using var source = Source.Open(path);
        await using var reader = await format.OpenReaderAsync(new ReadRequest { Source = source, Engine = engine, Parallelism = 1 }, cancellationToken);
        using var connection = engine.Connect();
        // A row that does not fit teaches a wider type, and the table is read again.
        for (var pass = 0; pass < 10; pass++)
        {
            try
            {
                foreach (var table in reader.Tables) ReadTable(engine, connection, table, cancellationToken);
                return;
            }
            catch (DuckDbException e) when (e.InnerException is FieldsWidenedException)
            {
            }
        }
    }

    private static void ReadTable(Engine engine, Connection connection, ITable table, CancellationToken cancellationToken)
    {
        using var segments = ((TableContent.Segmented)table.OpenContent()).Segments;
        while (segments.Next(cancellationToken) is { } segment)
        {
            using (segment)
            using (var registered = engine.Register(segment))
            {
                try
                {
                    // Hashes look at every value.
                    connection.Execute($"SELECT {string.Join(", ", segment.Columns.Select(c => $"max(hash({Sql.Name(c.Name)}))"))} FROM {registered.Sql}", cancellationToken);
                }
                catch (DuckDbException e) when (e.InnerException is not FieldsWidenedException)
                {
                    throw EngineFailures.Translate(e);
                }
            }
        }
    }
}
