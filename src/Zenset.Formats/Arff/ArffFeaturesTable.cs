using System.Collections.Immutable;
using System.Text;
using Zenset.DuckDb;
using Zenset.Formats.Arff.Header;
using Zenset.Model;

namespace Zenset.Formats.Arff;

/// <summary>The names behind the positions of vector columns: one row for every attribute, in file order.</summary>
internal sealed class ArffFeaturesTable(ArffTable table) : ITable
{
    public string Name => table.Name == FeatureTable.Name ? FeatureTable.Name + "_names" : FeatureTable.Name;
    public ImmutableArray<Field> Fields => FeatureTable.Fields;
    public ImmutableSortedDictionary<string, string> SourceMetadata => ImmutableSortedDictionary<string, string>.Empty;

    public TableContent OpenContent() => new TableContent.Segmented(new OneSegment(table.Header.Attributes, table.Layout));

    private sealed class OneSegment(ImmutableArray<ArffAttribute> attributes, ArffLayout layout) : ISegments, ISegment, ITableScan
    {
        private bool _taken;
        private int _next;
        private int[] _columns = [];

        public long? RowEstimate => attributes.Length;
        public bool RowEstimateIsExact => true;
        public int Index => 0;
        public long BytesRead => 0;
        public int MaxThreads => 1;
        public double Progress => 0;
        public IReadOnlyList<EngineColumn> Columns { get; } = [.. FeatureTable.Fields.Select(f => new EngineColumn(f.Name, FieldEngine.TypeOf(f)))];

        public ISegment? Next(CancellationToken cancellationToken)
        {
            if (_taken) return null;
            _taken = true;
            return this;
        }

        public ITableScan OpenScan(ReadOnlySpan<int> columns)
        {
            _columns = columns.ToArray();
            return this;
        }

        public int Read(ChunkBuilder chunk)
        {
            var rows = Math.Min(chunk.Capacity, attributes.Length - _next);
            for (var row = 0; row < rows; row++, _next++)
            {
                var slot = layout.Slots[_next];
                for (var c = 0; c < _columns.Length; c++)
                {
                    switch (_columns[c])
                    {
                        case 0: chunk[c].SetText(row, Encoding.UTF8.GetBytes(layout.Columns[slot.Column].Field.Name)); break;
                        case 1 when slot.Position < 0: chunk[c].SetMissing(row); break;
                        case 1: chunk[c].Values<int>()[row] = slot.Position; break;
                        case 2: chunk[c].SetText(row, Encoding.UTF8.GetBytes(attributes[_next].Name)); break;
                        default: chunk[c].SetText(row, Encoding.UTF8.GetBytes(attributes[_next].Kind.ToString().ToLowerInvariant())); break;
                    }
                }
            }
            return rows;
        }

        public void Dispose() { }
    }
}
