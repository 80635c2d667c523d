using System.Runtime.InteropServices;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Values;

/// <summary>
/// Vectors of numbers as blobs: the items one after the other, little-endian, which is how sqlite-vec and NumPy's <c>frombuffer</c> read them. A vector with a
/// missing item is JSON text instead.
/// </summary>
internal static class VectorBytes
{
    /// <summary>Bytes of an item; 0 when vectors of this type are JSON text.</summary>
    public static int ItemBytes(FieldType type) => type.Kind != FieldKind.FixedList ? 0 : type.Item!.Kind switch
    {
        FieldKind.Int8 or FieldKind.UInt8 => 1,
        FieldKind.Int16 or FieldKind.UInt16 => 2,
        // Half floats move as single ones.
        FieldKind.Int32 or FieldKind.UInt32 or FieldKind.Float32 or FieldKind.Float16 => 4,
        FieldKind.Int64 or FieldKind.UInt64 or FieldKind.Float64 => 8,
        _ => 0,
    };

    /// <summary>Reads a blob; false when it has not the length of the type.</summary>
    public static bool TryRead(FieldType type, ReadOnlySpan<byte> bytes, VectorBuilder vector, int row, NestedReader lists)
    {
        var size = ItemBytes(type);
        if (size == 0 || bytes.Length != type.Length * size) return false;
        var count = (int)type.Length;
        var first = vector.Type.Id == EngineTypeId.Array ? row * count : lists.Reserve(vector, row, count);
        var items = vector.Items;
        switch (size)
        {
            case 1: bytes.CopyTo(items.Values<byte>()[first..]); break;
            case 2: MemoryMarshal.Cast<byte, ushort>(bytes).CopyTo(items.Values<ushort>()[first..]); break;
            case 4: MemoryMarshal.Cast<byte, uint>(bytes).CopyTo(items.Values<uint>()[first..]); break;
            default: MemoryMarshal.Cast<byte, ulong>(bytes).CopyTo(items.Values<ulong>()[first..]); break;
        }
        return true;
    }

    /// <summary>The bytes of a row's items; false when one is missing.</summary>
    public static bool TryGet(Vector vector, int row, int itemBytes, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        var (first, count) = vector.Type.Id == EngineTypeId.Array
            ? (row * vector.Type.Length, vector.Type.Length)
            : ((int)vector.Entries[row].Offset, (int)vector.Entries[row].Length);
        var items = vector.Items;
        for (var i = first; i < first + count; i++)
        {
            if (items.IsMissing(i)) return false;
        }
        bytes = itemBytes switch
        {
            1 => items.Values<byte>().Slice(first, count),
            2 => MemoryMarshal.AsBytes(items.Values<ushort>().Slice(first, count)),
            4 => MemoryMarshal.AsBytes(items.Values<uint>().Slice(first, count)),
            _ => MemoryMarshal.AsBytes(items.Values<ulong>().Slice(first, count)),
        };
        return true;
    }
}
