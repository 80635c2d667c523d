using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Columns;
using Zenset.Formats.Arrays.Sparse;

namespace Zenset.Formats.Npz;

/// <summary>The entries of a matrix that is stored by columns (csc), or as entries (coo).</summary>
/// <param name="rows">Row of each entry.</param>
/// <param name="columns">Column of each entry; null when <paramref name="starts"/> says where those of each column begin.</param>
/// <param name="values">Value of each entry.</param>
internal sealed class StoredTriplets(StoredArray rows, StoredArray? columns, StoredArray? starts, PlainColumn values, long entries, long rowCount, long columnCount) : ITableSource
{
    /// <summary>The arrays that are read.</summary>
    public IEnumerable<StoredArray> Arrays => ((StoredArray?[])[rows, columns, starts, values.Array]).OfType<StoredArray>();

    public IReadOnlyList<EngineColumn> Columns { get; } = Triplets.ColumnsOf(values.Decoder.Type);
    public long? RowEstimate => entries;
    public bool RowEstimateIsExact => false;
    public int MaxThreads => 1;
    public double Progress => 0;

    public ITableScan OpenScan(ReadOnlySpan<int> wanted) => new Scan(this, wanted.ToArray());

    private StoredArray Rows => rows;
    private StoredArray? ColumnNumbers => columns;
    private StoredArray? Starts => starts;
    private PlainColumn Values => values;

    private sealed unsafe class Scan : ITableScan
    {
        private readonly StoredTriplets _source;
        private readonly int[] _wanted;
        private readonly ArrayWindows _windows = new(count: 4);
        private readonly ColumnReader _values;
        private readonly Offsets? _starts;
        private readonly long _end;
        private long _next;
        private long _column = -1;

        public Scan(StoredTriplets source, int[] wanted)
        {
            _source = source;
            _wanted = wanted;
            _values = source.Values.Open(_windows);
            _end = source.RowEstimate!.Value;
            if (source.Starts is not { } starts) return;
            _starts = new Offsets(_windows[starts], _end);
            // What no column has is no part of the matrix.
            if (source.ColumnLimit > 0) _starts.Load(source.ColumnLimit - 1, 1);
            _end = source.ColumnLimit > 0 ? _starts[1] : 0;
        }

        public int Read(ChunkBuilder chunk)
        {
            var count = (int)Math.Min(chunk.Capacity, _end - _next);
            if (count <= 0) return 0;
            for (var i = 0; i < _wanted.Length; i++)
            {
                switch (_wanted[i])
                {
                    case 0: CopyNumbers(_source.Rows, chunk[i].Values<long>(), count, _source.RowLimit); break;
                    case 1: FillColumns(chunk[i].Values<int>(), count); break;
                    default: _values.Fill(chunk[i], 0, _next, count); break;
                }
            }
            _next += count;
            return count;
        }

        public void Dispose() => _windows.Dispose();

        private void FillColumns(Span<int> target, int count)
        {
            if (_source.ColumnNumbers is not { } numbers)
            {
                for (var i = 0; i < count; i++) target[i] = ColumnOf(_next + i);
                return;
            }
            var wide = new long[count];
            CopyNumbers(numbers, wide, count, _source.ColumnLimit);
            for (var i = 0; i < count; i++) target[i] = (int)wide[i];
        }

        // Entries come in order, and so do their columns.
        private int ColumnOf(long entry)
        {
            if (_column >= 0 && entry < _starts![1]) return (int)_column;
            while (true)
            {
                if (++_column >= _source.ColumnLimit) throw Bad(_source.Starts!, _column, "belongs to no column");
                _starts!.Load(_column, 1);
                if (_starts[0] > entry) throw Bad(_source.Starts!, _column, "belongs to no column");
                if (entry < _starts[1]) return (int)_column;
            }
        }

        private void CopyNumbers(StoredArray array, Span<long> target, int count, long limit)
        {
            var from = _windows[array].Load(_next, count);
            var isNarrow = array.Shape.Type.Bytes == 4;
            for (var i = 0; i < count; i++)
            {
                var number = isNarrow ? ((int*)from)[i] : ((long*)from)[i];
                if (number < 0 || number >= limit) throw Bad(array, _next + i, string.Create(CultureInfo.InvariantCulture, $"is {number:N0}, and the matrix has {limit:N0}"));
                target[i] = number;
            }
        }

        private static SourceDataException Bad(StoredArray array, long place, string what) => new(ArrayErrors.BadSparse, $"the place of an entry {what}", array.Bytes.Locate(place), "Write the matrix again.");
    }

    private long RowLimit => rowCount;
    private long ColumnLimit => columnCount;
}
