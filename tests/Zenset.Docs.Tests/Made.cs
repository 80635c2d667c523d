namespace Zenset.Docs.Tests;

/// <summary>Pieces of pages that are made from the sources: between <c>&lt;!-- name: … --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</summary>
internal static class Made
{
    /// <summary>The piece is what it should be; <c>ZENSET_ACCEPT=1</c> makes it so.</summary>
    public static void AssertIs(string page, string name, string expected)
    {
        var text = Pages.Read(page);
        var start = text.IndexOf($"<!-- {name}: ", StringComparison.Ordinal);
        start = text.IndexOf('\n', start) + 1;
        var end = text.IndexOf($"<!-- /{name} -->", StringComparison.Ordinal);
        if (Pages.Accept) Pages.Write(page, text[..start] + expected + text[end..]);
        else Assert.Equal(expected, text[start..end]);
    }
}
