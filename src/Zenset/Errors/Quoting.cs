using System.Globalization;
using System.Text;

namespace Zenset;

/// <summary>How foreign text is quoted in messages: bounded, on one line, with control characters made visible.</summary>
public static class Quoting
{
    /// <summary>Longest piece of foreign text in a message, in characters.</summary>
    public const int Limit = 60;

    /// <summary>The text on one line, at most <see cref="Limit"/> characters, the cut marked with an ellipsis.</summary>
    public static string Shorten(string text, int limit = Limit)
    {
        var shown = new StringBuilder(Math.Min(text.Length, limit) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= limit)
            {
                shown.Append('…');
                break;
            }
            shown.Append(rune.Value switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when Rune.IsControl(rune) => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => rune.ToString(),
            });
        }
        return shown.ToString();
    }

    /// <summary>As <see cref="Shorten(string,int)"/>; bytes that are not UTF-8 are shown as replacement characters.</summary>
    public static string Shorten(ReadOnlySpan<byte> utf8, int limit = Limit) =>
        Shorten(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, limit * 4)]), limit);

    /// <summary>Of <paramref name="known"/>, the name nearest to <paramref name="given"/>, or null when none is near.</summary>
    public static string? Nearest(string given, IEnumerable<string> known)
    {
        string? best = null;
        var least = Math.Max(1, given.Length / 3) + 1;
        foreach (var candidate in known)
        {
            if (candidate.Length > 200 || given.Length > 200) continue;
            var distance = Distance(given.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < least) (best, least) = (candidate, distance);
        }
        return best;
    }

    // Levenshtein with one row of costs.
    private static int Distance(string a, string b)
    {
        var costs = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) costs[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = costs[0];
            costs[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.Min(replace, Math.Min(costs[j] + 1, costs[j - 1] + 1));
            }
        }
        return costs[b.Length];
    }
}
