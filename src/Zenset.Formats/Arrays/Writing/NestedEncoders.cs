using System.Collections.Immutable;
using Zenset.DuckDb;

namespace Zenset.Formats.Arrays.Writing;

/// <summary>Members at fixed places; the bytes between them are zero.</summary>
internal sealed unsafe class StructEncoder(int bytes, ImmutableArray<(int Offset, CellEncoder Encoder)> members) : CellEncoder
{
    public override void Encode(Vector source, int from, int count, byte* to, long stride)
    {
        if (source.HasMissing)
        {
            // What members of a missing structure hold means nothing.
            for (var i = 0; i < count; i++)
            {
                if (source.IsMissing(from + i)) EncodeMissing(to + i * stride);
                else EncodeThere(source, from + i, 1, to + i * stride, stride);
            }
            return;
        }
        EncodeThere(source, from, count, to, stride);
    }

    private void EncodeThere(Vector source, int from, int count, byte* to, long stride)
    {
        for (var i = 0; i < count; i++) new Span<byte>(to + i * stride, bytes).Clear();
        for (var m = 0; m < members.Length; m++) members[m].Encoder.Encode(source.Member(m), from, count, to + members[m].Offset, stride);
    }

    public override void EncodeMissing(byte* to)
    {
        new Span<byte>(to, bytes).Clear();
        foreach (var (offset, encoder) in members) encoder.EncodeMissing(to + offset);
    }
}

/// <summary>A fixed number of items, one after the other.</summary>
internal sealed unsafe class VectorEncoder(CellEncoder item, int itemBytes, int length) : CellEncoder
{
    public override void Encode(Vector source, int from, int count, byte* to, long stride)
    {
        if (length == 0) return;
        var items = source.Items;
        var isList = source.Type.Id == EngineTypeId.List;
        if (!isList && stride == (long)itemBytes * length && !source.HasMissing)
        {
            item.Encode(items, from * length, count * length, to, itemBytes);
            return;
        }
        for (var i = 0; i < count; i++)
        {
            var row = from + i;
            // The length of a list that moves in place of a vector is checked, so that no bytes of another row are taken.
            var isThere = !source.IsMissing(row) && (!isList || source.Entries[row].Length == (ulong)length);
            if (isThere) item.Encode(items, isList ? (int)source.Entries[row].Offset : row * length, length, to + i * stride, itemBytes);
            else EncodeMissing(to + i * stride);
        }
    }

    public override void EncodeMissing(byte* to)
    {
        for (var k = 0; k < length; k++) item.EncodeMissing(to + k * (long)itemBytes);
    }
}
