using Zenset.DuckDb;
using Zenset.Integrity;
using Zenset.Model;

namespace Zenset.Tests.Integrity;

public sealed class VerifyTests : RepositoryTest
{
    [Fact]
    public async Task Whole_IsOk()
    {
        await Samples.CommitBytesAsync(Repository, "a", "one", parts: 3, bytes: 2_500_000);
        await Samples.CommitBytesAsync(Repository, "o/b", "one");
        await Repository.TagAsync(VersionRef.Parse("a"), "gold");
        var told = new List<VerifyProgress>();

        var report = await Repository.VerifyAsync(progress: new Immediate(told.Add));

        Assert.True(report.Ok);
        Assert.Equal(4 + 2 + 1, report.Objects);
        Assert.True(report.Bytes > 7_500_100);
        Assert.Equal(new VerifyProgress(4, 4, 7_500_100, 7_500_100), told[^1]);
    }

    [Fact]
    public async Task Finds_AndPlacesAnyFlippedBit()
    {
        const long bytes = 3 * Part.ChunkBytes + 500_000;
        var manifest = await Samples.CommitBytesAsync(Repository, "a", "one", parts: 2, bytes: (int)bytes);
        var part = manifest.Resources[0].Parts[1];
        var path = PathOf($"a/table/{part.FileName}");
        var content = await File.ReadAllBytesAsync(path);
        // The edges of chunks and of the file, then anywhere.
        long[] edges = [0, 8L * Part.ChunkBytes - 1, 8L * Part.ChunkBytes, 8L * 3 * Part.ChunkBytes, 8 * bytes - 1];

        await Property.ForAllAsync(40, (random, i) => i < edges.Length ? edges[i] : random.NextInt64(8 * bytes), async bit =>
        {
            var flipped = (byte[])content.Clone();
            flipped[bit / 8] ^= (byte)(1 << (int)(bit % 8));
            await File.WriteAllBytesAsync(path, flipped);

            var report = await Repository.VerifyAsync();

            var damage = Assert.Single(report.Damaged);
            Assert.Equal($"a/table/{part.FileName}", damage.Object);
            Assert.Equal(bit / 8 / Part.ChunkBytes * Part.ChunkBytes, damage.Offset);
            Assert.Equal(Math.Min(Part.ChunkBytes, bytes - damage.Offset), damage.Length);
            Assert.Equal(("table", 1, new RowRange(10, 10)), (damage.Resource, damage.Version, damage.Rows));
            Assert.Equal("the bytes are not those that were committed", damage.Problem);
        });
    }

    [Fact]
    public async Task Merges_NeighbouringChunks_AndKeepsOthersApart()
    {
        var manifest = await Samples.CommitBytesAsync(Repository, "a", "one", bytes: 6 * Part.ChunkBytes);
        var path = PathOf($"a/table/{manifest.Resources[0].Parts[0].FileName}");
        var content = await File.ReadAllBytesAsync(path);
        foreach (var chunk in new[] { 1, 2, 5 }) content[chunk * Part.ChunkBytes + 17] ^= 1;
        await File.WriteAllBytesAsync(path, content);

        var report = await Repository.VerifyAsync();

        Assert.Equal([(1L, 2L), (5L, 1L)], report.Damaged.Select(d => (d.Offset / Part.ChunkBytes, d.Length / Part.ChunkBytes)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(500_000, 0)]
    [InlineData(Part.ChunkBytes, Part.ChunkBytes)]
    [InlineData(2 * Part.ChunkBytes + 1, 2 * Part.ChunkBytes)]
    public async Task Finds_Truncation(int left, int offset)
    {
        const int bytes = 2 * Part.ChunkBytes + 500_000;
        var manifest = await Samples.CommitBytesAsync(Repository, "a", "one", bytes: bytes);
        var path = PathOf($"a/table/{manifest.Resources[0].Parts[0].FileName}");
        using (var file = File.OpenWrite(path)) file.SetLength(left);

        var damage = Assert.Single((await Repository.VerifyAsync()).Damaged);

        Assert.Equal((offset, bytes - offset), (damage.Offset, damage.Length));
        Assert.Contains($"the part ends after ", damage.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_BytesTooMany()
    {
        var manifest = await Samples.CommitBytesAsync(Repository, "a", "one", bytes: 1000);
        var path = PathOf($"a/table/{manifest.Resources[0].Parts[0].FileName}");
        await File.AppendAllTextAsync(path, "more");

        var damage = Assert.Single((await Repository.VerifyAsync()).Damaged);

        Assert.Equal((1000L, 4L, "the part has 4 bytes too many"), (damage.Offset, damage.Length, damage.Problem));
    }

    [Fact]
    public async Task Finds_AMissingPart()
    {
        var manifest = await Samples.CommitBytesAsync(Repository, "a", "one", parts: 3, bytes: 1000);
        var part = manifest.Resources[0].Parts[2];
        File.Delete(PathOf($"a/table/{part.FileName}"));

        var damage = Assert.Single((await Repository.VerifyAsync()).Damaged);

        Assert.Equal((0L, 1000L, "the part is missing", new RowRange(20, 10)), (damage.Offset, damage.Length, damage.Problem, damage.Rows));
    }

    [Fact]
    public async Task Finds_ADamagedManifest()
    {
        await Samples.CommitBytesAsync(Repository, "a", "one");
        await Samples.CommitBytesAsync(Repository, "a", "two");
        var path = PathOf("a/v1.datapackage.json");
        var content = await File.ReadAllBytesAsync(path);
        content[^100] ^= 1;
        await File.WriteAllBytesAsync(path, content);

        var damage = Assert.Single((await Repository.VerifyAsync()).Damaged);

        Assert.Equal(("a/v1.datapackage.json", 0L, (long)content.Length, 1), (damage.Object, damage.Offset, damage.Length, damage.Version));
        Assert.Equal("the manifest a/v1.datapackage.json is damaged: its bytes do not fit its checksum", damage.Problem);
    }

    [Fact]
    public async Task Finds_AForgedManifest()
    {
        // One that fits its own checksum, but is not the one on which the next was made.
        await Samples.CommitBytesAsync(Repository, "a", "one");
        await Samples.CommitBytesAsync(Repository, "a", "two");
        var first = await Repository.GetAsync(VersionRef.Parse("a@1"));
        await File.WriteAllBytesAsync(PathOf("a/v1.datapackage.json"), ManifestJson.Write(first with { Message = "forged" }));

        var damage = Assert.Single((await Repository.VerifyAsync()).Damaged);
        var ofOne = Assert.Single((await Repository.VerifyAsync(VersionRef.Parse("a@2"))).Damaged);

        Assert.Equal(("a/v1.datapackage.json", "the manifest of a@1 is not the one on which a@2 was made"), (damage.Object, damage.Problem));
        Assert.Equal(damage, ofOne with { Columns = damage.Columns });
    }

    [Fact]
    public async Task Finds_AMissingManifest()
    {
        for (var i = 1; i <= 3; i++) await Samples.CommitBytesAsync(Repository, "a", $"m{i}");
        File.Delete(PathOf("a/v2.datapackage.json"));

        var damage = Assert.Single((await Repository.VerifyAsync()).Damaged);

        Assert.Equal(("a/v2.datapackage.json", "the manifest of a@2, on which a@3 was made, is missing"), (damage.Object, damage.Problem));
    }

    [Fact]
    public async Task Finds_ADamagedTag()
    {
        await Samples.CommitBytesAsync(Repository, "a", "one");
        await Repository.TagAsync(VersionRef.Parse("a"), "gold");
        await File.WriteAllTextAsync(PathOf("a/tags/gold.json"), "nonsense");

        Assert.Equal("a/tags/gold.json", Assert.Single((await Repository.VerifyAsync()).Damaged).Object);
    }

    [Fact]
    public async Task Looks_OnlyAtWhatIsAsked()
    {
        var first = await Samples.CommitBytesAsync(Repository, "a", "one");
        await Samples.CommitBytesAsync(Repository, "a", "two");
        await Samples.CommitBytesAsync(Repository, "b", "one");
        File.Delete(PathOf($"a/table/{first.Resources[0].Parts[0].FileName}"));

        Assert.True((await Repository.VerifyAsync(VersionRef.Parse("b"))).Ok);
        Assert.True((await Repository.VerifyAsync(VersionRef.Parse("a@2"))).Ok);
        Assert.False((await Repository.VerifyAsync(VersionRef.Parse("a@1"))).Ok);
        Assert.False((await Repository.VerifyAsync(VersionRef.Parse("a"))).Ok);
        await Assert.ThrowsAsync<NotFoundException>(async () => await Repository.VerifyAsync(VersionRef.Parse("a@3")));
        await Assert.ThrowsAsync<NotFoundException>(async () => await Repository.VerifyAsync(VersionRef.Parse("c")));
    }

    [Fact]
    public async Task Names_TheRowsAndColumnsOfARealPart()
    {
        // Two columns of random doubles, row groups of 122,880 rows: about 1 MB for each column of each.
        var manifest = await CommitParquetAsync("SELECT random() AS a, random() AS b FROM range(500000)", rows: 500_000);
        var key = $"a/table/{manifest.Resources[0].Parts[1].FileName}";
        var content = await File.ReadAllBytesAsync(PathOf(key));
        content[4 * Part.ChunkBytes + 5] ^= 1;
        await File.WriteAllBytesAsync(PathOf(key), content);

        var damage = Assert.Single((await Repository.VerifyAsync()).Damaged);

        // The same from the engine's own words, once the bit is back.
        content[4 * Part.ChunkBytes + 5] ^= 1;
        await File.WriteAllBytesAsync(PathOf(key), content);
        var layout = PartLayout.TryRead(PathOf(key))!;
        var expected = layout.Find(4 * Part.ChunkBytes, 5 * Part.ChunkBytes)!.Value;
        Assert.Equal(expected.Rows with { First = expected.Rows.First + 500_000 }, damage.Rows);
        Assert.Equal(expected.Columns, damage.Columns);
        Assert.True(damage.Rows!.Value.Count is > 0 and <= 2 * 122_880);
        Assert.Null(layout.Find(content.Length - 10, content.Length));
        Assert.Null(layout.Find(0, 2));
    }

    [Fact]
    public async Task Names_AllRowsWhenTheFooterIsDamaged()
    {
        var manifest = await CommitParquetAsync("SELECT range AS a FROM range(1000)", rows: 1000);
        var key = $"a/table/{manifest.Resources[0].Parts[0].FileName}";
        var content = await File.ReadAllBytesAsync(PathOf(key));
        content[^5] ^= 1;
        await File.WriteAllBytesAsync(PathOf(key), content);

        var damage = (await Repository.VerifyAsync()).Damaged.Single(d => d.Object == key);

        Assert.Equal(new RowRange(0, 1000), damage.Rows);
    }

    [Fact]
    public async Task Cancels()
    {
        await Samples.CommitBytesAsync(Repository, "a", "one", bytes: 3_000_000);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Repository.VerifyAsync(cancellationToken: new CancellationToken(true)));
    }

    // Two parts, of which the second is made from the query.
    private async Task<Manifest> CommitParquetAsync(string query, long rows)
    {
        using var engine = Engine.Open(new EngineOptions { Threads = 1 });
        using var connection = engine.Connect();
        await using var session = await Repository.BeginCommitAsync(Samples.Name("a"));
        var parts = new List<Part>();
        for (var i = 0; i < 2; i++)
        {
            var path = session.StagePart();
            connection.Execute($"COPY ({query}) TO {Sql.Text(path)} (FORMAT parquet, ROW_GROUP_SIZE 122880)");
            parts.Add(await session.SealPartAsync(path, "table", rows));
        }
        return await session.CommitAsync(Samples.Draft("a", "real parts", [.. parts]));
    }

    private sealed class Immediate(Action<VerifyProgress> tell) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value) => tell(value);
    }
}
