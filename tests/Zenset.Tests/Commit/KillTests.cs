namespace Zenset.Tests.Commit;

/// <summary>
/// SIGKILL at 100 random moments, or as many as <c>ZENSET_KILLS</c> says. That a crash of the machine is survived too is
/// not shown here: for that the order of flushes counts (see FileSystemStore).
/// </summary>
public sealed class KillTests : RepositoryTest
{
    [Fact]
    public async Task KilledWhileCommitting_EveryVersionIsWholeAndTheNextCommitWorks()
    {
        var seen = 0;
        var repository = Repository.OpenFolder(Store.Location);
        var harness = new KillHarness(
            round => TestHost.StartInfo("commit-forever", Store.Location, "victim", $"round{round}"),
            async round =>
            {
                // Nothing half is visible: what is listed verifies, and the chain has no gap.
                var report = await repository.VerifyAsync();
                Assert.True(report.Ok, string.Join('\n', report.Damaged.Select(d => d.ToString())));
                var log = (await KeysAsync("victim/v")).Length == 0 ? [] : await LogAsync("victim");
                Assert.True(log.Count >= seen, "A version is gone.");
                Assert.Equal(Enumerable.Range(1, log.Count).Reverse(), log.Select(e => e.Manifest.Version));

                await Samples.CommitBytesAsync(repository, "victim", $"after-{round}");
                seen = log.Count + 1;
                // The Delta log was completed by that commit, whatever the dead process left out.
                Assert.Equal(seen, (await KeysAsync("victim/table/_delta_log/")).Length);
            })
        { WaitForOutput = true, Longest = TimeSpan.FromMilliseconds(250) };

        var killed = await harness.RunAsync(seed: 4711);

        Assert.Equal(harness.Rounds, killed);
        await AssertGcTakesAllLeftoversAsync(repository);
    }

    private async Task AssertGcTakesAllLeftoversAsync(Repository repository)
    {
        await repository.GcAsync(grace: TimeSpan.Zero);

        var needed = (await LogAsync("victim")).SelectMany(e => e.Manifest.Resources).SelectMany(r => r.Parts.Select(p => $"victim/{r.Folder}/{p.FileName}"));
        Assert.Equal(needed.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), await KeysAsync("victim/table/part-"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Store.StagingFolder));
        Assert.True((await repository.VerifyAsync()).Ok);
    }
}
