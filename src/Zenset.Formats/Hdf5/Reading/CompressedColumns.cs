using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arrays.Sparse;
using Zenset.Formats.Hdf5.Cells;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>A matrix stored by compressed columns: its entries are sorted by the engine, which goes to the disk where memory is short.</summary>
internal sealed class CompressedColumns(OpenedFile file, Engine engine, string name, string fieldName, SparseMatrix matrix, ImmutableSortedDictionary<string, string> metadata) : ITable
{
    private readonly FieldType _type = FieldType.Sparse(matrix.Plan.Type, matrix.Starts.Rows - 1);

    public string Name => name;
    public ImmutableArray<Field> Fields => [new Field { Name = fieldName, Type = _type }];
    public ImmutableSortedDictionary<string, string> SourceMetadata => metadata;

    public TableContent OpenContent() => new TableContent.Segmented(
        new TripletSort(engine, matrix.Plan.Type, matrix.Width, _type.Length, _ => new Entries(file, name, matrix)));

    /// <summary>Row, column and value of each entry.</summary>
    private sealed class Entries(OpenedFile file, string table, SparseMatrix matrix) : ITableSource
    {
        public IReadOnlyList<EngineColumn> Columns { get; } = Triplets.ColumnsOf(matrix.Plan.Type);
        public long? RowEstimate => matrix.Positions.Rows;
        public bool RowEstimateIsExact => false;
        public int MaxThreads => 1;
        public double Progress => 0;
        public ITableScan OpenScan(ReadOnlySpan<int> columns) => new Scan(file, table, matrix, columns.ToArray());
    }

    private sealed unsafe class Scan : ITableScan
    {
        private readonly Dictionary<StoredDataset, Hdf5Dataset> _open = new(ReferenceEqualityComparer.Instance);
        private readonly SparseMatrix _matrix;
        private readonly SourceLocation _place;
        private readonly int[] _wanted;
        private readonly Windows _windows;
        private readonly EntryOffsets _offsets;
        private readonly Cell _cell;
        private long _column = -1;
        private long _next;

        public Scan(OpenedFile file, string table, SparseMatrix matrix, int[] wanted)
        {
            _matrix = matrix;
            _place = new SourceLocation { Source = file.Source, Resource = table };
            _wanted = wanted;
            _cell = matrix.Plan.Open();
            _windows = new Windows(file, Open, 3);
            _offsets = new EntryOffsets(matrix, _windows);

            Hdf5Dataset Open(StoredDataset stored)
            {
                var dataset = file.Open(stored, BlockSizes.CacheOf(stored, 3));
                _open.Add(stored, dataset);
                return dataset;
            }
        }

        public int Read(ChunkBuilder chunk)
        {
            try
            {
                return Fill(chunk);
            }
            catch (Hdf5Exception e)
            {
                throw Failures.Damaged(e, _place);
            }
            catch (CellException e)
            {
                throw new SourceDataException(Hdf5Errors.Value, $"column {Math.Max(0, _column)} of the matrix: {e.Message}", _place, "Write the matrix again.", e);
            }
        }

        public void Dispose()
        {
            _windows.Dispose();
            foreach (var dataset in _open.Values) dataset.Dispose();
        }

        private int Fill(ChunkBuilder chunk)
        {
            if (_column < 0 && !MoveOn()) return 0;
            while (_next >= _offsets[1])
            {
                if (!MoveOn()) return 0;
            }
            // Entries of one column: few columns have fewer entries than a chunk, and the engine gathers small ones.
            var (positions, values) = (_windows[_matrix.Positions], _windows[_matrix.Values]);
            var end = _matrix.Positions.Rows;
            var count = (int)Math.Min(Math.Min(chunk.Capacity, _offsets[1] - _next), Math.Min(positions.Load(_next, end), values.Load(_next, end)));
            for (var i = 0; i < _wanted.Length; i++)
            {
                switch (_wanted[i])
                {
                    case 0: FillRows(chunk[i].Values<long>(), (int*)positions.At(_next), count); break;
                    case 1: chunk[i].Values<int>()[..count].Fill((int)_column); break;
                    default: _cell.Read(chunk[i], 0, values.At(_next), _matrix.Values.Memory.Size, count); break;
                }
            }
            _next += count;
            return count;
        }

        private bool MoveOn()
        {
            if (_column + 1 >= _matrix.Starts.Rows - 1) return false;
            _offsets.Load(++_column, 1);
            if (_offsets[0] < _next) throw new CellException("its entries begin before those of the column before end");
            _next = _offsets[0];
            return true;
        }

        private void FillRows(Span<long> target, int* rows, int count)
        {
            for (var i = 0; i < count; i++)
            {
                if (rows[i] < 0 || rows[i] >= _matrix.Width)
                    throw new CellException(string.Create(CultureInfo.InvariantCulture, $"an entry is in row {rows[i]:N0}, and the matrix has {_matrix.Width:N0}"));
                target[i] = rows[i];
            }
        }
    }
}
