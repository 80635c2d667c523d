using System.Buffers.Binary;

namespace Zenset.Hdf5.Metadata;

/// <summary>Bytes of metadata, taken one after the other and never beyond their end.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="widths">Widths of addresses and lengths.</param>
internal ref struct Piece(ReadOnlySpan<byte> bytes, Superblock widths)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => _rest.Length;

    /// <summary>Some bytes.</summary>
    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length) throw new Hdf5Exception("a part of its metadata ends early");
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    public void Skip(long count) => Take(count);

    /// <summary>A number of up to eight bytes.</summary>
    public ulong Number(int width)
    {
        ulong value = 0;
        var taken = Take(width);
        for (var i = width - 1; i >= 0; i--) value = value << 8 | taken[i];
        return value;
    }

    public byte Byte() => Take(1)[0];

    public int Int16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint Int32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>An address; <see cref="ulong.MaxValue"/> for none.</summary>
    public ulong Address() => Number(widths.AddressBytes) is var value && value == ulong.MaxValue >> (64 - 8 * widths.AddressBytes) ? ulong.MaxValue : value;

    public ulong Length() => Number(widths.LengthBytes);

    /// <summary>A text that must end with a zero; <paramref name="pad"/> bytes or a multiple of it are taken.</summary>
    public void Text(int pad = 1)
    {
        var end = _rest.IndexOf((byte)0);
        if (end < 0) throw new Hdf5Exception("a name in its metadata does not end");
        Skip((end + pad) / pad * pad);
    }
}
