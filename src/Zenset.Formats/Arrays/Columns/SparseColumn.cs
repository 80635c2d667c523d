using System.Globalization;
using System.Numerics;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Columns;

/// <summary>Compressed sparse rows: where each row's entries begin, their positions, and their values.</summary>
/// <param name="Starts">Where the entries of each row begin; signed numbers of 4 or 8 bytes.</param>
/// <param name="Indices">Positions; signed numbers of 4 or 8 bytes.</param>
/// <param name="Values">Column of the values.</param>
/// <param name="Type">The sparse type.</param>
internal sealed record SparseColumn(StoredArray Starts, StoredArray Indices, IColumnPlan Values, FieldType Type) : IColumnPlan
{
    public IEnumerable<StoredArray> Arrays => Values.Arrays.Prepend(Indices).Prepend(Starts);

    public ColumnReader Open(ArrayWindows windows) => new Reader(this, windows);

    private sealed unsafe class Reader(SparseColumn column, ArrayWindows windows) : ColumnReader
    {
        private readonly ArrayWindow _indices = windows[column.Indices];
        private readonly ColumnReader _values = column.Values.Open(windows);
        private readonly Offsets _offsets = new(windows[column.Starts], column.Indices.Shape.Rows);
        private readonly int _bytes = column.Indices.Shape.Type.Bytes;

        public override int LimitRows(long start, int rows) => _offsets.LimitRows(start, rows);

        public override void Fill(VectorBuilder target, int at, long start, int count)
        {
            if (count == 0) return;
            var indices = target.Member(0);
            var values = target.Member(1);
            ListColumn.FillList(values, at, start, count, _offsets, _values);
            var total = (int)(_offsets[count] - _offsets[0]);
            var used = (long)values.Entries[at].Offset;
            indices.ReserveItems(used + total);
            var positions = indices.Items.Values<int>().Slice((int)used, total);
            if (total > 0) CopyIndices(positions, _offsets[0]);
            indices.SetItemCount(used + total);
            for (var i = 0; i < count; i++)
            {
                var entry = values.Entries[at + i];
                var row = positions.Slice((int)((long)entry.Offset - used), (int)entry.Length);
                if (!IsIncreasing(row)) entry = SparseOrder.Mend(row, values.Items, entry, column.Type.Item!) ?? throw Bad(start + i, "has entries out of order whose values cannot be moved");
                if (row.Length > 0 && (row[0] < 0 || row[(int)entry.Length - 1] >= column.Type.Length))
                    throw Bad(start + i, string.Create(CultureInfo.InvariantCulture, $"has the position {(row[0] < 0 ? row[0] : row[(int)entry.Length - 1]):N0}, and there are {column.Type.Length:N0}"));
                indices.Entries[at + i] = entry;
                values.Entries[at + i] = entry;
            }
        }

        private void CopyIndices(Span<int> target, long first)
        {
            var from = _indices.Load(first, target.Length);
            if (_bytes == 4)
            {
                new ReadOnlySpan<int>(from, target.Length).CopyTo(target);
                return;
            }
            // A number beyond 32 bits is out of range anyhow.
            for (var i = 0; i < target.Length; i++) target[i] = (int)Math.Clamp(((long*)from)[i], -1, int.MaxValue);
        }

        private static bool IsIncreasing(ReadOnlySpan<int> row)
        {
            for (var i = 1; i < row.Length; i++)
            {
                if (row[i] <= row[i - 1]) return false;
            }
            return true;
        }

        private SourceDataException Bad(long row, string what) => new(ArrayErrors.BadSparse, $"the row {what}", column.Indices.Bytes.Locate(row), "Write the matrix again.");
    }
}

/// <summary>Puts the entries of a sparse row in order and adds up those of one position, as SciPy does.</summary>
internal static class SparseOrder
{
    /// <summary>Mends a row in place; the entry says how many are left. Null when the values are no numbers.</summary>
    public static ListEntry? Mend(Span<int> positions, VectorBuilder values, ListEntry entry, FieldType type) => type.Kind switch
    {
        FieldKind.Boolean => Mend<byte>(positions, values, entry, (a, b) => (byte)(a | b)),
        FieldKind.Int8 => Mend<sbyte>(positions, values, entry, Add),
        FieldKind.Int16 => Mend<short>(positions, values, entry, Add),
        FieldKind.Int32 => Mend<int>(positions, values, entry, Add),
        FieldKind.Int64 => Mend<long>(positions, values, entry, Add),
        FieldKind.UInt8 => Mend<byte>(positions, values, entry, Add),
        FieldKind.UInt16 => Mend<ushort>(positions, values, entry, Add),
        FieldKind.UInt32 => Mend<uint>(positions, values, entry, Add),
        FieldKind.UInt64 => Mend<ulong>(positions, values, entry, Add),
        FieldKind.Float16 or FieldKind.Float32 => Mend<float>(positions, values, entry, Add),
        FieldKind.Float64 => Mend<double>(positions, values, entry, Add),
        _ => null,
    };

    private static T Add<T>(T a, T b) where T : INumber<T> => unchecked(a + b);

    private static ListEntry Mend<T>(Span<int> positions, VectorBuilder values, ListEntry entry, Func<T, T, T> add) where T : unmanaged
    {
        var row = values.Values<T>().Slice((int)entry.Offset, (int)entry.Length);
        // Equal positions must add up in one order, which an unstable sort would not keep.
        var order = new (int Position, int Place)[positions.Length];
        for (var i = 0; i < order.Length; i++) order[i] = (positions[i], i);
        Array.Sort(order);
        var old = row.ToArray();
        var used = 0;
        foreach (var (position, place) in order)
        {
            if (used > 0 && positions[used - 1] == position) row[used - 1] = add(row[used - 1], old[place]);
            else
            {
                positions[used] = position;
                row[used++] = old[place];
            }
        }
        return new ListEntry(entry.Offset, (ulong)used);
    }
}
