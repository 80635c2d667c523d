using System.Text;

namespace Zenset.Cli.Tests.Transcripts;

/// <summary>Fenced blocks of a Markdown page.</summary>
internal static class MarkdownBlocks
{
    /// <summary>The page, with the content of every block of the given language replaced. Commands in it are written <c>$ ./zenset</c> or <c>$ zenset</c>.</summary>
    public static async Task<string> ReplaceAsync(string page, string language, Func<string, Task<string>> replace)
    {
        var result = new StringBuilder();
        StringBuilder? block = null;
        foreach (var line in page.Split('\n'))
        {
            if (block is null)
            {
                result.Append(line).Append('\n');
                if (line == $"```{language}") block = new StringBuilder();
            }
            else if (line == "```")
            {
                var commands = block.ToString();
                var replaced = await replace(commands.Replace("$ ./zenset", "$ zenset", StringComparison.Ordinal));
                result.Append(commands.Contains("$ ./zenset", StringComparison.Ordinal) ? replaced.Replace("$ zenset", "$ ./zenset", StringComparison.Ordinal) : replaced).Append("```\n");
                block = null;
            }
            else
            {
                block.Append(line).Append('\n');
            }
        }
        return result.ToString()[..^1];
    }
}
