using System.Buffers.Binary;
using System.Text;

namespace Zenset.Formats.Arrow;

/// <summary>Builds a FlatBuffer from front to back: tables first, what they point to after them, offsets filled in when known.</summary>
/// <remarks>FlatBuffers, "Internals". Everything is aligned to eight bytes, which satisfies every type in use here.</remarks>
internal sealed class FlatBuilder
{
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>What was built, padded to eight bytes.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            Align();
            return _bytes.AsSpan(0, _length);
        }
    }

    /// <summary>Begins the buffer with a place for the offset of its root.</summary>
    public int Root()
    {
        Take(8);
        return 0;
    }

    /// <summary>
    /// A table with eight bytes for each field, which is present where <paramref name="present"/> says.
    /// Returns its position.
    /// </summary>
    public int Table(int place, params ReadOnlySpan<bool> present)
    {
        // The vtable: its size, the table's size, the place of each field. Then the table: distance to the vtable, fields.
        var vtable = Take(4 + present.Length * 2);
        Align();
        var table = Take(8 + present.Length * 8);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(vtable), (ushort)(4 + present.Length * 2));
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(vtable + 2), (ushort)(8 + present.Length * 8));
        for (var i = 0; i < present.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(vtable + 4 + i * 2), (ushort)(present[i] ? 8 + i * 8 : 0));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(table), table - vtable);
        Point(place, table);
        return table;
    }

    /// <summary>Where the value of a table's field stands.</summary>
    public static int Place(int table, int field) => table + 8 + field * 8;

    public void Int64(int place, long value) => BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(place), value);

    /// <summary>A text, pointed to from <paramref name="place"/>.</summary>
    public void Text(int place, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var at = Take(4 + utf8.Length + 1);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), utf8.Length);
        utf8.CopyTo(_bytes, at + 4);
        Align();
        Point(place, at);
    }

    /// <summary>A vector of tables, pointed to from <paramref name="place"/>. Returns the place of the first one's offset; others follow every four bytes.</summary>
    public int Vector(int place, int count)
    {
        var at = Take(4 + count * 4);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), count);
        Align();
        Point(place, at);
        return at + 4;
    }

    /// <summary>A vector of <paramref name="bytes"/>, items of eight bytes or structs of such, pointed to from <paramref name="place"/>.</summary>
    public void Structs(int place, ReadOnlySpan<byte> bytes, int itemBytes)
    {
        // The items are aligned, so their number stands in the second half of eight bytes.
        var at = Take(8 + bytes.Length) + 4;
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), bytes.Length / itemBytes);
        bytes.CopyTo(_bytes.AsSpan(at + 4));
        Align();
        Point(place, at);
    }

    private void Point(int place, int target) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(place), (uint)(target - place));

    private void Align() => Take((8 - _length % 8) % 8);

    private int Take(int count)
    {
        if (_length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        var at = _length;
        _length += count;
        return at;
    }
}
