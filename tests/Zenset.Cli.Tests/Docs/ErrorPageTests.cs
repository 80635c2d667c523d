using System.Text;
using Zenset.Formats;

namespace Zenset.Cli.Tests.Docs;

/// <summary>docs/errors.md is made from the codes; ZENSET_ACCEPT=1 rewrites it.</summary>
public sealed class ErrorPageTests
{
    [Fact]
    public void ErrorsPage_SaysWhatTheCodesSay()
    {
        var page = new StringBuilder("""
            # Errors

            Every failure has a code that stays the same from version to version, a sentence that says what is wrong and where, and where there
            is one a way to mend it. In text it looks like this, on standard error:

            ```text
            error            people.arff:6:3 (row 2, field 'class'): …
                             fix: …
            nothing was committed
            ```

            With `--json` it is `{"error": {"code", "message", "location", "fix"}}`, also on standard error; the numbers of a location count
            from 0 there, its `text` counts from 1.

            | exit code | what it means |
            |---|---|
            | 0 | done |
            | 1 | a bug of Zenset |
            | 2 | misuse: the command line is not of the grammar |
            | 3 | the source is wrong or not supported, or the target cannot hold everything |
            | 4 | validation failed |
            | 5 | not found |
            | 6 | conflict: somebody else was first |
            | 7 | damaged bytes |
            | 8 | the store failed |
            | 9 | the engine failed, or a SQL statement is wrong |
            | 130 | interrupted |

            <!-- What follows is made from the lists of codes in the sources (ZENSET_ACCEPT=1 ./test ErrorPage). -->

            """.ReplaceLineEndings("\n"));
        AddTable(page, "Any command", CliErrors.All.Concat(CoreErrors.All));
        // Under the names of all formats that have a code.
        var codes = AllFormats.Catalog.Formats.SelectMany(f => f.Errors.Select(code => (Code: code, f.Title))).GroupBy(pair => pair.Code)
            .GroupBy(code => string.Join(", ", code.Select(pair => pair.Title).Distinct().Order(StringComparer.Ordinal)), code => code.Key);
        foreach (var group in codes.OrderBy(g => g.Key, StringComparer.Ordinal)) AddTable(page, group.Key, group.Except(CoreErrors.All));

        RepositoryFile.AssertHolds("docs/errors.md", page.ToString());
    }

    [Fact]
    public void Codes_AreUnique_AndOfOneForm()
    {
        var all = CliErrors.All.Concat(CoreErrors.All).Concat(AllFormats.Catalog.Formats.SelectMany(f => f.Errors)).Distinct().ToList();

        Assert.Empty(all.GroupBy(c => c.Id).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.All(all, code => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$", code.Id));
        Assert.All(all, code => Assert.EndsWith(".", code.Meaning, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryDeclaredCode_IsInItsList()
    {
        var types = typeof(CoreErrors).Assembly.GetTypes().Concat(typeof(AllFormats).Assembly.GetTypes()).Append(typeof(CliErrors));
        var declared = types.SelectMany(t => t.GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
            .Where(f => f.FieldType == typeof(ErrorCode)).Select(f => ((ErrorCode)f.GetValue(null)!).Id);
        var listed = CliErrors.All.Concat(CoreErrors.All).Concat(AllFormats.Catalog.Formats.SelectMany(f => f.Errors)).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(declared, id => !listed.Contains(id));
    }

    private static void AddTable(StringBuilder page, string title, IEnumerable<ErrorCode> codes)
    {
        var all = codes.DistinctBy(c => c.Id).OrderBy(c => c.Id, StringComparer.Ordinal).ToList();
        if (all.Count == 0) return;
        page.Append($"\n## {title}\n\n| code | meaning |\n|---|---|\n");
        foreach (var code in all) page.Append($"| `{code.Id}` | {code.Meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
    }
}
