using System.Globalization;
using Zenset.Formats.Text;

namespace Zenset.Formats.JsonLines;

/// <summary>One pass over all rows that finds their shape, on several threads: what a field's type is holds for every row.</summary>
internal sealed class JsonInference
{
    private readonly SortedDictionary<int, SegmentShape> _segments = [];

    /// <summary>Shape of a row.</summary>
    public JsonShape Row { get; private set; } = new() { IsRow = true };

    /// <summary>Rows in all, those that are left out not counted.</summary>
    public long Rows => _segments.Values.Sum(s => s.Rows);

    /// <summary>Rows that will be left out.</summary>
    public long BadRows => _segments.Values.Sum(s => s.BadRows);

    /// <summary>Lines and rows before a segment.</summary>
    public (long Lines, long Rows) Before(int segment) =>
        (_segments.Where(s => s.Key < segment).Sum(s => s.Value.Lines), _segments.Where(s => s.Key < segment).Sum(s => s.Value.Rows + s.Value.BadRows));

    /// <summary>Rows of a segment that are kept.</summary>
    public long RowsOf(int segment) => _segments.TryGetValue(segment, out var s) ? s.Rows : 0;

    /// <summary>Reads all rows.</summary>
    /// <exception cref="SourceDataException">A row is wrong and <paramref name="skips"/> is false: the first one in the text.</exception>
    public static JsonInference Run(TextInput input, Func<TextSegments.Create, TextSegments> open, bool skips, int parallelism, CancellationToken cancellationToken)
    {
        var inference = new JsonInference();
        using var segments = open((text, index) => new JsonSegmentText(text, index));
        var failedAt = int.MaxValue;
        void Work()
        {
            while (segments.Next(cancellationToken) is JsonSegmentText segment)
            {
                using (segment)
                {
                    if (segment.Index > Volatile.Read(ref failedAt)) return;
                    var shape = new SegmentShape();
                    try
                    {
                        shape.Read(segment.Text, skips, cancellationToken);
                    }
                    catch (SourceDataException e)
                    {
                        shape.Unreadable = e;
                    }
                    lock (inference._segments)
                    {
                        inference._segments[segment.Index] = shape;
                        if (shape.Failure is not null || shape.Unreadable is not null) failedAt = Math.Min(failedAt, segment.Index);
                    }
                }
            }
        }
        var workers = Enumerable.Range(0, Math.Max(1, parallelism)).Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        try
        {
            Task.WaitAll(workers, CancellationToken.None);
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        foreach (var (index, shape) in inference._segments)
        {
            if (shape.Unreadable is { } unreadable) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(unreadable);
            if (shape.Failure is { } failure) throw inference.Locate(input.Name, index, shape.Lines - 1, shape.Rows, failure);
            inference.Row.Join(shape.Row);
        }
        return inference;
    }

    /// <summary>A failure with its place.</summary>
    /// <param name="name">Name of the source.</param>
    /// <param name="segment">Its segment.</param>
    /// <param name="line">Line in the segment, from 0.</param>
    /// <param name="row">Row in the segment, from 0.</param>
    /// <param name="failure">What is wrong.</param>
    /// <param name="field">Field, when it is one's fault.</param>
    public SourceDataException Locate(string name, int segment, long line, long row, JsonLineException failure, string? field = null)
    {
        var (lines, rows) = Before(segment);
        return new SourceDataException(
            failure.Code, failure.Message, new SourceLocation { Source = name, Line = lines + line, Column = failure.Column, Row = rows + row, Field = field }, failure.Fix, failure.InnerException);
    }

    /// <summary>How the fields were found, in a few words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows:N0} rows");

    private sealed class SegmentShape
    {
        public JsonShape Row { get; } = new() { IsRow = true };
        public long Lines { get; private set; }
        public long Rows { get; private set; }
        public long BadRows { get; private set; }
        public JsonLineException? Failure { get; private set; }
        public SourceDataException? Unreadable { get; set; }

        public void Read(SegmentText text, bool skips, CancellationToken cancellationToken)
        {
            while (JsonSegmentText.TryReadLine(text, out var line))
            {
                if ((Lines++ & 0xFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
                var row = JsonLine.Trim(line);
                if (row.IsEmpty) continue;
                try
                {
                    // A bad row must leave nothing behind.
                    if (skips) JsonLine.Observe(row, new JsonShape { IsRow = true });
                    JsonLine.Observe(row, Row);
                    Rows++;
                }
                catch (JsonLineException e)
                {
                    var indent = line.IndexOf(row[0]);
                    if (skips)
                    {
                        BadRows++;
                        continue;
                    }
                    Failure = new JsonLineException(e.Code, e.Message, e.Column + indent, e.Fix, e.InnerException);
                    return;
                }
            }
        }
    }
}
