using System.Collections.Immutable;
using Zenset.Model;
using Zenset.Tests.Model;
using Zenset.Tests.Storage;

namespace Zenset.Tests.Commit;

public sealed class CommitTests : RepositoryTest
{
    [Fact]
    public async Task Makes_TheFirstVersion()
    {
        var committed = await Samples.CommitPartsAsync(Repository, "a", "part"u8.ToArray());

        Assert.Equal((1, null, Time.GetUtcNow()), (committed.Version, committed.Parent, committed.Created));
        ManifestJsonTests.AssertEqual(committed, await Repository.GetAsync(VersionRef.Parse("a")));
        Assert.Equal(
            [
                "a/table/_delta_log/00000000000000000000.json",
                $"a/table/part-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("part"u8))}.parquet",
                "a/v1.datapackage.json",
                "zenset.json",
            ],
            await KeysAsync());
    }

    [Fact]
    public async Task Chains_Versions()
    {
        await Samples.CommitBytesAsync(Repository, "a", "one");
        var second = await Samples.CommitBytesAsync(Repository, "a", "two");

        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(PathOf("a/v1.datapackage.json"))));
        Assert.Equal((2, new ParentLink(1, hash)), (second.Version, second.Parent));
    }

    [Fact]
    public async Task Shares_PartsBetweenVersions()
    {
        await Samples.CommitPartsAsync(Repository, "a", [1], [2]);
        await Samples.CommitPartsAsync(Repository, "a", [1], [2], [3]);

        Assert.Equal(3, (await KeysAsync("a/table/part-")).Length);
    }

    [Fact]
    public async Task Carries_PartsOver()
    {
        var first = await Samples.CommitPartsAsync(Repository, "a", [1]);
        await using var session = await Repository.BeginCommitAsync(Samples.Name("a"));
        var added = await Samples.SealAsync(session, [2]);

        await session.CommitAsync(Samples.Draft("a", "append", [first.Resources[0].Parts[0], added]));

        Assert.True((await Repository.VerifyAsync()).Ok);
        Assert.Equal(2, (await Repository.GetAsync(VersionRef.Parse("a"))).Resources[0].Parts.Length);
    }

    [Fact]
    public async Task Stores_EqualPartsOfOneResourceUnderNamesOfTheirOwn()
    {
        var committed = await Samples.CommitPartsAsync(Repository, "a", [1], [2], [1], [1]);

        Assert.Equal([0, 0, 1, 2], committed.Resources[0].Parts.Select(p => p.Copy));
        Assert.Equal(4, (await KeysAsync("a/table/part-")).Length);
        Assert.True((await Repository.VerifyAsync()).Ok);
        Assert.Equal([0, 0, 1, 2], (await Repository.GetAsync(VersionRef.Parse("a"))).Resources[0].Parts.Select(p => p.Copy));
    }

    [Fact]
    public async Task Refuses_TheLoserOfTwo()
    {
        await Samples.CommitBytesAsync(Repository, "a", "base");
        await using var loser = await Repository.BeginCommitAsync(Samples.Name("a"));
        var part = await Samples.SealAsync(loser, [7]);
        await Samples.CommitBytesAsync(Repository, "a", "winner");
        await Samples.CommitBytesAsync(Repository, "a", "another");

        var failure = await Assert.ThrowsAsync<VersionConflictException>(async () => await loser.CommitAsync(Samples.Draft("a", "loser", part)));

        Assert.Equal(
            "somebody else committed a@2 first. Nothing was lost or overwritten; run the command again to commit on top of a@3.", failure.Message);
        Assert.Equal((2, 3), (failure.Attempted, failure.Current));
        Assert.Equal((6, 409), ExitCodes.For(failure));
        Assert.Equal(["another", "winner", "base"], (await LogAsync("a")).Select(e => e.Manifest.Message));
    }

    [Fact]
    public async Task Refuses_ACommitOnADatasetThatWasRemoved()
    {
        await Samples.CommitBytesAsync(Repository, "a", "base");
        await using var late = await Repository.BeginCommitAsync(Samples.Name("a"));
        Time.Advance(TimeSpan.FromSeconds(1));
        await Repository.RemoveAsync(Samples.Name("a"));
        var part = await Samples.SealAsync(late, [7]);

        var failure = await Assert.ThrowsAsync<VersionConflictException>(async () => await late.CommitAsync(Samples.Draft("a", "late", part)));

        Assert.Equal("somebody removed a while a@2 was being made. Run the command again to make it anew.", failure.Message);
        await Assert.ThrowsAsync<NotFoundException>(async () => await Repository.GetAsync(VersionRef.Parse("a")));
    }

    [Fact]
    public async Task Refuses_APartThatIsNotStored()
    {
        await using var session = await Repository.BeginCommitAsync(Samples.Name("a"));
        var part = await Samples.SealAsync(session, [7]);
        File.Delete(PathOf($"a/table/{part.FileName}"));

        var failure = await Assert.ThrowsAsync<IntegrityException>(async () => await session.CommitAsync(Samples.Draft("a", "x", part)));

        Assert.Equal($"the part a/table/{part.FileName} is not stored as it should be, so a@1 was not committed. Run the command again.", failure.Message);
        await Assert.ThrowsAsync<NotFoundException>(async () => await Repository.GetAsync(VersionRef.Parse("a")));
    }

    [Fact]
    public async Task Leaves_NothingStagedWithoutACommit()
    {
        await using (var session = await Repository.BeginCommitAsync(Samples.Name("a")))
        {
            await File.WriteAllTextAsync(session.StagePart(), "x");
            await Samples.SealAsync(session, [1]);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(Store.StagingFolder));
        Assert.Empty(await Repository.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task Cancelled_LeavesNoVersion()
    {
        await using var session = await Repository.BeginCommitAsync(Samples.Name("a"));
        var part = await Samples.SealAsync(session, [1]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await session.CommitAsync(Samples.Draft("a", "x", part), new CancellationToken(true)));

        Assert.Empty(await Repository.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task Refuses_DraftsThatAreNoVersion()
    {
        await using var session = await Repository.BeginCommitAsync(Samples.Name("a"));
        var part = await Samples.SealAsync(session, [1]);
        var table = Samples.Draft("a", "x", part).Resources[0];

        foreach (var draft in new[]
        {
            Samples.Draft("b", "another dataset", part),
            Samples.Draft("a", "no resource", ImmutableArray<Resource>.Empty),
            Samples.Draft("a", "no part", ImmutableArray<Part>.Empty),
            Samples.Draft("a", "no field", [table with { Fields = [] }]),
            Samples.Draft("a", "same name", [table, table with { Folder = "other" }]),
            Samples.Draft("a", "same folder", [table, table with { Name = "other", Folder = "TABLE" }]),
            Samples.Draft("a", "climbing folder", [table with { Folder = ".." }]),
            Samples.Draft("a", "tags", [table with { Folder = "tags" }]),
            Samples.Draft("a", "delta", [table with { Folder = "_delta_log" }]),
        })
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await session.CommitAsync(draft));
        }
        await Assert.ThrowsAsync<ArgumentException>(async () => await session.SealPartAsync(session.StagePart(), "a/b", 1));
    }

    [Fact]
    public async Task Refuses_AnOwnerThatIsADataset()
    {
        await Samples.CommitBytesAsync(Repository, "a", "x");
        await Samples.CommitBytesAsync(Repository, "o/b", "x");

        var owner = await Assert.ThrowsAsync<NotFoundException>(async () => await Repository.BeginCommitAsync(Samples.Name("a/b")));
        var dataset = await Assert.ThrowsAsync<NotFoundException>(async () => await Repository.BeginCommitAsync(Samples.Name("o")));

        Assert.Equal("'a/b' cannot be made: 'a' is a dataset, so it cannot be an owner too. Choose another name with --as.", owner.Message);
        Assert.Equal("'o' cannot be made: it is the owner of 'o/b', so it cannot be a dataset too. Choose another name with --as.", dataset.Message);
    }

    [Fact]
    public async Task Refuses_ARepositoryOfALaterForm()
    {
        await Store.PutAsync("zenset.json", """{"format": "zenset", "version": 2}"""u8.ToArray());

        var failure = await Assert.ThrowsAsync<StorageException>(async () => await Repository.BeginCommitAsync(Samples.Name("a")));

        Assert.Equal($"repository {Store.Location} has the format 2; this version of Zenset knows 1. Install a later Zenset.", failure.Message);
        await Assert.ThrowsAsync<StorageException>(async () => await Repository.GetAsync(VersionRef.Parse("a")));
    }

    [Fact]
    public async Task Survives_AFaultAtEveryChange()
    {
        await Samples.CommitPartsAsync(Repository, "a", [1], [1]);
        for (var failAt = 1; ; failAt++)
        {
            var before = (await LogAsync("a")).Count;
            var faulty = new FaultyStore(Store, failAt);
            var committed = false;
            try
            {
                await Samples.CommitPartsAsync(Repository.Open(faulty, Time), "a", [(byte)failAt], [(byte)failAt], [200]);
                committed = true;
            }
            catch (StorageException)
            {
                // As asked.
            }

            // A version is there if and only if the commit said so, and everything is whole.
            Assert.Equal(before + (committed ? 1 : 0), (await LogAsync("a")).Count);
            Assert.True((await Repository.VerifyAsync()).Ok);
            await Samples.CommitPartsAsync(Repository, "a", [(byte)failAt], [3]);
            Assert.True((await Repository.VerifyAsync()).Ok);
            if (faulty.Changes < failAt) break;
        }
        var versions = (await LogAsync("a")).Count;
        Assert.Equal(versions, (await KeysAsync("a/table/_delta_log/")).Length);
    }
}
