using Zenset.Formats;
using Zenset.Model;

namespace Zenset.Formats.Tests.Contract;

/// <summary>The law of every format that is read: whatever the bytes, an import ends, with a version or with a Zenset error.</summary>
/// <remarks>Short and seeded; ZENSET_CASES multiplies the number of mutations.</remarks>
public sealed class HostileInputLaw
{
    private static readonly int Mutations = 60 * Property.Number("ZENSET_CASES", 1);

    public static TheoryData<string> Readable() => [.. AllFormats.Catalog.Formats.Where(f => f.Capabilities.CanWrite).Select(f => f.Id)];

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task Truncations_GiveZensetErrorsOnly(string formatId)
    {
        using var bench = new Workbench();
        var bytes = await SampleAsync(bench, formatId);

        for (var i = 0; i < 40; i++) await TryAsync(bench, formatId, bytes[..(bytes.Length * i / 40)], $"cut after {bytes.Length * i / 40} bytes");
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task Mutations_GiveZensetErrorsOnly(string formatId)
    {
        using var bench = new Workbench();
        var bytes = await SampleAsync(bench, formatId);

        for (var i = 0; i < Mutations; i++)
        {
            var random = new Random(i);
            var mutated = (byte[])bytes.Clone();
            for (var n = random.Next(1, 8); n > 0; n--)
            {
                var at = random.Next(mutated.Length);
                mutated[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)(mutated[at] ^ 1 << random.Next(8)), _ => mutated[random.Next(mutated.Length)] };
            }
            await TryAsync(bench, formatId, mutated, $"mutation {i}");
        }
    }

    private static async Task<byte[]> SampleAsync(Workbench bench, string formatId)
    {
        var format = AllFormats.Catalog.Get(formatId);
        string[] wanted = format.Capabilities.Nested ? ["text", "f64", "i64", "flag", "day", "list", "struct"] : ["text", "f64", "i64", "flag", "day"];
        string[] columns = [.. wanted.Where(c => Workbench.CanHold(format, [RichTable.FieldOf(c)]))];
        await bench.ImportSqlAsync("sample", RichTable.Sql(columns, true), [.. columns.Select(RichTable.FieldOf)]);
        var path = bench[$"sample{format.Extensions[0]}"];
        await bench.ExportAsync("sample", format, path);
        return await File.ReadAllBytesAsync(path);
    }

    private static async Task TryAsync(Workbench bench, string formatId, byte[] bytes, string what)
    {
        var path = bench["hostile" + AllFormats.Catalog.Get(formatId).Extensions[0]];
        await File.WriteAllBytesAsync(path, bytes);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await bench.ImportAsync(path, "hostile", formatId, cancellationToken: limit.Token);
        }
        catch (ZensetException e)
        {
            Assert.False(e is EngineException, $"{what}: a failure of the engine is no error of the source: {e.Message}");
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
        }
    }
}
