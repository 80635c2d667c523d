using Zenset.Model;
using Zenset.Tests.Storage;

namespace Zenset.Tests.History;

public sealed class RemovalTests : RepositoryTest
{
    [Fact]
    public async Task Removes_EverythingOfADatasetAndNothingElse()
    {
        await CommitThreeAsync("a");
        await CommitThreeAsync("b");
        await Repository.TagAsync(VersionRef.Parse("a@1"), "gold");
        var others = (await KeysAsync()).Where(k => !k.StartsWith("a/", StringComparison.Ordinal)).ToArray();
        Time.Advance(TimeSpan.FromSeconds(1));

        var result = await Repository.RemoveAsync(Samples.Name("a"));

        Assert.Equal(others, await KeysAsync());
        Assert.False(Directory.Exists(Path.Combine(Store.Location, "a")));
        Assert.Equal((3, 7L), (result.Versions, result.Objects));
    }

    [Fact]
    public async Task BrokenOff_LeavesOnlyWholeVersions()
    {
        for (var failAt = 1; ; failAt++)
        {
            await CommitThreeAsync("a");
            Time.Advance(TimeSpan.FromSeconds(1));
            var faulty = new FaultyStore(Store, failAt);
            try
            {
                await Repository.Open(faulty, Time).RemoveAsync(Samples.Name("a"));
            }
            catch (StorageException)
            {
                // As asked.
            }

            Assert.True((await Repository.VerifyAsync()).Ok);
            if (faulty.Changes < failAt) break;
            // What is left can be built upon, and the Delta log follows.
            await Samples.CommitBytesAsync(Repository, "a", "next");
            Assert.True((await Repository.VerifyAsync()).Ok);
            Assert.Equal((await LogAsync("a")).Count, (await KeysAsync("a/table/_delta_log/")).Length);
            Time.Advance(TimeSpan.FromSeconds(1));
            await Repository.RemoveAsync(Samples.Name("a"));
        }
    }

    [Fact]
    public async Task Gc_CollectsOrphansAfterTheGrace()
    {
        await CommitThreeAsync("a");
        await using (var session = await Repository.BeginCommitAsync(Samples.Name("a"))) await Samples.SealAsync(session, new byte[1000]);
        var before = await KeysAsync();

        Assert.Equal(0, (await Repository.GcAsync()).Objects);
        Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal((1L, 1000L), await RunAsync(dryRun: true));
        Assert.Equal(before, await KeysAsync());
        Assert.Equal((1L, 1000L), await RunAsync(dryRun: false));
        Assert.Equal((0L, 0L), await RunAsync(dryRun: false));

        Assert.Equal(before.Length - 1, (await KeysAsync()).Length);
        Assert.True((await Repository.VerifyAsync()).Ok);

        async Task<(long, long)> RunAsync(bool dryRun)
        {
            var result = await Repository.GcAsync(dryRun);
            return (result.Objects, result.Bytes);
        }
    }

    [Fact]
    public async Task Gc_CollectsWhatARemovalLeft()
    {
        await CommitThreeAsync("a");
        await CommitThreeAsync("o/b");
        await Repository.TagAsync(VersionRef.Parse("o/b@1"), "gold");
        for (var version = 1; version <= 3; version++) File.Delete(PathOf($"o/b/v{version}.datapackage.json"));
        var kept = (await KeysAsync()).Where(k => !k.StartsWith("o/", StringComparison.Ordinal)).ToArray();
        Time.Advance(TimeSpan.FromHours(25));

        await Repository.GcAsync();

        Assert.Equal(kept, await KeysAsync());
    }

    [Fact]
    public async Task Gc_LeavesTheStagingFoldersOfTheLiving()
    {
        await using var session = await Repository.BeginCommitAsync(Samples.Name("a"));
        var part = session.StagePart();
        await File.WriteAllTextAsync(part, "being written");
        var abandoned = Directory.CreateDirectory(Path.Combine(Store.StagingFolder, "20200101T000000-1-dead")).FullName;
        await File.WriteAllTextAsync(Path.Combine(abandoned, "000001.parquet"), "12345");
        // Staging files have the system's own time.
        Time.Advance(DateTimeOffset.UtcNow - Time.GetUtcNow() + TimeSpan.FromDays(2));

        var result = await Repository.GcAsync();

        Assert.Equal((1, 5L), (result.StagingEntries, result.Bytes));
        Assert.False(Directory.Exists(abandoned));
        Assert.True(File.Exists(part));
    }

    [Fact]
    public async Task Gc_TouchesNothingWhileAManifestIsDamaged()
    {
        await CommitThreeAsync("a");
        await File.WriteAllTextAsync(PathOf("a/v2.datapackage.json"), "nonsense");
        Time.Advance(TimeSpan.FromHours(25));
        var before = await KeysAsync();

        await Assert.ThrowsAsync<IntegrityException>(async () => await Repository.GcAsync());

        Assert.Equal(before, await KeysAsync());
    }

    private async Task CommitThreeAsync(string dataset)
    {
        for (var i = 1; i <= 3; i++) await Samples.CommitBytesAsync(Repository, dataset, $"m{i}");
    }
}
