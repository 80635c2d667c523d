using Zenset.Export;
using Zenset.Model;

namespace Zenset.Formats.Tests.Contract;

/// <summary>
/// The law of every pair of formats: one becomes the other without a repository, or it is said why not; and what comes of it, and what it is said to
/// lose, are what an import and an export give.
/// </summary>
public sealed class ConvertLaw
{
    private const int Rows = 5_000;

    public static TheoryData<string> Writable() => [.. AllFormats.Catalog.Formats.Where(f => f.Capabilities.CanWrite).Select(f => f.Id)];

    [Theory]
    [MemberData(nameof(Writable))]
    public async Task BecomesEveryOther(string fromId)
    {
        using var bench = new Workbench();
        var from = AllFormats.Catalog.Get(fromId);
        (Field Field, string Sql)[] wanted =
        [
            (new Field { Name = "x", Type = FieldType.Float64 }, "range * 0.25::DOUBLE"), (new Field { Name = "y", Type = FieldType.Float64 }, "(range % 7)::DOUBLE"),
            (new Field { Name = "t", Type = FieldType.String }, "'row ' || range"),
        ];
        var fields = wanted.Where(w => Workbench.CanHold(from, [w.Field])).ToList();
        while (!Workbench.CanHold(from, [.. fields.Select(f => f.Field)])) fields.RemoveAt(fields.Count - 1);
        await bench.ImportSqlAsync("source", $"SELECT {string.Join(", ", fields.Select(f => f.Sql))} FROM range({Rows})", [.. fields.Select(f => f.Field)]);
        var path = bench[$"source{from.Extensions[0]}"];
        await bench.ExportAsync("source", from, path);
        await bench.ImportAsync(path, "imported", fromId);

        foreach (var to in AllFormats.Catalog.Formats.Where(f => f.Capabilities.CanWrite)) await ConvertAsync(bench, from, path, to);
    }

    private static async Task ConvertAsync(Workbench bench, IFormat from, string path, IFormat to)
    {
        var (converted, exported) = (bench[$"converted-{to.Id}{to.Extensions[0]}"], bench[$"exported-{to.Id}{to.Extensions[0]}"]);
        using var source = Source.Open(path);
        ConvertResult result;
        try
        {
            result = await Converter.ConvertAsync(source, bench.Engine, from, to, converted, new ConvertOptions { Lossy = true });
        }
        catch (NotSupportedSourceException e)
        {
            Assert.Equal(CoreErrors.CannotHold, e.Code);
            Assert.False(File.Exists(converted), $"{from.Id} → {to.Id}: {e.Message}");
            await Assert.ThrowsAsync<NotSupportedSourceException>(() => bench.ExportAsync("imported", to, exported));
            return;
        }
        var losses = await bench.ExportAsync("imported", to, exported);

        Assert.Equal(Rows, result.Files.Sum(f => f.Rows));
        Assert.Equal(losses.Select(l => (l.Field, l.Message, l.Rows)), result.Losses.Select(l => (l.Field, l.Message, l.Rows)));
        var (back, expected) = ((await bench.ImportAsync(converted, "back", to.Id)).Manifest, (await bench.ImportAsync(exported, "expected", to.Id)).Manifest);
        Assert.True(back.Resources[0].Rows == Rows, $"{from.Id} → {to.Id}: {back.Resources[0].Rows} rows");
        Assert.True(back.ContentHash == expected.ContentHash, $"{from.Id} → {to.Id}: a conversion gives other content than an import and an export");
    }
}
