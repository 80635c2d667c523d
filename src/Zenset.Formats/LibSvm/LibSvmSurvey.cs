using Zenset.Formats.Text;

namespace Zenset.Formats.LibSvm;

/// <summary>What holds for all rows, found by one look at the beginning and the end of every line.</summary>
/// <remarks>
/// Indices increase within a row, so its last one is its highest: a line of thousands of entries costs a search for its end. What is wrong
/// with a row is not said here but when the row is read, with its place.
/// </remarks>
internal sealed unsafe class LibSvmSurvey
{
    private long _lowest = long.MaxValue;
    private long _highest = -1;

    /// <summary>Some row has several labels, or none: then all have a list of them.</summary>
    public bool HasLists { get; private set; }

    /// <summary>Every label is a whole number of 64 bits.</summary>
    public bool HasWholeLabels { get; private set; } = true;

    /// <summary>Some row has a qid.</summary>
    public bool HasQueries { get; private set; }

    /// <summary>Number of rows, those that cannot be read included.</summary>
    public long Rows { get; private set; }

    /// <summary>A comment, as scikit-learn writes it, says which index is the first.</summary>
    public int? StatedBase { get; private set; }

    /// <summary>The index of the first feature, when nobody insists on another.</summary>
    public int IndexBase => StatedBase ?? (_lowest == 0 ? 0 : 1);

    /// <summary>Number of features.</summary>
    public long Dimension(int indexBase) => Math.Clamp(_highest - indexBase + 1, 1, int.MaxValue);

    /// <summary>Looks at all of a text.</summary>
    public static LibSvmSurvey Run(Func<TextSegments.Create, TextSegments> open, Func<SegmentText, int, ISegment> segment, CancellationToken cancellationToken)
    {
        var survey = new LibSvmSurvey();
        SegmentText? text = null;
        using var segments = open((piece, index) => segment(text = piece, index));
        while (segments.Next(cancellationToken) is { } opened)
        {
            using (opened) survey.Look(text!, cancellationToken);
        }
        return survey;
    }

    private void Look(SegmentText text, CancellationToken cancellationToken)
    {
        while (true)
        {
            var start = text.Cursor;
            var left = (int)(text.End - start);
            var length = new ReadOnlySpan<byte>(start, left).IndexOf((byte)'\n');
            if (length < 0 && !text.IsFinal)
            {
                cancellationToken.ThrowIfCancellationRequested();
                text.Refill();
                continue;
            }
            if (length < 0 && left == 0) return;
            var line = new ReadOnlySpan<byte>(start, length < 0 ? left : length);
            text.Cursor = length < 0 ? text.End : start + length + 1;
            Look(line);
        }
    }

    private void Look(ReadOnlySpan<byte> line)
    {
        var comment = line.IndexOf((byte)'#');
        if (comment >= 0)
        {
            LookAtComment(line[comment..]);
            line = line[..comment];
        }
        line = line.TrimEnd(" \t\r"u8);
        var row = line.TrimStart(" \t"u8);
        if (row.IsEmpty) return;
        Rows++;
        var word = TakeWord(ref row);
        if (word.Contains((byte)':'))
        {
            // Without a label: one of several, of which there may be none.
            HasLists |= word.Length < line.Length && line[0] is (byte)' ' or (byte)'\t';
        }
        else
        {
            HasLists |= word.Contains((byte)',');
            HasWholeLabels = HasWholeLabels && AreWhole(word);
            word = TakeWord(ref row);
        }
        if (word.StartsWith("qid:"u8))
        {
            HasQueries = true;
            word = TakeWord(ref row);
        }
        if (IndexOf(word) is { } first) _lowest = Math.Min(_lowest, first);
        var last = row.LastIndexOfAny((byte)' ', (byte)'\t') is var at and >= 0 ? row[(at + 1)..] : row.IsEmpty ? word : row;
        if (IndexOf(last) is { } highest) _highest = Math.Max(_highest, highest);
    }

    private void LookAtComment(ReadOnlySpan<byte> comment)
    {
        if (comment.IndexOf("Column indices are zero-based"u8) >= 0) StatedBase = 0;
        else if (comment.IndexOf("Column indices are one-based"u8) >= 0) StatedBase = 1;
    }

    private static ReadOnlySpan<byte> TakeWord(ref ReadOnlySpan<byte> row)
    {
        var end = row.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? row : row[..end];
        row = end < 0 ? [] : row[end..].TrimStart(" \t"u8);
        return word;
    }

    private static bool AreWhole(ReadOnlySpan<byte> labels)
    {
        while (true)
        {
            var comma = labels.IndexOf((byte)',');
            if (!IsWhole(comma < 0 ? labels : labels[..comma])) return false;
            if (comma < 0) return true;
            labels = labels[(comma + 1)..];
        }
    }

    // -0 is a number that no integer is.
    private static bool IsWhole(ReadOnlySpan<byte> label)
    {
        if (label is [(byte)'+', ..]) label = label[1..];
        return System.Buffers.Text.Utf8Parser.TryParse(label, out long value, out var used) && used == label.Length && (value != 0 || label[0] != '-');
    }

    private static long? IndexOf(ReadOnlySpan<byte> entry)
    {
        var colon = entry.IndexOf((byte)':');
        return colon > 0 && System.Buffers.Text.Utf8Parser.TryParse(entry[..colon], out long index, out var used) && used == colon && index >= 0 ? index : null;
    }
}
