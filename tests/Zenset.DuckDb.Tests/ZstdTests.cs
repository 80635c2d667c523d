using System.Text;

namespace Zenset.DuckDb.Tests;

public sealed class ZstdTests
{
    // docs/decisions/0009-zstd.md: the version of the engine that is pinned has them.
    [Fact]
    public void IsThere_WhereTheEngineIsBuiltWithItaniumNames() => Assert.Equal(!OperatingSystem.IsWindows(), Zstd.IsAvailable);

    // Made by the zstd command, 1.5, which adds a checksum.
    [Fact]
    public void Undoes_WhatTheReferenceMade()
    {
        if (!Zstd.IsAvailable) return;
        byte[] expected = [.. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("hello hello hello zenset ", 40))), .. Enumerable.Range(0, 64).Select(i => (byte)i)];
        var plain = new byte[expected.Length];

        Assert.Equal(expected.Length, Zstd.TryDecompress(Convert.FromHexString("28B52FFD0458DD0200C40468656C6C6F207A656E736574000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F0400BA79560003B0799470A508C8120330"), plain));
        Assert.Equal(expected, plain);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void GivesBack_WhatItTook(int length)
    {
        if (!Zstd.IsAvailable) return;
        var plain = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + i * i % 7))));
        var packed = new byte[Zstd.MostBytes(plain.Length)];
        var back = new byte[plain.Length];

        var packedLength = Zstd.Compress(plain, packed, 1);

        Assert.Equal(plain.Length, Zstd.TryDecompress(packed.AsSpan(0, packedLength), back));
        Assert.Equal(plain, back);
        if (length > 1000) Assert.True(packedLength < length / 10);
    }

    [Fact]
    public void Says_WhatIsDamaged_OrDoesNotFit()
    {
        if (!Zstd.IsAvailable) return;
        var plain = new byte[1000];
        var packed = new byte[Zstd.MostBytes(plain.Length)];
        var length = Zstd.Compress(plain, packed, 1);

        Assert.Equal(-1, Zstd.TryDecompress(packed.AsSpan(0, length), new byte[999]));
        Assert.Equal(-1, Zstd.TryDecompress(packed.AsSpan(0, length - 1), plain));
        Assert.Equal(-1, Zstd.TryDecompress("no frame"u8, plain));
        Assert.Throws<ArgumentException>(() => Zstd.Compress(plain, new byte[3], 1));
    }
}
