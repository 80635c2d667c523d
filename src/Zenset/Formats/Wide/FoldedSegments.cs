using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>The segments of a wide table, with its columns gathered into the vectors of a layout.</summary>
internal sealed class FoldedSegments(ISegments segments, ImmutableArray<Field> columns, WideLayout layout) : ISegments
{
    public long? RowEstimate => segments.RowEstimate;

    public ISegment? Next(CancellationToken cancellationToken) => segments.Next(cancellationToken) is { } segment ? new Segment(segment, columns, layout) : null;

    public void Dispose() => segments.Dispose();

    private sealed class Segment(ISegment segment, ImmutableArray<Field> columns, WideLayout layout) : ISegment
    {
        public int Index => segment.Index;
        public long BytesRead => segment.BytesRead;
        public IReadOnlyList<EngineColumn> Columns { get; } = [.. layout.Fields.Select(f => new EngineColumn(f.Name, FieldEngine.TypeOf(f)))];
        public long? RowEstimate => segment.RowEstimate;
        public bool RowEstimateIsExact => segment.RowEstimateIsExact;
        public int MaxThreads => segment.MaxThreads;
        public double Progress => segment.Progress;

        public ITableScan OpenScan(ReadOnlySpan<int> asked) => new FoldedScan(segment, columns, layout, asked);

        public void Dispose() => segment.Dispose();
    }
}
