using System.Collections.Immutable;
using System.Text;

namespace Zenset.Cli.Commands;

/// <summary>A list of names with commas between; a name in double quotes may hold commas, and a quote doubled.</summary>
internal static class NameList
{
    /// <summary>The names; empty for null.</summary>
    public static ImmutableArray<string> Parse(string? text, string option)
    {
        if (text is null) return [];
        var names = ImmutableArray.CreateBuilder<string>();
        var at = 0;
        while (true)
        {
            names.Add(at < text.Length && text[at] == '"' ? Quoted(text, ref at, option) : Plain(text, ref at));
            if (at >= text.Length) break;
            if (text[at] != ',') throw new UsageException($"{option}: after the quoted name at character {at + 1} stands no comma", "Write it as \"a,b\",c.");
            at++;
        }
        if (names.Contains("")) throw new UsageException($"{option} has an empty name", "Write the names with commas between, as in a,b.");
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count) throw new UsageException($"{option} has a name twice", "Each field can be written once.");
        return names.ToImmutable();
    }

    private static string Plain(string text, ref int at)
    {
        var comma = text.IndexOf(',', at);
        var end = comma < 0 ? text.Length : comma;
        var name = text[at..end];
        at = end;
        return name;
    }

    private static string Quoted(string text, ref int at, string option)
    {
        var name = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                name.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                name.Append('"');
                at++;
            }
            else
            {
                at++;
                return name.ToString();
            }
        }
        throw new UsageException($"{option}: a quote is not closed", "Write it as \"a,b\",c.");
    }
}
