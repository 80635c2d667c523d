using System.Buffers.Binary;

namespace Zenset.DuckDb;

/// <summary>
/// Values of UUID as they lie in a vector: 128 bits, most significant first, with the top bit flipped so that signed order is UUID
/// order.
/// </summary>
public static class EngineUuid
{
    private static readonly Int128 TopBit = Int128.MinValue;

    /// <summary>The GUID of a vector's value.</summary>
    public static Guid ToGuid(Int128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, value ^ TopBit);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The vector's value of a GUID.</summary>
    public static Int128 FromGuid(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt128BigEndian(bytes) ^ TopBit;
    }
}
