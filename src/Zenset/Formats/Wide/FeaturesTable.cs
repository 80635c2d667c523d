using System.Collections.Immutable;
using System.Text;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>The names behind the positions of vector and sparse fields as a table of the source: one row for every feature.</summary>
/// <param name="mainTable">Name of the table that they belong to.</param>
/// <param name="features">Makes the list when the table is read: the fields may be widened until then.</param>
/// <param name="isOneOfMany">The source has other tables, which may be wide as well.</param>
internal sealed class FeaturesTable(string mainTable, Func<IFeatureNames> features, bool isOneOfMany = false) : ITable
{
    public string Name => isOneOfMany ? FeatureTable.NameFor(mainTable) : mainTable == FeatureTable.Name ? FeatureTable.Name + "_names" : FeatureTable.Name;
    public ImmutableArray<Field> Fields => FeatureTable.Fields;
    public ImmutableSortedDictionary<string, string> SourceMetadata => ImmutableSortedDictionary<string, string>.Empty;

    public TableContent OpenContent() => new TableContent.Segmented(new OneSegment(features()));

    private sealed class OneSegment(IFeatureNames features) : ISegments, ISegment, ITableScan
    {
        private bool _taken;
        private int _next;
        private int[] _columns = [];
        private byte[] _text = new byte[256];
        private int _categories;

        public long? RowEstimate => features.Count;
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
            var rows = Math.Min(chunk.Capacity, features.Count - _next);
            _categories = 0;
            for (var row = 0; row < rows; row++, _next++)
            {
                for (var c = 0; c < _columns.Length; c++)
                {
                    switch (_columns[c])
                    {
                        case 0:
                            SetText(chunk[c], row, features.Field(_next));
                            break;
                        case 1 when features.Position(_next) is { } position:
                            chunk[c].Values<int>()[row] = position;
                            break;
                        case 2:
                            SetText(chunk[c], row, features.Name(_next));
                            break;
                        case 3 when features.Type(_next) is { } type:
                            SetText(chunk[c], row, type);
                            break;
                        case 4:
                            SetCategories(chunk[c], row, features.Categories(_next));
                            break;
                        default:
                            chunk[c].SetMissing(row);
                            break;
                    }
                }
            }
            var categories = Array.IndexOf(_columns, 4);
            if (categories >= 0) chunk[categories].SetItemCount(_categories);
            return rows;
        }

        public void Dispose() { }

        private void SetCategories(VectorBuilder vector, int row, ImmutableArray<string> categories)
        {
            vector.Entries[row] = new ListEntry((ulong)_categories, (ulong)categories.Length);
            if (categories.IsEmpty)
            {
                vector.SetMissing(row);
                return;
            }
            vector.ReserveItems(_categories + categories.Length);
            foreach (var category in categories) SetText(vector.Items, _categories++, category);
        }

        private void SetText(VectorBuilder vector, int row, string text)
        {
            var most = Encoding.UTF8.GetMaxByteCount(text.Length);
            if (_text.Length < most) _text = new byte[most];
            vector.SetText(row, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));
        }
    }
}
