namespace Zenset.Docs.Tests;

/// <summary>The list of decisions in the index is made from the titles of their pages.</summary>
public sealed class DecisionListTests
{
    [Fact]
    public void Index_ListsEveryDecision()
    {
        var decisions = Pages.All
            .Where(page => page.StartsWith("docs/decisions/", StringComparison.Ordinal))
            .Select(page => (Page: page["docs/".Length..], Title: Pages.Read(page).Split('\n')[0].TrimStart('#', ' ')))
            .Select(d => $"- [{d.Title}]({d.Page})\n");

        Made.AssertIs("docs/index.md", "decisions", string.Concat(decisions));
    }

    [Fact]
    public void Decisions_HaveNumbersOfTheirOwn()
    {
        var numbers = Pages.All.Where(page => page.StartsWith("docs/decisions/", StringComparison.Ordinal)).Select(page => page["docs/decisions/".Length..][..4]);

        Assert.Equal(numbers.Distinct(), numbers);
    }
}
