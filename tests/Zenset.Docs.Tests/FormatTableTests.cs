using System.Text;
using Zenset.Formats;

namespace Zenset.Docs.Tests;

/// <summary>The table of formats in the README is made from the catalogue.</summary>
public sealed class FormatTableTests
{
    [Fact]
    public void Readme_HasTheTableOfTheCatalogue() => Made.AssertIs("README.md", "formats", Table());

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
