using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Decoding;

/// <summary>Members at fixed places of an element.</summary>
internal sealed unsafe class StructDecoder(ImmutableArray<(string Name, int Offset, CellDecoder Decoder)> members)
    : CellDecoder(FieldType.Struct(members.Select(m => new FieldMember(m.Name, m.Decoder.Type))))
{
    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        for (var m = 0; m < members.Length; m++) members[m].Decoder.Decode(target.Member(m), at, from + members[m].Offset, stride, count);
    }
}

/// <summary>A fixed number of items, one after the other.</summary>
internal sealed unsafe class VectorDecoder(CellDecoder item, int itemBytes, int length) : CellDecoder(FieldType.FixedList(item.Type, length))
{
    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        if (target.Type.Id == EngineTypeId.List)
        {
            target.ReserveItems((long)(at + count) * length);
            var entries = target.Entries;
            for (var i = at; i < at + count; i++) entries[i] = new ListEntry((ulong)i * (ulong)length, (ulong)length);
            target.SetItemCount((long)(at + count) * length);
        }
        if (length == 0 || count == 0) return;
        var items = target.Items;
        if (stride == (long)itemBytes * length)
        {
            Decode(items, at, from, count * length, 0);
            return;
        }
        for (var i = 0; i < count; i++) Decode(items, at + i, from + i * stride, length, i);
    }

    private void Decode(VectorBuilder items, int row, byte* from, int count, long before)
    {
        try
        {
            item.Decode(items, row * length, from, itemBytes, count);
        }
        catch (BadCellException e)
        {
            throw e.Of(length, before);
        }
    }
}
