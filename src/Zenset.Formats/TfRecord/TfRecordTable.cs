using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.TfRecord;

/// <summary>The records of a file as rows.</summary>
internal sealed class TfRecordTable(RecordFile file, TfRecordInference inference, ImmutableArray<TfRecordField> columns, ReadRequest request) : ITable
{
    public string Name { get; } = Path.GetFileNameWithoutExtension(file.Name);
    public ImmutableArray<Field> Fields { get; } = columns.IsEmpty ? [TfRecordFields.Raw] : [.. columns.Select(c => c.Field)];
    public ImmutableSortedDictionary<string, string> SourceMetadata => ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The features; empty when the records are bytes.</summary>
    public ImmutableArray<TfRecordField> Columns { get; } = columns;

    public RecordFile File { get; } = file;
    public TfRecordInference Inference { get; } = inference;
    public RejectedRows? Rejected => request.Rejected;
    public bool Skips => request.OnError == OnError.Skip && request.Rejected is not null;

    public TableContent OpenContent() => new TableContent.Segmented(new Segments(this));

    private sealed class Segments(TfRecordTable table) : ISegments
    {
        private int _next;

        public long? RowEstimate => table.Inference.Rows;

        public ISegment? Next(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var index = Interlocked.Increment(ref _next) - 1;
            return index < table.Inference.Ranges.Length ? new Segment(table, table.Inference.Ranges[index]) : null;
        }

        public void Dispose() { }
    }

    private sealed class Segment(TfRecordTable table, RecordRange range) : ISegment
    {
        private long _bytesRead;

        public int Index => range.Index;
        // By number: names that differ in case only are two fields, but one column to the engine.
        public IReadOnlyList<EngineColumn> Columns { get; } = [.. table.Fields.Select((f, i) => new EngineColumn($"c{i}", FieldEngine.TypeOf(f)))];
        public long? RowEstimate => table.Inference.RowsOf(range.Index);
        // The file may change before it is read again; then there is an error, and not a wrong result.
        public bool RowEstimateIsExact => false;
        public int MaxThreads => 1;
        public double Progress => 0;
        public long BytesRead => Volatile.Read(ref _bytesRead);
        public ITableScan OpenScan(ReadOnlySpan<int> columns) => new TfRecordScan(table, range, columns, n => Volatile.Write(ref _bytesRead, n));
        public void Dispose() { }
    }
}
