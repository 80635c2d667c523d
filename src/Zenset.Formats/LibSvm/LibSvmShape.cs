using System.Buffers.Text;

namespace Zenset.Formats.LibSvm;

/// <summary>Tells the format by its first lines: there is no signature, but hardly another text looks like it.</summary>
internal static class LibSvmShape
{
    // Enough to tell; the rest of the text is checked when it is read.
    private const int MostLines = 20;

    /// <summary>Every whole line is a row or a comment, and at least one has an entry.</summary>
    public static bool Matches(SourceHead head)
    {
        var text = head.Bytes.Span;
        var hasEntry = false;
        for (var line = 0; line < MostLines && !text.IsEmpty; line++)
        {
            var end = text.IndexOf((byte)'\n');
            // A cut line shows nothing, unless it is all there is.
            if (end < 0 && !head.IsWhole && line > 0) break;
            var row = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            var comment = row.IndexOf((byte)'#');
            if (comment >= 0) row = row[..comment];
            row = row.Trim(" \t\r"u8);
            if (row.IsEmpty) continue;
            if (!IsRow(row, end < 0 && !head.IsWhole, out var entries)) return false;
            hasEntry |= entries > 0;
        }
        return hasEntry;
    }

    private static bool IsRow(ReadOnlySpan<byte> row, bool isCut, out int entries)
    {
        entries = 0;
        var isFirst = true;
        while (!row.IsEmpty)
        {
            var end = row.IndexOfAny((byte)' ', (byte)'\t');
            var word = end < 0 ? row : row[..end];
            row = end < 0 ? [] : row[end..].TrimStart(" \t"u8);
            if (isCut && row.IsEmpty) break;
            var colon = word.IndexOf((byte)':');
            if (colon < 0)
            {
                if (!isFirst || !IsLabels(word)) return false;
            }
            else if (!word.StartsWith("qid:"u8))
            {
                if (!Utf8Parser.TryParse(word[..colon], out long _, out var digits) || digits != colon || !IsNumber(word[(colon + 1)..])) return false;
                entries++;
            }
            isFirst = false;
        }
        return true;
    }

    private static bool IsLabels(ReadOnlySpan<byte> word)
    {
        while (true)
        {
            var comma = word.IndexOf((byte)',');
            if (!IsNumber(comma < 0 ? word : word[..comma])) return false;
            if (comma < 0) return true;
            word = word[(comma + 1)..];
        }
    }

    private static bool IsNumber(ReadOnlySpan<byte> word)
    {
        if (word is [(byte)'+', ..]) word = word[1..];
        return Utf8Parser.TryParse(word, out double _, out var used) && used == word.Length;
    }
}
