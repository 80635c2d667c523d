using Zenset.DuckDb;

namespace Zenset.Formats.Wide;

/// <summary>Copies rows of a vector of any type. Texts stay where they are: they live as long as the chunk they come from.</summary>
internal static class VectorCopy
{
    public static void Copy(Vector from, int first, int count, VectorBuilder to)
    {
        switch (from.Type.Id)
        {
            case EngineTypeId.List or EngineTypeId.Map:
                // All items, wherever the rows' are: rows may share them.
                to.ReserveItems(from.Items.Count);
                from.Entries.Slice(first, count).CopyTo(to.Entries);
                Copy(from.Items, 0, from.Items.Count, to.Items);
                to.SetItemCount(from.Items.Count);
                break;
            case EngineTypeId.Array:
                Copy(from.Items, first * from.Type.Length, count * from.Type.Length, to.Items);
                break;
            case EngineTypeId.Struct:
                for (var i = 0; i < from.Type.Members.Length; i++) Copy(from.Member(i), first, count, to.Member(i));
                break;
            default:
                CopyValues(from, first, count, to);
                break;
        }
        if (!from.HasMissing) return;
        for (var row = 0; row < count; row++)
        {
            if (from.IsMissing(first + row)) to.SetMissing(row);
        }
    }

    private static void CopyValues(Vector from, int first, int count, VectorBuilder to)
    {
        switch (from.Type.ValueBytes)
        {
            case 0:
                for (var row = 0; row < count; row++)
                {
                    if (!from.IsMissing(first + row)) to.SetTextInPlace(row, from.Text(first + row));
                }
                break;
            case 1: from.Values<byte>().Slice(first, count).CopyTo(to.Values<byte>()); break;
            case 2: from.Values<ushort>().Slice(first, count).CopyTo(to.Values<ushort>()); break;
            case 4: from.Values<uint>().Slice(first, count).CopyTo(to.Values<uint>()); break;
            case 8: from.Values<ulong>().Slice(first, count).CopyTo(to.Values<ulong>()); break;
            default: from.Values<UInt128>().Slice(first, count).CopyTo(to.Values<UInt128>()); break;
        }
    }
}
