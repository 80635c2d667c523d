using System.Numerics;
using Zenset.DuckDb;
using Vector = Zenset.DuckDb.Vector;

namespace Zenset.Formats.Arrow.Writing.Columns;

/// <summary>Members side by side.</summary>
internal sealed class StructWriter(ColumnWriter[] members) : ColumnWriter
{
    public override void Append(Vector vector, int start, int count)
    {
        if (!HasMissing(vector, start, count))
        {
            for (var i = 0; i < members.Length; i++) members[i].Append(vector.Member(i), start, count);
        }
        else
        {
            // What stands in the members of a missing row means nothing.
            for (var at = start; at < start + count;)
            {
                var end = RunEnd(vector, at, start + count);
                for (var i = 0; i < members.Length; i++)
                {
                    if (vector.IsMissing(at)) members[i].AppendMissing(end - at);
                    else members[i].Append(vector.Member(i), at, end - at);
                }
                at = end;
            }
        }
        Present.AppendRange(vector.Validity, start, count);
    }

    public override void AppendMissing(int count)
    {
        foreach (var member in members) member.AppendMissing(count);
        Present.AppendSame(false, count);
    }

    public override long Measure(Vector vector, int start, int count)
    {
        long total = 0;
        for (var i = 0; i < members.Length; i++) total += members[i].Measure(vector.Member(i), start, count);
        return total;
    }

    public override void AddTo(BatchBuilder batch)
    {
        AddValidity(batch);
        foreach (var member in members) member.AddTo(batch);
    }

    public override void Clear()
    {
        base.Clear();
        foreach (var member in members) member.Clear();
    }
}

/// <summary>Any number of items for each row: lists, and maps as lists of entries.</summary>
internal sealed class ListWriter<TOffset> : ColumnWriter where TOffset : unmanaged, IBinaryInteger<TOffset>
{
    private readonly ColumnWriter _item;
    private readonly ByteBuffer _offsets = new();
    private long _items;

    public ListWriter(ColumnWriter item)
    {
        _item = item;
        Clear();
    }

    public override void Append(Vector vector, int start, int count)
    {
        var entries = vector.Entries.Slice(start, count);
        var ends = _offsets.Take<TOffset>(count);
        // Items from..to, which lie together, wait to be appended.
        long from = 0, to = 0;
        for (var i = 0; i < count; i++)
        {
            if (!vector.IsMissing(start + i) && entries[i].Length > 0)
            {
                var (first, length) = ((long)entries[i].Offset, (long)entries[i].Length);
                if (first != to)
                {
                    _item.Append(vector.Items, (int)from, (int)(to - from));
                    (from, to) = (first, first);
                }
                to += length;
                _items += length;
            }
            ends[i] = TOffset.CreateChecked(_items);
        }
        _item.Append(vector.Items, (int)from, (int)(to - from));
        Present.AppendRange(vector.Validity, start, count);
    }

    public override void AppendMissing(int count)
    {
        _offsets.Take<TOffset>(count).Fill(TOffset.CreateChecked(_items));
        Present.AppendSame(false, count);
    }

    public override unsafe long Measure(Vector vector, int start, int count)
    {
        var total = (long)count * sizeof(TOffset);
        for (var i = start; i < start + count; i++)
        {
            var entry = vector.Entries[i];
            if (!vector.IsMissing(i) && entry.Length > 0) total += _item.Measure(vector.Items, (int)entry.Offset, (int)entry.Length);
        }
        return total;
    }

    public override void AddTo(BatchBuilder batch)
    {
        AddValidity(batch);
        batch.AddBuffer(_offsets.Memory);
        _item.AddTo(batch);
    }

    public override void Clear()
    {
        base.Clear();
        _item.Clear();
        _offsets.Clear();
        // One offset more than values.
        _offsets.Take<TOffset>(1)[0] = TOffset.Zero;
        _items = 0;
    }
}

/// <summary>The same number of items for each row. The engine has short ones as ARRAY, long ones as LIST.</summary>
internal sealed class FixedListWriter(ColumnWriter item, int length) : ColumnWriter
{
    public override void Append(Vector vector, int start, int count)
    {
        for (var at = start; at < start + count;)
        {
            var end = RunEnd(vector, at, start + count);
            if (vector.IsMissing(at)) item.AppendMissing(checked((end - at) * length));
            else AppendItems(vector, at, end - at);
            at = end;
        }
        Present.AppendRange(vector.Validity, start, count);
    }

    public override void AppendMissing(int count)
    {
        item.AppendMissing(checked(count * length));
        Present.AppendSame(false, count);
    }

    public override long Measure(Vector vector, int start, int count)
    {
        // Missing rows take as much.
        if (vector.Type.Id == EngineTypeId.Array) return item.Measure(vector.Items, start * length, count * length);
        long total = 0;
        for (var i = start; i < start + count; i++)
        {
            total += vector.IsMissing(i) || length == 0 ? length * 8L : item.Measure(vector.Items, (int)vector.Entries[i].Offset, (int)vector.Entries[i].Length);
        }
        return total;
    }

    public override void AddTo(BatchBuilder batch)
    {
        AddValidity(batch);
        item.AddTo(batch);
    }

    public override void Clear()
    {
        base.Clear();
        item.Clear();
    }

    private void AppendItems(Vector vector, int start, int count)
    {
        if (vector.Type.Id == EngineTypeId.Array)
        {
            item.Append(vector.Items, start * length, count * length);
            return;
        }
        for (var i = start; i < start + count; i++)
        {
            var entry = vector.Entries[i];
            if (entry.Length != (ulong)length) throw new InvalidOperationException($"A vector of {length:N0} positions has {entry.Length:N0}.");
            if (length > 0) item.Append(vector.Items, (int)entry.Offset, length);
        }
    }
}
