using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Csv.Types;
using Zenset.Formats.Text;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Formats.Csv;

/// <summary>A piece of a CSV text as a source of the engine.</summary>
internal sealed class CsvSegment : ISegment
{
    private readonly CsvTable _table;
    private readonly ImmutableArray<ColumnPlan> _plans;
    private readonly WideLayout _wide;
    private readonly SegmentText _text;
    private long _bytesRead;

    public CsvSegment(CsvTable table, ImmutableArray<ColumnPlan> plans, WideLayout wide, SegmentText text, int index)
    {
        _table = table;
        _plans = plans;
        _wide = wide;
        _text = text;
        Index = index;
        Columns = [.. wide.Fields.Select(f => new EngineColumn(f.Name, FieldEngine.TypeOf(f.Type)))];
    }

    public int Index { get; }
    public IReadOnlyList<EngineColumn> Columns { get; }
    public long? RowEstimate => null;
    public bool RowEstimateIsExact => false;
    public int MaxThreads => 1;
    public double Progress => 0;
    public long BytesRead => Volatile.Read(ref _bytesRead);

    public ITableScan OpenScan(ReadOnlySpan<int> columns) => new CsvScan(_table, _plans, _wide, _text, Index, columns, n => Volatile.Write(ref _bytesRead, n));

    public void Dispose() => _text.Dispose();
}
