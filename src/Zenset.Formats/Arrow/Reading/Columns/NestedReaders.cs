using Zenset.DuckDb;

namespace Zenset.Formats.Arrow.Reading.Columns;

/// <summary>Members side by side.</summary>
internal sealed class StructReader(ColumnReader[] members) : ColumnReader
{
    public override void Begin()
    {
        foreach (var member in members) member.Begin();
    }

    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        for (var i = 0; i < members.Length; i++) members[i].Copy(array.Children[i], start, count, target.Member(i), at);
        CopyMissing(array, start, count, target, at);
    }

    public override long Measure(ArrowArray array, long start, long count, long most)
    {
        var total = count;
        for (var i = 0; i < members.Length && total < most; i++) total += members[i].Measure(array.Children[i], start, count, most - total);
        return total;
    }
}

/// <summary>The same number of items for each row, where the engine keeps them as an ARRAY.</summary>
internal sealed class FixedListReader(ColumnReader item, int length) : ColumnReader
{
    public override void Begin() => item.Begin();

    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        item.Copy(array.Children[0], start * length, count * length, target.Items, at * length);
        CopyMissing(array, start, count, target, at);
    }

    public override long Measure(ArrowArray array, long start, long count, long most) =>
        count + item.Measure(array.Children[0], start * length, count * length, most - count);
}

/// <summary>Where the items of a row stand.</summary>
internal interface IItemRange
{
    (long From, long Length) Of(ArrowArray array, long row);

    /// <summary>The items of rows that follow each other follow each other.</summary>
    bool IsInOrder { get; }
}

/// <summary>Between offsets of four bytes.</summary>
internal readonly unsafe struct Offsets32 : IItemRange
{
    public bool IsInOrder => true;

    public (long, long) Of(ArrowArray array, long row)
    {
        var from = ((int*)array.First.Start)[row];
        return (from, (long)((int*)array.First.Start)[row + 1] - from);
    }
}

/// <summary>Between offsets of eight bytes.</summary>
internal readonly unsafe struct Offsets64 : IItemRange
{
    public bool IsInOrder => true;

    public (long, long) Of(ArrowArray array, long row)
    {
        var from = ((long*)array.First.Start)[row];
        return (from, unchecked(((long*)array.First.Start)[row + 1] - from));
    }
}

/// <summary>By offset and size of four bytes each.</summary>
internal readonly unsafe struct Views32 : IItemRange
{
    public bool IsInOrder => false;

    public (long, long) Of(ArrowArray array, long row) => (((int*)array.First.Start)[row], ((int*)array.Second.Start)[row]);
}

/// <summary>By offset and size of eight bytes each.</summary>
internal readonly unsafe struct Views64 : IItemRange
{
    public bool IsInOrder => false;

    public (long, long) Of(ArrowArray array, long row) => (((long*)array.First.Start)[row], ((long*)array.Second.Start)[row]);
}

/// <summary>The same number for each row.</summary>
internal readonly struct Stride(int length) : IItemRange
{
    public bool IsInOrder => true;

    public (long, long) Of(ArrowArray array, long row) => (row * length, length);
}

/// <summary>Any number of items for each row, where the engine keeps them as a LIST or MAP.</summary>
/// <remarks>Items of missing rows are left out; what lies together is copied together.</remarks>
internal sealed class ListReader<TRange>(ColumnReader item, TRange range, bool isMap = false) : ColumnReader where TRange : struct, IItemRange
{
    private readonly TRange _range = range;
    private long _capacity;
    private long _used;

    public override void Begin()
    {
        _capacity = 0;
        _used = 0;
        item.Begin();
    }

    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        var items = array.Children[0];
        var entries = target.Entries.Slice(at, count);
        // Items from..to of the source wait to be copied to the end of the target's.
        long from = 0, to = 0;
        for (var i = 0; i < count; i++)
        {
            if (array.IsMissing(start + i))
            {
                entries[i] = default;
                continue;
            }
            var (first, length) = _range.Of(array, start + i);
            if (first < 0 || length < 0 || first > items.Length - length) throw ArrowDataException.Damaged($"a list has {length:N0} items from {first:N0} on, of {items.Length:N0}");
            if (first != to && length > 0)
            {
                Flush(items, from, to, target);
                (from, to) = (first, first);
            }
            entries[i] = new ListEntry((ulong)(_used + to - from), (ulong)length);
            to += length;
        }
        Flush(items, from, to, target);
        if (_used > 0) target.SetItemCount(_used);
        CopyMissing(array, start, count, target, at);
    }

    public override long Measure(ArrowArray array, long start, long count, long most)
    {
        var items = array.Children[0];
        if (count <= 0 || count >= most) return count;
        if (_range.IsInOrder)
        {
            var (first, _) = _range.Of(array, start);
            var (last, length) = _range.Of(array, start + count - 1);
            // Damage is found, and told, when the rows are copied.
            if (first < 0 || length < 0 || last < first || last > items.Length - length) return count;
            return count + item.Measure(items, first, last + length - first, most - count);
        }
        var total = count;
        for (var row = start; row < start + count && total < most; row++)
        {
            if (array.IsMissing(row)) continue;
            var (first, length) = _range.Of(array, row);
            if (first >= 0 && length >= 0 && first <= items.Length - length) total += item.Measure(items, first, length, most - total);
        }
        return total;
    }

    private void Flush(ArrowArray items, long from, long to, VectorBuilder target)
    {
        var length = to - from;
        if (length == 0) return;
        var needed = _used + length;
        if (needed > int.MaxValue) throw new ArrowDataException(ArrowErrors.Unsupported, $"a row has more than 2,147,483,647 items", "Write it as several rows.", isUnsupported: true);
        if (needed > _capacity)
        {
            _capacity = Math.Min(int.MaxValue, Math.Max(needed, _capacity * 2));
            target.ReserveItems(_capacity);
        }
        if (isMap) RequireKeys(items, from, length);
        item.Copy(items, from, (int)length, target.Items, (int)_used);
        _used = needed;
    }

    private static void RequireKeys(ArrowArray entries, long from, long length)
    {
        for (var row = from; row < from + length; row++)
        {
            if (entries.IsMissing(row) || entries.Children[0].IsMissing(row)) throw ArrowDataException.Damaged($"a map has an entry without a key");
        }
    }
}
