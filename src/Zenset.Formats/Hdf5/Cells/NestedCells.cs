using Zenset.DuckDb;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Cells;

/// <summary>Lists of varying length; also maps, which are lists of pairs.</summary>
internal sealed unsafe class ListCell(Cell item, int itemSize) : Cell
{
    private const long MostItems = int.MaxValue / 2;

    private GlobalHeap? _heap;
    private long _items;
    private long _room;

    public override void Begin(GlobalHeap heap)
    {
        _heap = heap;
        _items = _room = 0;
        item.Begin(heap);
    }

    public override long Weight(byte* from) => ((HeapReference*)from)->Length * (long)itemSize;

    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var reference = *(HeapReference*)(from + (long)i * stride);
            // Checked before room is made: the file must have what it says.
            var values = _heap!.Items(reference, itemSize);
            var length = (int)reference.Length;
            Reserve(target, length);
            target.Entries[row + i] = new ListEntry((ulong)_items, (ulong)length);
            fixed (byte* at = values)
            {
                if (length > 0) item.Read(target.Items, (int)_items, at, itemSize, length);
            }
            _items += length;
        }
    }

    public override void Finish(VectorBuilder target)
    {
        target.SetItemCount(_items);
        if (_items > 0) item.Finish(target.Items);
    }

    private void Reserve(VectorBuilder target, int more)
    {
        if (_items + more <= _room) return;
        if (_items + more > MostItems) throw new CellException($"the lists of these rows have more than {MostItems:N0} items in all");
        _room = Math.Min(Math.Max(_items + more, _room * 2), MostItems);
        target.ReserveItems(_room);
    }
}

/// <summary>A fixed number of items for each value: an ARRAY of the engine, or a LIST where it is long.</summary>
internal sealed unsafe class VectorCell(Cell item, int itemSize, int length) : Cell
{
    private long _items;

    public override void Begin(GlobalHeap heap)
    {
        _items = 0;
        item.Begin(heap);
    }

    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        if (target.Type.Id == EngineTypeId.Array)
        {
            ReadItems(target.Items, row * length, from, stride, count);
            return;
        }
        target.ReserveItems(_items + (long)count * length);
        var entries = target.Entries;
        for (var i = 0; i < count; i++) entries[row + i] = new ListEntry((ulong)(_items + (long)i * length), (ulong)length);
        ReadItems(target.Items, (int)_items, from, stride, count);
        _items += (long)count * length;
    }

    public override long Weight(byte* from)
    {
        long weight = 0;
        for (var i = 0; i < length; i++) weight += item.Weight(from + (long)i * itemSize);
        return weight;
    }

    public override void Finish(VectorBuilder target)
    {
        if (target.Type.Id != EngineTypeId.Array) target.SetItemCount(_items);
        if (target.Type.Id == EngineTypeId.Array || _items > 0) item.Finish(target.Items);
    }

    private void ReadItems(VectorBuilder items, int first, byte* from, int stride, int count)
    {
        if (length == 0) return;
        if (stride == length * itemSize)
        {
            item.Read(items, first, from, itemSize, count * length);
            return;
        }
        for (var i = 0; i < count; i++) item.Read(items, first + i * length, from + (long)i * stride, itemSize, length);
    }
}

/// <summary>Compounds: each member at its offset.</summary>
internal sealed unsafe class StructCell(Cell[] members, int[] offsets) : Cell
{
    public override void Begin(GlobalHeap heap)
    {
        foreach (var member in members) member.Begin(heap);
    }

    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < members.Length; i++) members[i].Read(target.Member(i), row, from + offsets[i], stride, count);
    }

    public override long Weight(byte* from)
    {
        long weight = 0;
        for (var i = 0; i < members.Length; i++) weight += members[i].Weight(from + offsets[i]);
        return weight;
    }

    public override void Finish(VectorBuilder target)
    {
        for (var i = 0; i < members.Length; i++) members[i].Finish(target.Member(i));
    }
}
