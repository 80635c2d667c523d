using System.Diagnostics;
using System.Globalization;

namespace Zenset.Tests.Commit;

public sealed class ConcurrencyTests : RepositoryTest
{
    [Fact]
    public async Task EveryCommitOfEightProcesses_LandsExactlyOnceOrConflicts()
    {
        const int processes = 8;
        const int each = 10;
        var started = Enumerable.Range(0, processes).Select(i =>
        {
            var start = TestHost.StartInfo("commit", Store.Location, "shared", $"p{i}", each.ToString(CultureInfo.InvariantCulture));
            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
            return Process.Start(start)!;
        }).ToList();

        var conflicts = 0;
        foreach (var process in started)
        {
            var errors = await process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, errors);
            conflicts += int.Parse(output, CultureInfo.InvariantCulture);
            process.Dispose();
        }

        var log = await LogAsync("shared");
        var expected = Enumerable.Range(0, processes).SelectMany(p => Enumerable.Range(0, each).Select(i => $"p{p}-{i}"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), log.Select(e => e.Manifest.Message!).Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(1, processes * each).Reverse(), log.Select(e => e.Manifest.Version));
        Assert.True((await Repository.VerifyAsync()).Ok);
        Assert.Equal(processes * each, (await KeysAsync("shared/table/_delta_log/")).Length);
        Assert.True(conflicts > 0, "The processes never met; make them commit more.");
    }

    [Fact]
    public async Task Gc_BesideCommits_TakesNothingThatIsNeeded()
    {
        // The same few parts again and again, from two processes' worth of tasks, while everything unreferenced is collected at once.
        await Samples.CommitPartsAsync(Repository, "other", [0]);
        using var done = new CancellationTokenSource();
        var collecting = Task.Run(async () =>
        {
            var repository = Repository.OpenFolder(Store.Location);
            while (!done.IsCancellationRequested) await repository.GcAsync(grace: TimeSpan.FromSeconds(30));
        });
        var committing = Enumerable.Range(0, 2).Select(task => Task.Run(async () =>
        {
            var repository = Repository.OpenFolder(Store.Location);
            for (var i = 0; i < 15; i++) await Samples.CommitPartsAsync(repository, $"d{task}", [(byte)(i % 3)], [9], [9]);
        }));
        await Task.WhenAll(committing);
        await done.CancelAsync();
        await collecting;

        Assert.True((await Repository.VerifyAsync()).Ok);
    }
}
