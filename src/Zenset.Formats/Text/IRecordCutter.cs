namespace Zenset.Formats.Text;

/// <summary>Random access to text, for finding where records begin.</summary>
internal interface ITextBytes
{
    /// <summary>End of the text.</summary>
    long End { get; }

    /// <summary>Reads at <paramref name="offset"/>; 0 at the end.</summary>
    int ReadAt(long offset, Span<byte> buffer);
}

/// <summary>Knows where the records of a format begin. May keep state between calls, which come in order.</summary>
internal interface IRecordCutter
{
    /// <summary>
    /// The first record start at or after <paramref name="target"/>; <paramref name="start"/> is a record start before it. The end of
    /// the text when there is none; -1 when the text ends within a record and more of it may come.
    /// </summary>
    long FindCut(ITextBytes text, long start, long target);
}

/// <summary>Records that are lines.</summary>
internal sealed class LineCutter : IRecordCutter
{
    public long FindCut(ITextBytes text, long start, long target)
    {
        Span<byte> buffer = stackalloc byte[4096];
        // A record begins right at the target when the byte before it ends a line.
        for (var at = Math.Max(start, target - 1); at < text.End;)
        {
            var read = text.ReadAt(at, buffer);
            if (read == 0) break;
            var end = buffer[..read].IndexOf((byte)'\n');
            if (end >= 0) return at + end + 1;
            at += read;
        }
        return text.End;
    }
}
