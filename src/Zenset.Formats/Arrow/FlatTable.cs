using System.Buffers.Binary;
using System.Text;

namespace Zenset.Formats.Arrow;

/// <summary>A table in a FlatBuffer, read in place. Every offset is checked; wrong ones throw <see cref="FormatException"/>.</summary>
/// <remarks>FlatBuffers, "Internals": a table begins with the signed distance back to its vtable, which holds the place of each field.</remarks>
internal readonly struct FlatTable
{
    private readonly FlatBuffer _flat;
    private readonly ReadOnlyMemory<byte> _buffer;
    private readonly int _position;

    private FlatTable(FlatBuffer flat, int position)
    {
        _flat = flat;
        _buffer = flat.Bytes;
        _position = position;
    }

    /// <summary>The root of a buffer.</summary>
    public static FlatTable Root(ReadOnlyMemory<byte> buffer) => new(new FlatBuffer(buffer), At(buffer, 0));

    public bool Has(int field) => Place(field) != 0;

    public byte Byte(int field, byte otherwise = 0) => Place(field) is var p and not 0 ? Span(p, 1)[0] : otherwise;

    public bool Boolean(int field) => Byte(field) != 0;

    public short Int16(int field, short otherwise = 0) => Place(field) is var p and not 0 ? BinaryPrimitives.ReadInt16LittleEndian(Span(p, 2)) : otherwise;

    public int Int32(int field, int otherwise = 0) => Place(field) is var p and not 0 ? BinaryPrimitives.ReadInt32LittleEndian(Span(p, 4)) : otherwise;

    public long Int64(int field) => Place(field) is var p and not 0 ? BinaryPrimitives.ReadInt64LittleEndian(Span(p, 8)) : 0;

    public FlatTable? Table(int field) => Place(field) is var p and not 0 ? new FlatTable(_flat, At(_buffer, p)) : null;

    public string? Text(int field)
    {
        if (Place(field) is not (var p and not 0)) return null;
        var start = At(_buffer, p);
        var length = BinaryPrimitives.ReadInt32LittleEndian(Span(start, 4));
        var utf8 = Span(start + 4, length);
        _flat.Spend(utf8.Length);
        return Encoding.UTF8.GetString(utf8);
    }

    public IReadOnlyList<FlatTable> Tables(int field)
    {
        if (Place(field) is not (var p and not 0)) return [];
        var start = At(_buffer, p);
        var count = BinaryPrimitives.ReadInt32LittleEndian(Span(start, 4));
        if (count < 0 || count > _buffer.Length / 4) throw new FormatException("A vector is longer than its buffer.");
        _flat.Spend(count * 4L);
        var tables = new FlatTable[count];
        for (var i = 0; i < count; i++) tables[i] = new FlatTable(_flat, At(_buffer, start + 4 + i * 4));
        return tables;
    }

    /// <summary>The bytes of a vector of numbers or structs, <paramref name="itemBytes"/> each.</summary>
    public ReadOnlyMemory<byte> Structs(int field, int itemBytes)
    {
        if (Place(field) is not (var p and not 0)) return default;
        var start = At(_buffer, p);
        var count = BinaryPrimitives.ReadInt32LittleEndian(Span(start, 4));
        if (count < 0 || count > (_buffer.Length - start - 4) / itemBytes) throw new FormatException("A vector is longer than its buffer.");
        return _buffer.Slice(start + 4, count * itemBytes);
    }

    /// <summary>The table, and a field or a vector's items of <paramref name="bytes"/> each, stand where strict readers want them.</summary>
    public bool IsAligned(int field, int bytes, bool isVector = false)
    {
        if (_position % 4 != 0) return false;
        if (Place(field) is not (var p and not 0)) return true;
        return isVector ? p % 4 == 0 && (At(_buffer, p) + 4) % bytes == 0 : p % bytes == 0;
    }

    private int Place(int field)
    {
        var vtable = (long)_position - BinaryPrimitives.ReadInt32LittleEndian(Span(_position, 4));
        var size = BinaryPrimitives.ReadUInt16LittleEndian(Span(vtable, 2));
        var slot = 4 + field * 2;
        if (slot + 2 > size) return 0;
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(Span(vtable + slot, 2));
        return offset == 0 ? 0 : _position + offset;
    }

    private static int At(ReadOnlyMemory<byte> buffer, int place)
    {
        var target = place + (long)BinaryPrimitives.ReadUInt32LittleEndian(Span(buffer, place, 4));
        return target <= buffer.Length - 4 ? (int)target : throw new FormatException("An offset leads out of its buffer.");
    }

    private ReadOnlySpan<byte> Span(long start, int length) => Span(_buffer, start, length);

    private static ReadOnlySpan<byte> Span(ReadOnlyMemory<byte> buffer, long start, int length) =>
        start >= 0 && length >= 0 && start <= buffer.Length - (long)length
            ? buffer.Span.Slice((int)start, length)
            : throw new FormatException("An offset leads out of its buffer.");
}

/// <summary>The bytes of a FlatBuffer, and how often they may still be gone through.</summary>
/// <remarks>Any number of tables may point to one vector or text. Writers share a few; a hostile buffer of a megabyte could stand for a terabyte.</remarks>
internal sealed class FlatBuffer(ReadOnlyMemory<byte> bytes)
{
    private const long FreeBytes = 1 << 20, TimesThrough = 16;

    private long _left = FreeBytes + TimesThrough * bytes.Length;

    /// <summary>All of it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>Takes note of bytes that are read by an offset.</summary>
    /// <exception cref="FormatException">They were read too often.</exception>
    public void Spend(long count)
    {
        if ((_left -= count) < 0) throw new FormatException("Offsets lead to the same bytes too often.");
    }
}
