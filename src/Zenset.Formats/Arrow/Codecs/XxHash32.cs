using System.Buffers.Binary;
using System.Numerics;

namespace Zenset.Formats.Arrow.Codecs;

/// <summary>xxHash of 32 bits with seed 0, which LZ4 frames use as their checksum.</summary>
/// <remarks>xxHash specification 0.1.1, "XXH32 algorithm description"; steps are numbered as there.</remarks>
internal static class XxHash32
{
    private const uint P1 = 0x9E3779B1, P2 = 0x85EBCA77, P3 = 0xC2B2AE3D, P4 = 0x27D4EB2F, P5 = 0x165667B1;

    /// <summary>The hash of <paramref name="bytes"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var rest = bytes;
            uint hash;
            if (bytes.Length < 16)
            {
                hash = P5;
            }
            else
            {
                // Steps 1 to 3: four lanes over stripes of 16 bytes, then one.
                uint a = P1 + P2, b = P2, c = 0, d = 0 - P1;
                for (; rest.Length >= 16; rest = rest[16..])
                {
                    a = Round(a, Word(rest));
                    b = Round(b, Word(rest[4..]));
                    c = Round(c, Word(rest[8..]));
                    d = Round(d, Word(rest[12..]));
                }
                hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            }
            // Step 4: the length. Step 5: what is left.
            hash += (uint)bytes.Length;
            for (; rest.Length >= 4; rest = rest[4..]) hash = BitOperations.RotateLeft(hash + Word(rest) * P3, 17) * P4;
            foreach (var last in rest) hash = BitOperations.RotateLeft(hash + last * P5, 11) * P1;
            // Step 6: avalanche.
            hash = (hash ^ hash >> 15) * P2;
            hash = (hash ^ hash >> 13) * P3;
            return hash ^ hash >> 16;
        }
    }

    private static uint Round(uint lane, uint word) => unchecked(BitOperations.RotateLeft(lane + word * P2, 13) * P1);

    private static uint Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
