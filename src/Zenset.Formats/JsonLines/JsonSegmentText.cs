using Zenset.DuckDb;
using Zenset.Formats.Text;

namespace Zenset.Formats.JsonLines;

/// <summary>A segment before its fields are known: only its text.</summary>
internal sealed class JsonSegmentText(SegmentText text, int index) : ISegment
{
    public SegmentText Text { get; } = text;
    public int Index { get; } = index;
    public long BytesRead => Text.BytesRead;
    public IReadOnlyList<EngineColumn> Columns => [];
    public long? RowEstimate => null;
    public bool RowEstimateIsExact => false;
    public int MaxThreads => 1;
    public double Progress => 0;

    public ITableScan OpenScan(ReadOnlySpan<int> columns) => throw new InvalidOperationException("The fields are not known yet.");

    public void Dispose() => Text.Dispose();

    /// <summary>The next line, with its end; the window may move.</summary>
    public static unsafe bool TryReadLine(SegmentText text, out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var left = (int)(text.End - text.Cursor);
            var length = new ReadOnlySpan<byte>(text.Cursor, left).IndexOf((byte)'\n');
            if (length < 0 && !text.IsFinal)
            {
                text.Refill();
                continue;
            }
            if (left == 0)
            {
                line = default;
                return false;
            }
            line = new ReadOnlySpan<byte>(text.Cursor, length < 0 ? left : length + 1);
            text.Cursor += line.Length;
            return true;
        }
    }
}
