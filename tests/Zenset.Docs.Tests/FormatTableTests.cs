using System.Text;
using Zenset.Formats;

namespace Zenset.Docs.Tests;

/// <summary>The table of formats in the README is made from the catalogue.</summary>
public sealed class FormatTableTests
{
    private const string Begin = "<!-- formats: made from the catalogue by FormatTableTests -->\n";
    private const string End = "<!-- /formats -->";

    [Fact]
    public void Readme_HasTheTableOfTheCatalogue()
    {
        var readme = Pages.Read("README.md");
        var start = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = readme.IndexOf(End, StringComparison.Ordinal);

        var table = Table();

        if (Pages.Accept) Pages.Write("README.md", readme[..start] + table + readme[end..]);
        else Assert.Equal(table, readme[start..end]);
    }

    private static string Table()
    {
        var table = new StringBuilder("| format | extensions | read | write | what a file of it loses |\n| --- | --- | :---: | :---: | --- |\n");
        foreach (var format in AllFormats.Catalog.Formats)
        {
            var extensions = string.Join(' ', format.Extensions.Select(e => $"`{e}`"));
            table.Append($"| {format.Title} | {extensions} | yes | {(format.Capabilities.CanWrite ? "yes" : "no")} | {(format.Capabilities.CanWrite ? format.Capabilities.Loses : "")} |\n");
        }
        return table.ToString();
    }
}
