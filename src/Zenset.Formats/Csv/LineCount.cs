namespace Zenset.Formats.Csv;

/// <summary>Counts line ends: LF, CRLF and CR alone.</summary>
internal static class LineCount
{
    /// <summary>Line ends in <paramref name="text"/>; a CR at its end counts.</summary>
    public static long Of(ReadOnlySpan<byte> text)
    {
        long feeds = text.Count((byte)'\n');
        if (!text.Contains((byte)'\r')) return feeds;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r' && (i + 1 >= text.Length || text[i + 1] != '\n')) feeds++;
        }
        return feeds;
    }
}
