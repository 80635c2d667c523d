using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Text;
using Zenset.Model;

namespace Zenset.Formats.Arff;

/// <summary>A piece of an ARFF file as a source of the engine.</summary>
internal sealed class ArffSegment : ISegment
{
    private readonly ArffTable _table;
    private readonly ArffLayout _layout;
    private readonly SegmentText _text;

    public ArffSegment(ArffTable table, ArffLayout layout, SegmentText text, int index)
    {
        _table = table;
        _layout = layout;
        _text = text;
        Index = index;
        // By number: attributes may have no name, or names that differ in case only, which the engine takes for the same.
        Columns = [.. layout.Columns.Select((c, i) => new EngineColumn(string.Create(CultureInfo.InvariantCulture, $"c{i}"), FieldEngine.TypeOf(c.Field)))];
    }

    public int Index { get; }
    public IReadOnlyList<EngineColumn> Columns { get; }
    public long? RowEstimate => null;
    public bool RowEstimateIsExact => false;
    public int MaxThreads => 1;
    public double Progress => 0;
    public long BytesRead => Volatile.Read(ref _bytesRead);

    private long _bytesRead;

    public ITableScan OpenScan(ReadOnlySpan<int> columns) => new ArffScan(_table, _layout, _text, Index, columns, n => Volatile.Write(ref _bytesRead, n));

    public void Dispose() => _text.Dispose();
}
