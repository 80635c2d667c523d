namespace Zenset.Docs.Tests;

/// <summary>The lists of the index are made from the titles of the pages that are there.</summary>
public sealed class IndexTests
{
    [Fact]
    public void Index_ListsTheReference() =>
        Made.AssertIs("docs/index.md", "reference", Links(page => page is "docs/errors.md" or "docs/cli/index.md" || page.StartsWith("docs/formats/", StringComparison.Ordinal)));

    [Fact]
    public void Index_ListsEveryDecision() =>
        Made.AssertIs("docs/index.md", "decisions", Links(page => page.StartsWith("docs/decisions/", StringComparison.Ordinal)));

    [Fact]
    public void Decisions_HaveNumbersOfTheirOwn()
    {
        var numbers = Pages.All.Where(page => page.StartsWith("docs/decisions/", StringComparison.Ordinal)).Select(page => page["docs/decisions/".Length..][..4]);

        Assert.Equal(numbers.Distinct(), numbers);
    }

    private static string Links(Func<string, bool> chosen) => string.Concat(Pages.All
        .Where(chosen)
        .Select(page => $"- [{Pages.Read(page).Split('\n')[0].TrimStart('#', ' ')}]({page["docs/".Length..]})\n"));
}
