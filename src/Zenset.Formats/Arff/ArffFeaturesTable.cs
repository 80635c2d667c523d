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
        private byte[] _text = new byte[256];

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
                        case 0: SetText(chunk[c], row, layout.Columns[slot.Column].Field.Name); break;
                        case 1 when slot.Position < 0: chunk[c].SetMissing(row); break;
                        case 1: chunk[c].Values<int>()[row] = slot.Position; break;
                        case 2: SetText(chunk[c], row, attributes[_next].Name); break;
                        default: chunk[c].SetText(row, KindNames[(int)attributes[_next].Kind]); break;
                    }
                }
            }
            return rows;
        }

        private void SetText(VectorBuilder vector, int row, string text)
        {
            var most = Encoding.UTF8.GetMaxByteCount(text.Length);
            if (_text.Length < most) _text = new byte[most];
            vector.SetText(row, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));
        }

        public void Dispose() { }

        private static readonly byte[][] KindNames = [.. Enum.GetNames<ArffKind>().Select(name => Encoding.UTF8.GetBytes(name.ToLowerInvariant()))];
    }
}
