using System.Buffers;
using System.Text;

namespace Zenset.Parquet;

/// <summary>Writes Thrift's compact protocol to memory.</summary>
/// <remarks>Thrift compact protocol specification, as <see cref="ThriftReader"/>.</remarks>
internal sealed class ThriftWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Stack<int> _outer = new();
    private int _lastField;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public void BeginStruct()
    {
        _outer.Push(_lastField);
        _lastField = 0;
    }

    public void EndStruct()
    {
        Put(0);
        _lastField = _outer.Pop();
    }

    public void Field(int id, ThriftType type)
    {
        var delta = id - _lastField;
        if (delta is > 0 and < 16) Put((byte)(delta << 4 | (int)type));
        else
        {
            Put((byte)type);
            ZigZag(id);
        }
        _lastField = id;
    }

    public void Boolean(int id, bool value) => Field(id, value ? ThriftType.True : ThriftType.False);

    public void Byte(int id, sbyte value)
    {
        Field(id, ThriftType.Byte);
        Put((byte)value);
    }

    public void I32(int id, int value)
    {
        Field(id, ThriftType.I32);
        ZigZag(value);
    }

    public void I64(int id, long value)
    {
        Field(id, ThriftType.I64);
        ZigZag(value);
    }

    public void Text(int id, string value)
    {
        Field(id, ThriftType.Binary);
        Binary(Encoding.UTF8.GetBytes(value));
    }

    public void List(int id, ThriftType items, int count)
    {
        Field(id, ThriftType.List);
        if (count < 15) Put((byte)(count << 4 | (int)items));
        else
        {
            Put((byte)(0xF0 | (int)items));
            Varint((ulong)count);
        }
    }

    /// <summary>An item of a list of numbers, or the value of a number field whose header was written.</summary>
    public void ZigZag(long value) => Varint((ulong)(value << 1 ^ value >> 63));

    /// <summary>An item of a list of texts, or the value of a text field whose header was written.</summary>
    public void Binary(ReadOnlySpan<byte> value)
    {
        Varint((ulong)value.Length);
        _bytes.Write(value);
    }

    /// <summary>A value as it was read, whose header was written.</summary>
    public void Raw(ReadOnlySpan<byte> value) => _bytes.Write(value);

    private void Varint(ulong value)
    {
        Span<byte> buffer = stackalloc byte[10];
        var n = 0;
        while (value >= 0x80)
        {
            buffer[n++] = (byte)(value | 0x80);
            value >>= 7;
        }
        buffer[n++] = (byte)value;
        _bytes.Write(buffer[..n]);
    }

    private void Put(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
