using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Import;

/// <summary>A source whose long vectors come cut into the blocks in which parts keep them (<see cref="StoredBlock"/>).</summary>
/// <remarks>The engine could cut them, but it copies the whole vector for every piece: 265 s for 200 rows of 100,000 numbers.</remarks>
internal sealed class CutSource : ITableSource
{
    private readonly ITableSource _source;
    private readonly ImmutableArray<StoredColumn> _fields;
    private readonly ImmutableArray<CutColumn> _columns;

    private CutSource(ITableSource source, ImmutableArray<StoredColumn> fields)
    {
        _source = source;
        _fields = fields;
        _columns = [.. fields.SelectMany((field, i) => field.Blocks.IsEmpty ? [new CutColumn(i, null)] : field.Blocks.Select(block => new CutColumn(i, block)))];
        Columns = [.. _columns.Select(c => c.Block is { } block
            ? new EngineColumn(PartOptions.ColumnName(c.Field, block), EngineType.List(source.Columns[c.Field].Type.Item!))
            : source.Columns[c.Field])];
    }

    /// <summary>The source, whose columns are the fields, cut where one of them is.</summary>
    public static ITableSource For(ITableSource source, ImmutableArray<Field> fields)
    {
        var columns = StoredColumn.For(fields);
        return columns.All(c => c.Blocks.IsEmpty) ? source : new CutSource(source, columns);
    }

    public IReadOnlyList<EngineColumn> Columns { get; }
    public long? RowEstimate => _source.RowEstimate;
    public bool RowEstimateIsExact => _source.RowEstimateIsExact;
    public int MaxThreads => _source.MaxThreads;
    public double Progress => _source.Progress;

    public ITableScan OpenScan(ReadOnlySpan<int> columns) => new Scan(_source, _fields, [.. columns.ToArray().Select(c => _columns[c])]);

    /// <param name="Field">Index of the field.</param>
    /// <param name="Block">The block of it that this column is; null when it is the field.</param>
    private readonly record struct CutColumn(int Field, StoredBlock? Block);

    private sealed class Scan : ITableScan
    {
        private readonly ITableScan _scan;
        private readonly ChunkBuffer _buffer;
        private readonly int[] _places;
        // Column of the chunk that is filled, column of the buffer, and which positions of it.
        private readonly List<(int Column, int Vector, StoredBlock Block)> _blocks = [];
        private readonly List<Field> _vectors = [];
        private long _rowsBefore;

        public Scan(ITableSource source, ImmutableArray<StoredColumn> all, CutColumn[] asked)
        {
            var fields = asked.Select(c => c.Field).Distinct().ToArray();
            var vectors = new List<EngineType>();
            _places = new int[fields.Length];
            for (var i = 0; i < fields.Length; i++)
            {
                var first = Array.FindIndex(asked, c => c.Field == fields[i]);
                _places[i] = asked[first].Block is null ? first : ~vectors.Count;
                if (_places[i] >= 0) continue;
                for (var c = 0; c < asked.Length; c++)
                {
                    if (asked[c].Field == fields[i]) _blocks.Add((c, vectors.Count, asked[c].Block!.Value));
                }
                vectors.Add(source.Columns[fields[i]].Type);
                _vectors.Add(all[fields[i]].Field);
            }
            _buffer = new ChunkBuffer(vectors);
            _scan = source.OpenScan(fields);
        }

        public int Read(ChunkBuilder chunk)
        {
            var rows = _scan.Read(_buffer.Begin(chunk, _places));
            if (rows == 0) return 0;
            var view = _buffer.View(rows);
            for (var i = 0; i < _vectors.Count; i++) RequireLength(view[i], _vectors[i], rows);
            foreach (var (column, vector, block) in _blocks) Cut(view[vector], block, rows, chunk[column]);
            _rowsBefore += rows;
            return rows;
        }

        public void Dispose()
        {
            _scan.Dispose();
            _buffer.Dispose();
        }

        // The engine has lists for them, of any length.
        private void RequireLength(Vector vector, Field field, int rows)
        {
            for (var row = 0; row < rows; row++)
            {
                if (vector.IsMissing(row) || vector.Entries[row].Length == (ulong)field.Type.Length) continue;
                throw new SourceDataException(
                    CoreErrors.VectorLength, $"a vector of {vector.Entries[row].Length:N0} values stands where each has {field.Type.Length:N0}",
                    new SourceLocation { Source = "the source", Row = _rowsBefore + row, Field = Quoting.Shorten(field.Name) }, "Write the file again, or take the field as a list with --type.");
            }
        }

        private static void Cut(Vector vector, StoredBlock block, int rows, VectorBuilder list)
        {
            list.ReserveItems((long)rows * block.Length);
            var items = list.Items;
            var count = 0;
            for (var row = 0; row < rows; row++)
            {
                if (vector.IsMissing(row))
                {
                    list.Entries[row] = new ListEntry((ulong)count, 0);
                    list.SetMissing(row);
                    continue;
                }
                list.Entries[row] = new ListEntry((ulong)count, (ulong)block.Length);
                VectorCopy.CopyValues(vector.Items, (int)vector.Entries[row].Offset + block.From, block.Length, items, count);
                count += block.Length;
            }
            list.SetItemCount(count);
        }
    }
}
