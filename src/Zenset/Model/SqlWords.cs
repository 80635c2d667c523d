using System.Buffers;

namespace Zenset.Model;

/// <summary>What may be a name in an SQL text. A word too many does no harm: this is to look names up, not to understand the statement.</summary>
internal static class SqlWords
{
    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"'");

    /// <summary>The words of <paramref name="sql"/>, and the texts between double quotes; not what stands in single quotes.</summary>
    public static IReadOnlySet<string> Of(string sql)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < sql.Length;)
        {
            if (Quotes.Contains(sql[at]))
            {
                var end = EndOfQuoted(sql, at);
                if (sql[at] == '"') words.Add(sql[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal));
                at = end + 1;
                continue;
            }
            var length = 0;
            while (at + length < sql.Length && IsWord(sql[at + length])) length++;
            if (length > 0) words.Add(sql.Substring(at, length));
            at += Math.Max(length, 1);
        }
        return words;
    }

    // The closing quote, a doubled one left out; the end of the text where there is none.
    private static int EndOfQuoted(string sql, int start)
    {
        for (var at = start + 1; at < sql.Length; at++)
        {
            if (sql[at] != sql[start]) continue;
            if (at + 1 < sql.Length && sql[at + 1] == sql[start]) at++;
            else return at;
        }
        return sql.Length;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark;
}
