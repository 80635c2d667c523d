using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Zenset.Integrity;

/// <summary>CRC-32C (Castagnoli): RFC 3720 §12.1; the check value of "123456789" is e3069283.</summary>
/// <remarks>
/// <see cref="BitOperations.Crc32C(uint, ulong)"/> is one instruction on x64 (SSE 4.2) and Arm64, and a table elsewhere. It is told to
/// find places of damage; that bytes are those that were committed, SHA-256 says.
/// </remarks>
public static class Crc32C
{
    /// <summary>The checksum of <paramref name="bytes"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of what <paramref name="checksum"/> is the checksum of, followed by <paramref name="bytes"/>.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var state = ~checksum;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
            state = BitOperations.Crc32C(state, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        foreach (var rest in bytes[(bytes.Length & ~7)..]) state = BitOperations.Crc32C(state, rest);
        return ~state;
    }
}
