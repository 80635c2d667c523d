using Zenset.Model;

namespace Zenset.Tests.History;

public sealed class LogTests : RepositoryTest
{
    [Fact]
    public async Task Lists_DatasetsWithTheirLatestVersion()
    {
        await Samples.CommitBytesAsync(Repository, "iris", "one");
        await Samples.CommitBytesAsync(Repository, "iris", "two", parts: 2, bytes: 50);
        await Samples.CommitBytesAsync(Repository, "owner/data", "one");
        await Samples.CommitBytesAsync(Repository, "adult", "one");

        var listed = await Repository.ListAsync().ToListAsync();

        Assert.Equal(["adult", "iris", "owner/data"], listed.Select(d => d.Name.Value));
        Assert.Equal((2, 20L, 100L, Time.GetUtcNow(), null), (listed[1].Version, listed[1].Rows, listed[1].Bytes, listed[1].Created, listed[1].Problem));
    }

    [Fact]
    public async Task Lists_DamagedDatasetsToo()
    {
        await Samples.CommitBytesAsync(Repository, "a", "one");
        await Samples.CommitBytesAsync(Repository, "b", "one");
        await File.WriteAllTextAsync(PathOf("a/v1.datapackage.json"), "nonsense");

        var listed = await Repository.ListAsync().ToListAsync();

        Assert.StartsWith("the manifest a/v1.datapackage.json is damaged", listed[0].Problem, StringComparison.Ordinal);
        Assert.Null(listed[1].Problem);
    }

    [Fact]
    public async Task Finds_TheLatestByNumber_NotByText()
    {
        for (var i = 1; i <= 11; i++) await Samples.CommitBytesAsync(Repository, "a", $"m{i}");

        Assert.Equal("m11", (await Repository.GetAsync(VersionRef.Parse("a"))).Message);
        Assert.Equal("m2", (await Repository.GetAsync(VersionRef.Parse("A@2"))).Message);
    }

    [Fact]
    public async Task Logs_NewestFirstWithTags()
    {
        for (var i = 1; i <= 3; i++) await Samples.CommitBytesAsync(Repository, "a", $"m{i}");
        await Repository.TagAsync(VersionRef.Parse("a@2"), "gold");
        await Repository.TagAsync(VersionRef.Parse("a"), "release");
        await Repository.TagAsync(VersionRef.Parse("a@2"), "best");

        var log = await LogAsync("a");

        Assert.Equal(["3 m3 release", "2 m2 best,gold", "1 m1 "], log.Select(e => $"{e.Manifest.Version} {e.Manifest.Message} {string.Join(',', e.Tags)}"));
    }

    [Theory]
    [InlineData("iri", "there is no dataset 'iri'. Did you mean 'iris'?")]
    [InlineData("something-else", "there is no dataset 'something-else'. `zenset list` shows those there are; --repo names another repository.")]
    [InlineData("iris@7", "there is no version iris@7. There are versions 1 to 2.")]
    [InlineData("iris@golt", "there is no tag 'golt' of iris. Did you mean 'iris@gold'? There are versions 1 to 2.")]
    [InlineData("iris@something", "there is no tag 'something' of iris. Its tags are gold. There are versions 1 to 2.")]
    public async Task NotFound_NamesWhatIsNear(string reference, string expected)
    {
        await Samples.CommitBytesAsync(Repository, "iris", "one");
        await Samples.CommitBytesAsync(Repository, "iris", "two");
        await Repository.TagAsync(VersionRef.Parse("iris@1"), "gold");

        var failure = await Assert.ThrowsAsync<NotFoundException>(async () => await Repository.GetAsync(VersionRef.Parse(reference)));

        Assert.Equal(expected, failure.Message);
    }

    [Fact]
    public async Task NotFound_InAnEmptyRepository()
    {
        var failure = await Assert.ThrowsAsync<NotFoundException>(async () => await Repository.GetAsync(VersionRef.Parse("iris")));

        Assert.Equal(
            "there is no dataset 'iris'. The repository has no datasets yet: `zenset import SOURCE` makes one; --repo names another repository.",
            failure.Message);
        Assert.False(Directory.Exists(Store.Location));
    }

    [Fact]
    public async Task Log_FindsABrokenChain()
    {
        for (var i = 1; i <= 3; i++) await Samples.CommitBytesAsync(Repository, "a", $"m{i}");
        var other = Repository.OpenFolder(Folder["other"], Time);
        await Samples.CommitBytesAsync(other, "a", "another past");
        File.Copy(Path.Combine(Folder["other"], "a", "v1.datapackage.json"), PathOf("a/v1.datapackage.json"), overwrite: true);

        var failure = await Assert.ThrowsAsync<IntegrityException>(async () => await LogAsync("a"));

        Assert.Equal(
            "the manifest of a@1 is not the one on which a@2 was made. Restore the missing or changed manifest from a backup or another copy of the repository.",
            failure.Message);
    }

    [Fact]
    public async Task Log_FindsAMissingVersion()
    {
        for (var i = 1; i <= 3; i++) await Samples.CommitBytesAsync(Repository, "a", $"m{i}");
        File.Delete(PathOf("a/v2.datapackage.json"));

        var failure = await Assert.ThrowsAsync<IntegrityException>(async () => await LogAsync("a"));

        Assert.StartsWith("the manifest of a@2, on which a@3 was made, is missing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_RefusesAManifestThatWasMoved()
    {
        await Samples.CommitBytesAsync(Repository, "a", "m1");
        Directory.Move(Path.GetDirectoryName(PathOf("a/v1.datapackage.json"))!, Path.GetDirectoryName(PathOf("b/v1.datapackage.json"))!);

        var failure = await Assert.ThrowsAsync<IntegrityException>(async () => await Repository.GetAsync(VersionRef.Parse("b")));

        Assert.StartsWith("the manifest b/v1.datapackage.json is that of a@1.", failure.Message, StringComparison.Ordinal);
    }
}
