using System.Text;
using Zenset.Integrity;

namespace Zenset.Tests.Integrity;

public sealed class Crc32CTests
{
    // RFC 3720 appendix B.4, and the check value of the catalogue of parametrised CRC algorithms.
    public static TheoryData<byte[], uint> Vectors => new()
    {
        { [], 0 },
        { Encoding.ASCII.GetBytes("123456789"), 0xE3069283 },
        { new byte[32], 0x8A9136AA },
        { Enumerable.Repeat((byte)0xFF, 32).ToArray(), 0x62A8AB43 },
        { Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), 0x46DD794E },
        { Enumerable.Range(0, 32).Select(i => (byte)(31 - i)).ToArray(), 0x113FDB5C },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Equals_TheRfcsValues(byte[] bytes, uint expected) => Assert.Equal(expected, Crc32C.Compute(bytes));

    [Fact]
    public void Equals_TheDefinitionBitByBit() => Property.ForAll(
        200,
        (random, size) => Samples.Bytes(random, size),
        bytes => Assert.Equal(BitByBit(bytes), Crc32C.Compute(bytes)));

    [Fact]
    public void Appends_AnyPieces() => Property.ForAll(
        200,
        (random, size) => (Bytes: Samples.Bytes(random, size), At: random.Next(size + 1)),
        made => Assert.Equal(
            Crc32C.Compute(made.Bytes),
            Crc32C.Append(Crc32C.Compute(made.Bytes.AsSpan(0, made.At)), made.Bytes.AsSpan(made.At))));

    private static uint BitByBit(byte[] bytes)
    {
        var state = uint.MaxValue;
        foreach (var b in bytes)
        {
            state ^= b;
            for (var bit = 0; bit < 8; bit++) state = (state & 1) == 0 ? state >> 1 : state >> 1 ^ 0x82F63B78;
        }
        return ~state;
    }
}
