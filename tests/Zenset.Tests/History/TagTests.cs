using Zenset.Model;

namespace Zenset.Tests.History;

public sealed class TagTests : RepositoryTest
{
    [Fact]
    public async Task Names_AVersionWithoutCase()
    {
        await CommitTwoAsync();
        await Repository.TagAsync(VersionRef.Parse("a@1"), "Gold");

        Assert.Equal(1, (await Repository.GetAsync(VersionRef.Parse("a@gold"))).Version);
        Assert.Equal(1, (await Repository.GetAsync(VersionRef.Parse("a@GOLD"))).Version);
    }

    [Fact]
    public async Task Moves_OnlyWhenTold()
    {
        await CommitTwoAsync();
        await Repository.TagAsync(VersionRef.Parse("a@1"), "gold");

        var failure = await Assert.ThrowsAsync<VersionConflictException>(async () => await Repository.TagAsync(VersionRef.Parse("a@2"), "gold"));
        await Repository.TagAsync(VersionRef.Parse("a@1"), "gold");
        await Repository.TagAsync(VersionRef.Parse("a@2"), "gold", move: true);

        Assert.Equal("the tag 'gold' already names a@1. Choose another tag, or move it with --force.", failure.Message);
        Assert.Equal(2, (await Repository.GetAsync(VersionRef.Parse("a@gold"))).Version);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("../x")]
    [InlineData("a b")]
    public async Task Refuses_OtherForms(string tag)
    {
        await CommitTwoAsync();

        var failure = await Assert.ThrowsAsync<NotFoundException>(async () => await Repository.TagAsync(VersionRef.Parse("a"), tag));

        Assert.Equal($"'{tag}' is no tag. A tag has letters, digits, '.', '_' and '-', and begins with a letter.", failure.Message);
    }

    [Fact]
    public async Task Refuses_AVersionThatIsNotThere() =>
        await Assert.ThrowsAsync<NotFoundException>(async () => await Repository.TagAsync(VersionRef.Parse("a@9"), "gold"));

    private async Task CommitTwoAsync()
    {
        await Samples.CommitBytesAsync(Repository, "a", "one");
        await Samples.CommitBytesAsync(Repository, "a", "two");
    }
}
