using Zenset.Hdf5;

namespace Zenset.Formats.Tests.Hdf5;

/// <summary>The decompressor on streams that are short, long, or point outside.</summary>
public sealed class LzfTests
{
    [Theory]
    [InlineData("02-61-62-63", "abc")]
    [InlineData("00-61-20-00", "aaaa")]
    [InlineData("01-61-62-E0-00-01", "ababababab" + "a")]
    public void Unpacks(string packed, string plain)
    {
        var target = new byte[plain.Length];

        Assert.Equal(plain.Length, Lzf.Decompress(Bytes(packed), target));
        Assert.Equal(plain, System.Text.Encoding.ASCII.GetString(target));
    }

    [Theory]
    [InlineData("02-61")]
    [InlineData("00-61-20")]
    [InlineData("00-61-20-05")]
    [InlineData("00-61-E0")]
    [InlineData("05-61-61-61-61-61-61-E0-FF-00")]
    public void RefusesWhatIsDamaged(string packed) => Assert.Equal(-1, Lzf.Decompress(Bytes(packed), new byte[16]));

    [Fact]
    public void NeverLeavesItsMemory()
    {
        var random = new Random(1);
        var target = new byte[64];
        for (var i = 0; i < 100_000; i++)
        {
            var packed = new byte[random.Next(24)];
            random.NextBytes(packed);
            Assert.InRange(Lzf.Decompress(packed, target), -1, target.Length);
        }
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace("-", "", StringComparison.Ordinal));
}
