using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>Some batches, or some rows of one, that one scan reads.</summary>
internal sealed class ArrowSegment(ArrowTable table, int index, IReadOnlyList<BatchPiece> pieces) : ISegment
{
    private long _bytesRead;

    public int Index => index;
    // By number: names that differ in case only are two fields, but one column to the engine.
    public IReadOnlyList<EngineColumn> Columns { get; } = [.. table.Fields.Select((f, i) => new EngineColumn($"c{i}", FieldEngine.TypeOf(f)))];
    public long? RowEstimate { get; } = pieces.Sum(p => p.Rows);
    public bool RowEstimateIsExact => false;
    public int MaxThreads => 1;
    public double Progress => 0;
    public long BytesRead => Volatile.Read(ref _bytesRead);

    public ITableScan OpenScan(ReadOnlySpan<int> columns) => new ArrowScan(table, pieces, columns.ToArray(), n => Volatile.Write(ref _bytesRead, n));

    public void Dispose()
    {
    }
}
