using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Arrays.Columns;
using Zenset.Formats.Hdf5.Cells;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>A matrix stored by compressed rows: one sparse field.</summary>
/// <param name="Field">A sparse field.</param>
/// <param name="Matrix">The matrix.</param>
internal sealed record CompressedRows(Field Field, SparseMatrix Matrix) : TableColumn(Field)
{
    public override ImmutableArray<StoredDataset> Datasets => [Matrix.Starts, Matrix.Positions, Matrix.Values];
    public override long Rows => Matrix.Starts.Rows - 1;
    public override long Bytes => Matrix.Starts.Bytes + Matrix.Positions.Bytes + Matrix.Values.Bytes;

    public override ColumnReader Open(Windows windows) => new Reader(this, windows);

    private sealed unsafe class Reader(CompressedRows column, Windows windows) : ColumnReader
    {
        // Entries of a chunk, unless one row has more.
        private const long MostEntries = 1 << 20;

        private readonly EntryOffsets _offsets = new(column.Matrix, windows);
        private readonly RowWindow _positions = windows[column.Matrix.Positions];
        private readonly RowWindow _values = windows[column.Matrix.Values];
        private readonly Cell _cell = column.Matrix.Plan.Open();
        private readonly int _valueBytes = column.Matrix.Values.Memory.Size;

        public override int Limit(long row, int rows, long end)
        {
            _offsets.Load(row, rows);
            var fitting = 1;
            while (fitting < rows && _offsets[fitting + 1] - _offsets[0] <= MostEntries) fitting++;
            return fitting;
        }

        public override void Fill(VectorBuilder target, long row, int rows)
        {
            _offsets.Load(row, rows);
            var total = _offsets[rows] - _offsets[0];
            if (total > int.MaxValue / 2) throw new CellException(string.Create(CultureInfo.InvariantCulture, $"the row has {total:N0} entries"));
            var indices = target.Member(0);
            var values = target.Member(1);
            indices.ReserveItems(total);
            values.ReserveItems(total);
            Copy(indices.Items, values.Items, (int)total);
            indices.SetItemCount(total);
            values.SetItemCount(total);
            var positions = indices.Items.Values<int>();
            for (var i = 0; i < rows; i++)
            {
                var first = (int)(_offsets[i] - _offsets[0]);
                var entry = new ListEntry((ulong)first, (ulong)(_offsets[i + 1] - _offsets[i]));
                var ofRow = positions.Slice(first, (int)entry.Length);
                // Programs may leave a row's entries in any order.
                if (!IsIncreasing(ofRow)) entry = SparseOrder.Mend(ofRow, values.Items, entry, column.Matrix.Plan.Type) ?? throw new CellException("the entries of the row are out of order");
                if (entry.Length > 0) Check(ofRow[0], ofRow[(int)entry.Length - 1]);
                indices.Entries[i] = entry;
                values.Entries[i] = entry;
            }
        }

        private void Check(int least, int greatest)
        {
            if (least < 0 || greatest >= column.Matrix.Width)
                throw new CellException(string.Create(CultureInfo.InvariantCulture, $"an entry has the position {(least < 0 ? least : greatest):N0}, and there are {column.Matrix.Width:N0}"));
        }

        // In the pieces in which the windows have them.
        private void Copy(VectorBuilder positions, VectorBuilder values, int total)
        {
            var (at, end) = (_offsets[0], column.Matrix.Positions.Rows);
            for (var done = 0; done < total;)
            {
                var count = Math.Min(total - done, Math.Min(_positions.Load(at, end), _values.Load(at, end)));
                new ReadOnlySpan<int>(_positions.At(at), count).CopyTo(positions.Values<int>().Slice(done, count));
                _cell.Read(values, done, _values.At(at), _valueBytes, count);
                done += count;
                at += count;
            }
        }

        private static bool IsIncreasing(ReadOnlySpan<int> row)
        {
            for (var i = 1; i < row.Length; i++)
            {
                if (row[i] <= row[i - 1]) return false;
            }
            return true;
        }
    }
}
