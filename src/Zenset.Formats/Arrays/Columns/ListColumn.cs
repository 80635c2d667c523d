using Zenset.DuckDb;

namespace Zenset.Formats.Arrays.Columns;

/// <summary>Lists: where each row's items begin, and the items. Maps: the same with structs of key and value.</summary>
/// <param name="Offsets">Signed numbers of 4 or 8 bytes.</param>
/// <param name="Items">The items' column.</param>
/// <param name="ItemCount">How many there are.</param>
internal sealed record ListColumn(StoredArray Offsets, IColumnPlan Items, long ItemCount) : IColumnPlan
{
    public IEnumerable<StoredArray> Arrays => Items.Arrays.Prepend(Offsets);

    public ColumnReader Open(ArrayWindows windows) => new Reader(new Offsets(windows[Offsets], ItemCount), Items.Open(windows));

    private sealed class Reader(Offsets offsets, ColumnReader items) : ColumnReader
    {
        public override int LimitRows(long start, int rows) => offsets.LimitRows(start, rows);

        public override void Fill(VectorBuilder target, int at, long start, int count) => FillList(target, at, start, count, offsets, items);
    }

    /// <summary>Appends the lists of some rows to a vector, which holds those of the rows before.</summary>
    internal static void FillList(VectorBuilder target, int at, long start, int count, Offsets offsets, ColumnReader items)
    {
        if (count == 0) return;
        offsets.Load(start, count);
        var first = offsets[0];
        var total = (int)(offsets[count] - first);
        var entries = target.Entries;
        var used = at == 0 ? 0 : (long)(entries[at - 1].Offset + entries[at - 1].Length);
        for (var i = 0; i < count; i++) entries[at + i] = new ListEntry((ulong)(used + offsets[i] - first), (ulong)(offsets[i + 1] - offsets[i]));
        target.ReserveItems(used + total);
        if (total > 0) items.Fill(target.Items, (int)used, first, total);
        target.SetItemCount(used + total);
    }
}

/// <summary>Vectors whose items have a column of their own.</summary>
/// <param name="Items">The items' column, those of a row after those of the row before.</param>
/// <param name="Length">Items of a row.</param>
internal sealed record VectorColumn(IColumnPlan Items, int Length) : IColumnPlan
{
    public IEnumerable<StoredArray> Arrays => Items.Arrays;

    public ColumnReader Open(ArrayWindows windows) => new Reader(Items.Open(windows), Length);

    private sealed class Reader(ColumnReader items, int length) : ColumnReader
    {
        private const int MostItems = 1 << 20;

        public override int LimitRows(long start, int rows) => Math.Clamp(MostItems / Math.Max(1, length), 1, rows);

        public override void Fill(VectorBuilder target, int at, long start, int count)
        {
            if (target.Type.Id == EngineTypeId.List)
            {
                target.ReserveItems((long)(at + count) * length);
                var entries = target.Entries;
                for (var i = at; i < at + count; i++) entries[i] = new ListEntry((ulong)i * (ulong)length, (ulong)length);
                target.SetItemCount((long)(at + count) * length);
            }
            if (length > 0 && count > 0) items.Fill(target.Items, at * length, start * length, checked(count * length));
        }
    }
}

/// <summary>Structs whose members have columns of their own.</summary>
internal sealed record StructColumn(System.Collections.Immutable.ImmutableArray<IColumnPlan> Members) : IColumnPlan
{
    public IEnumerable<StoredArray> Arrays => Members.SelectMany(m => m.Arrays);

    public ColumnReader Open(ArrayWindows windows) => new Reader([.. Members.Select(m => m.Open(windows))]);

    private sealed class Reader(ColumnReader[] members) : ColumnReader
    {
        public override int LimitRows(long start, int rows)
        {
            foreach (var member in members) rows = member.LimitRows(start, rows);
            return rows;
        }

        public override void Fill(VectorBuilder target, int at, long start, int count)
        {
            for (var m = 0; m < members.Length; m++) members[m].Fill(target.Member(m), at, start, count);
        }
    }
}
