using Zenset.DuckDb;

namespace Zenset.Formats.Hdf5.Cells;

/// <summary>Lists of varying length; also maps, which are lists of pairs.</summary>
internal sealed unsafe class ListCell(Cell item, int itemSize) : Cell
{
    private long _items;

    public override void Begin()
    {
        _items = 0;
        item.Begin();
    }

    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        var total = _items;
        for (var i = 0; i < count; i++) total = checked(total + (long)((VariableLength*)(from + (long)i * stride))->Length);
        if (total > int.MaxValue / 2) throw new CellException($"the lists of these rows have {total:N0} items in all");
        target.ReserveItems(total);
        var entries = target.Entries;
        var items = target.Items;
        for (var i = 0; i < count; i++)
        {
            var list = (VariableLength*)(from + (long)i * stride);
            entries[row + i] = new ListEntry((ulong)_items, list->Length);
            if (list->Length > 0) item.Read(items, (int)_items, list->Items, itemSize, (int)list->Length);
            _items += (long)list->Length;
        }
    }

    public override void Finish(VectorBuilder target)
    {
        target.SetItemCount(_items);
        if (_items > 0) item.Finish(target.Items);
    }
}

/// <summary>A fixed number of items for each value: an ARRAY of the engine, or a LIST where it is long.</summary>
internal sealed unsafe class VectorCell(Cell item, int itemSize, int length) : Cell
{
    private long _items;

    public override void Begin()
    {
        _items = 0;
        item.Begin();
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
    public override void Begin()
    {
        foreach (var member in members) member.Begin();
    }

    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < members.Length; i++) members[i].Read(target.Member(i), row, from + offsets[i], stride, count);
    }

    public override void Finish(VectorBuilder target)
    {
        for (var i = 0; i < members.Length; i++) members[i].Finish(target.Member(i));
    }
}
