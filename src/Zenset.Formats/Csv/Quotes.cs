namespace Zenset.Formats.Csv;

/// <summary>Where quoted cells end, and what they say.</summary>
internal static unsafe class Quotes
{
    /// <summary>
    /// The quote that closes a cell whose text begins at <paramref name="p"/>, or null when there is none before <paramref name="end"/>.
    /// When the text goes on after <paramref name="end"/>, a quote at the very end cannot be judged and null is returned too.
    /// </summary>
    public static byte* FindClosing(CsvDialect dialect, byte* p, byte* end, bool isFinal, out bool isEscaped)
    {
        isEscaped = false;
        var quote = dialect.Quote;
        for (var from = p; ;)
        {
            var index = new ReadOnlySpan<byte>(from, (int)(end - from)).IndexOf(quote);
            if (index < 0) return null;
            var at = from + index;
            if (at + 1 >= end && !isFinal) return null;
            switch (dialect.Escape)
            {
                case QuoteEscape.None:
                    if (EndsCell(dialect, at + 1, end)) return at;
                    from = at + 1;
                    continue;
                case QuoteEscape.Backslash:
                    var slashes = 0;
                    while (at - slashes > p && at[-1 - slashes] == '\\') slashes++;
                    if (slashes > 0) isEscaped = true;
                    if (slashes % 2 == 1)
                    {
                        from = at + 1;
                        continue;
                    }
                    break;
                case QuoteEscape.Doubled:
                    break;
            }
            if (at + 1 < end && at[1] == quote)
            {
                isEscaped = true;
                from = at + 2;
                continue;
            }
            if (dialect.Escape == QuoteEscape.Backslash && !isEscaped) isEscaped = new ReadOnlySpan<byte>(p, (int)(at - p)).Contains((byte)'\\');
            return at;
        }
    }

    /// <summary>After a closing quote: the text of the cell is over, up to blanks where the dialect allows them.</summary>
    public static bool EndsCell(CsvDialect dialect, byte* after, byte* end)
    {
        after = SkipBlanks(dialect, after, end);
        return after >= end || *after == dialect.Delimiter || *after is (byte)'\n' or (byte)'\r';
    }

    /// <summary>The first byte that is no blank, where blanks around cells do not count.</summary>
    public static byte* SkipBlanks(CsvDialect dialect, byte* p, byte* end)
    {
        if (!dialect.Trim) return p;
        while (p < end && *p is (byte)' ' or (byte)'\t' && *p != dialect.Delimiter) p++;
        return p;
    }

    /// <summary>Undoes the escapes of a quoted cell; <paramref name="target"/> has room for all of <paramref name="text"/>. Returns the length.</summary>
    public static int Unescape(CsvDialect dialect, ReadOnlySpan<byte> text, Span<byte> target)
    {
        var length = 0;
        var hasSlashes = dialect.Escape == QuoteEscape.Backslash;
        while (true)
        {
            var next = hasSlashes ? text.IndexOfAny(dialect.Quote, (byte)'\\') : text.IndexOf(dialect.Quote);
            if (next < 0 || next + 1 >= text.Length)
            {
                text.CopyTo(target[length..]);
                return length + text.Length;
            }
            text[..next].CopyTo(target[length..]);
            length += next;
            var second = text[next + 1];
            var isQuote = text[next] == dialect.Quote;
            if (isQuote ? second == dialect.Quote : second == dialect.Quote || second == (byte)'\\')
            {
                target[length++] = second;
                text = text[(next + 2)..];
                continue;
            }
            // A backslash before anything else is itself, and so is a single quote in a row that was repaired.
            target[length++] = text[next];
            text = text[(next + 1)..];
        }
    }
}
