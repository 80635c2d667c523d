using System.Text.RegularExpressions;

namespace Zenset.Docs.Tests;

/// <summary>A fenced block of a page.</summary>
/// <param name="Start">Offset of its text in the page.</param>
/// <param name="Text">Its text, each line with its end.</param>
internal sealed partial record Block(int Start, string Text)
{
    /// <summary>The blocks of <paramref name="language"/> in a page, in order.</summary>
    public static IReadOnlyList<Block> Find(string page, string language) =>
        [.. Fenced().Matches(page).Where(m => m.Groups["language"].Value == language).Select(m => new Block(m.Groups["text"].Index, m.Groups["text"].Value))];

    /// <summary>The page with each of these blocks replaced.</summary>
    public static string Replace(string page, IEnumerable<(Block Block, string Text)> replacements)
    {
        foreach (var (block, text) in replacements.OrderByDescending(r => r.Block.Start))
            page = page[..block.Start] + text + page[(block.Start + block.Text.Length)..];
        return page;
    }

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
