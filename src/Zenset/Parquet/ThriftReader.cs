using System.Diagnostics.CodeAnalysis;

namespace Zenset.Parquet;

/// <summary>Types of the compact protocol, as they stand in field and list headers.</summary>
internal enum ThriftType : byte
{
    Stop = 0, True = 1, False = 2, Byte = 3, I16 = 4, I32 = 5, I64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12,
}

/// <summary>The bytes are not the structure that was expected.</summary>
internal sealed class ThriftException(int offset, string reason) : Exception(reason)
{
    /// <summary>Offset in the bytes given.</summary>
    public int Offset { get; } = offset;
}

/// <summary>
/// Reads Thrift's compact protocol from memory. Made for hostile bytes: every length is checked against what is left, depth is bounded,
/// nothing is allocated for what is skipped.
/// </summary>
/// <remarks>Thrift compact protocol specification, "Thrift Binary protocol encoding" (doc/specs/thrift-compact-protocol.md).</remarks>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    // Deeper than any footer: the format's own structures nest nine levels.
    private const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _lastField;

    /// <summary>Where reading stands.</summary>
    public int Position { get; private set; }

    /// <summary>Begins a structure: returns what <see cref="EndStruct"/> needs.</summary>
    public int BeginStruct()
    {
        var outer = _lastField;
        _lastField = 0;
        return outer;
    }

    /// <summary>Ends a structure after its stop field.</summary>
    public void EndStruct(int outer) => _lastField = outer;

    /// <summary>The next field of a structure; false at its end.</summary>
    public bool ReadField(out int id, out ThriftType type)
    {
        var head = ReadByte();
        type = (ThriftType)(head & 0x0F);
        id = 0;
        if (type == ThriftType.Stop) return false;
        if (type > ThriftType.Struct) Fail("unknown type");
        var delta = head >> 4;
        id = _lastField = delta == 0 ? (short)ReadZigZag() : _lastField + delta;
        return true;
    }

    /// <summary>A Boolean field's value is its type.</summary>
    public readonly bool BooleanOf(ThriftType type)
    {
        if (type is not (ThriftType.True or ThriftType.False)) Fail("a Boolean was expected");
        return type == ThriftType.True;
    }

    /// <summary>A number of 32 bits.</summary>
    public int ReadI32(ThriftType type)
    {
        if (type is not (ThriftType.I32 or ThriftType.I16 or ThriftType.Byte)) Fail("a number of 32 bits was expected");
        if (type == ThriftType.Byte) return (sbyte)ReadByte();
        var value = ReadZigZag();
        if (value is < int.MinValue or > int.MaxValue) Fail("a number is too large");
        return (int)value;
    }

    /// <summary>A number of 64 bits.</summary>
    public long ReadI64(ThriftType type)
    {
        if (type is not (ThriftType.I64 or ThriftType.I32)) Fail("a number of 64 bits was expected");
        return ReadZigZag();
    }

    /// <summary>Bytes or text.</summary>
    public ReadOnlySpan<byte> ReadBinary(ThriftType type)
    {
        if (type != ThriftType.Binary) Fail("a text was expected");
        var length = ReadVarint();
        if (length > (ulong)(_bytes.Length - Position)) Fail("a text is longer than what is left");
        var text = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return text;
    }

    /// <summary>Head of a list: its length never exceeds the bytes that are left.</summary>
    public int ReadListHead(ThriftType type, out ThriftType items)
    {
        if (type is not (ThriftType.List or ThriftType.Set)) Fail("a list was expected");
        var head = ReadByte();
        items = (ThriftType)(head & 0x0F);
        var length = (ulong)(head >> 4);
        if (length == 15) length = ReadVarint();
        if (length > (ulong)(_bytes.Length - Position)) Fail("a list is longer than what is left");
        return (int)length;
    }

    /// <summary>Head of a list of structures.</summary>
    public int ReadStructListHead(ThriftType type)
    {
        var length = ReadListHead(type, out var items);
        if (length > 0 && items != ThriftType.Struct) Fail("a list of structures was expected");
        return length;
    }

    /// <summary>Passes over a value.</summary>
    public void Skip(ThriftType type) => Skip(type, 0, inCollection: false);

    private void Skip(ThriftType type, int depth, bool inCollection)
    {
        if (depth > MaxDepth) Fail("structures are nested too deep");
        switch (type)
        {
            case ThriftType.True:
            case ThriftType.False:
                // In a list a Boolean is a byte; in a field it is the type.
                if (inCollection) ReadByte();
                break;
            case ThriftType.Byte:
                ReadByte();
                break;
            case ThriftType.I16:
            case ThriftType.I32:
            case ThriftType.I64:
                ReadVarint();
                break;
            case ThriftType.Double:
                if (_bytes.Length - Position < 8) Fail("ends early");
                Position += 8;
                break;
            case ThriftType.Binary:
                ReadBinary(type);
                break;
            case ThriftType.List:
            case ThriftType.Set:
                var length = ReadListHead(type, out var items);
                for (var i = 0; i < length; i++) Skip(items, depth + 1, inCollection: true);
                break;
            case ThriftType.Map:
                SkipMap(depth);
                break;
            case ThriftType.Struct:
                var outer = BeginStruct();
                while (ReadField(out _, out var field)) Skip(field, depth + 1, inCollection: false);
                EndStruct(outer);
                break;
            case ThriftType.Stop:
            default:
                Fail("unknown type");
                break;
        }
    }

    private void SkipMap(int depth)
    {
        var length = ReadVarint();
        if (length == 0) return;
        if (length > (ulong)(_bytes.Length - Position)) Fail("a map is longer than what is left");
        var types = ReadByte();
        for (ulong i = 0; i < length; i++)
        {
            Skip((ThriftType)(types >> 4), depth + 1, inCollection: true);
            Skip((ThriftType)(types & 0x0F), depth + 1, inCollection: true);
        }
    }

    private byte ReadByte()
    {
        if (Position >= _bytes.Length) Fail("ends early");
        return _bytes[Position++];
    }

    private long ReadZigZag()
    {
        var n = ReadVarint();
        return (long)(n >> 1) ^ -(long)(n & 1);
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = ReadByte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
        Fail("a number is too long");
        return 0;
    }

    [DoesNotReturn]
    private readonly void Fail(string reason) => throw new ThriftException(Position, reason);
}
