using System.Runtime.InteropServices;
using Zenset.Formats.Text;

namespace Zenset.Formats.Csv;

/// <summary>
/// Finds where records begin, exactly as <see cref="RecordSplitter"/> would going through all of the text: a line end inside quotes is
/// none. Text without quotes is passed over at the speed of a search for them.
/// </summary>
internal sealed unsafe class CsvCutter(CsvDialect dialect, string name) : IRecordCutter
{
    private const int BlockBytes = 1 << 20;

    // What readers of vectors may look at beyond the end.
    private const int PaddingBytes = 64;

    /// <inheritdoc/>
    public long FindCut(ITextBytes text, long start, long target)
    {
        var capacity = BlockBytes;
        var block = (byte*)NativeMemory.Alloc((nuint)(capacity + PaddingBytes));
        try
        {
            for (var record = start; ;)
            {
                var length = Read(text, record, block, capacity);
                if (length == 0) return text.End;
                var isFinal = record + length >= text.End;
                new Span<byte>(block + length, PaddingBytes).Clear();
                var next = FindIn(block, block + length, isFinal, target - record);
                if (next == block)
                {
                    // A record longer than the block.
                    if (isFinal) return text.End;
                    if (capacity >= SegmentText.MaxRecordBytes)
                    {
                        throw new SourceDataException(
                            TextErrors.RecordTooLong, $"a row is longer than {SegmentText.MaxRecordBytes >> 20} MiB", new SourceLocation { Source = name, Offset = record },
                            "Most often a quote is missing its partner. Look at the place, or set the quote character.");
                    }
                    capacity *= 2;
                    block = (byte*)NativeMemory.Realloc(block, (nuint)(capacity + PaddingBytes));
                    continue;
                }
                record += next - block;
                if (record >= target || record >= text.End) return record;
            }
        }
        finally
        {
            NativeMemory.Free(block);
        }
    }

    // The first record at or after the target, or the last one that begins in the block.
    private byte* FindIn(byte* block, byte* end, bool isFinal, long target)
    {
        var record = block;
        while (record < end && record - block < target)
        {
            var quote = dialect.Quote == 0 ? -1 : new ReadOnlySpan<byte>(record, (int)(end - record)).IndexOf(dialect.Quote);
            var plainEnd = quote < 0 ? end : record + quote;
            if (quote < 0 && isFinal && end - block < target) return end;
            record = PassLines(record, plainEnd, quote < 0 && isFinal ? end : plainEnd, block + target);
            if (record - block >= target || quote < 0) return record;
            // The record that has the quote.
            var splitter = new RecordSplitter(dialect, record, end, isFinal);
            if (splitter.Next(null) == RecordKind.Incomplete) return record;
            record = splitter.Position;
        }
        return record;
    }

    // The last record that begins in a piece without quotes, or the first at or after the target.
    private static byte* PassLines(byte* record, byte* end, byte* textEnd, byte* target)
    {
        if (target <= record) return record;
        if (target < end)
        {
            // A record begins right at the target when a line ends before it.
            var from = target - 1;
            var next = new ReadOnlySpan<byte>(from, (int)(end - from)).IndexOfAny((byte)'\n', (byte)'\r');
            if (next >= 0)
            {
                var at = from + next;
                // The line feed of a pair may lie beyond the piece: then the record is found when more is known.
                if (*at != '\r' || at + 1 < end) return RecordSplitter.AfterLineEnd(at, end);
                end = at;
            }
        }
        while (end > record)
        {
            var last = new ReadOnlySpan<byte>(record, (int)(end - record)).LastIndexOfAny((byte)'\n', (byte)'\r');
            if (last < 0) return record;
            var at = record + last;
            if (*at == '\n' || at + 1 < textEnd && at[1] != '\n') return at + 1;
            end = at;
        }
        return record;
    }

    private static int Read(ITextBytes text, long offset, byte* block, int capacity)
    {
        var length = 0;
        while (length < capacity)
        {
            var read = text.ReadAt(offset + length, new Span<byte>(block + length, capacity - length));
            if (read == 0) break;
            length += read;
        }
        return length;
    }
}
