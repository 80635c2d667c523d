using Zenset.DuckDb;

namespace Zenset.Model;

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
                return;
        }
        CopyMissing(from, first, count, to, 0);
    }

    /// <summary>Copies values of a type without parts, and which of them are missing.</summary>
    /// <param name="from">What is read.</param>
    /// <param name="first">First row of it.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="to">What is filled.</param>
    /// <param name="at">First row of that.</param>
    public static void CopyValues(Vector from, int first, int count, VectorBuilder to, int at = 0)
    {
        switch (from.Type.ValueBytes)
        {
            case 0:
                for (var row = 0; row < count; row++)
                {
                    if (!from.IsMissing(first + row)) to.SetTextInPlace(at + row, from.Text(first + row));
                }
                break;
            case 1: from.Values<byte>().Slice(first, count).CopyTo(to.Values<byte>()[at..]); break;
            case 2: from.Values<ushort>().Slice(first, count).CopyTo(to.Values<ushort>()[at..]); break;
            case 4: from.Values<uint>().Slice(first, count).CopyTo(to.Values<uint>()[at..]); break;
            case 8: from.Values<ulong>().Slice(first, count).CopyTo(to.Values<ulong>()[at..]); break;
            default: from.Values<UInt128>().Slice(first, count).CopyTo(to.Values<UInt128>()[at..]); break;
        }
        CopyMissing(from, first, count, to, at);
    }

    private static void CopyMissing(Vector from, int first, int count, VectorBuilder to, int at)
    {
        if (!from.HasMissing) return;
        for (var row = 0; row < count; row++)
        {
            if (from.IsMissing(first + row)) to.SetMissing(at + row);
        }
    }
}
