using System.Text;
using Zenset.Formats.Arrow.Codecs;

namespace Zenset.Formats.Tests.Arrow;

public sealed class Lz4Tests
{
    // By hand after the description of the format: "abc", a match of 9 at distance 3, "vwxyz".
    [Fact]
    public void Decodes_ABlockByHand()
    {
        byte[] block = [0x35, (byte)'a', (byte)'b', (byte)'c', 3, 0, 0x50, .. "vwxyz"u8];
        var plain = new byte[17];

        Assert.Equal(17, Lz4Block.Decode(block, plain, 0));
        Assert.Equal("abcabcabcabcvwxyz", Encoding.ASCII.GetString(plain));
    }

    // Made by the lz4 command, 1.9.4: with linked blocks and all checksums; with the length and no checksum.
    [Theory]
    [InlineData("04224D187440BD5E0000006868656C6C6F200600697A656E7365741300021F000F1900FFFFFFADF031000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3FB8625C7100000000AA39BA17")]
    [InlineData("04224D186040825E0000006868656C6C6F200600697A656E7365741300021F000F1900FFFFFFADF031000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F00000000")]
    public void Decodes_WhatTheReferenceMade(string frame)
    {
        byte[] expected = [.. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("hello hello hello zenset ", 40))), .. Enumerable.Range(0, 64).Select(i => (byte)i)];
        var plain = new byte[expected.Length];

        Assert.Equal(expected.Length, Lz4Frame.Decode(Convert.FromHexString(frame), plain));
        Assert.Equal(expected, plain);
    }

    // xxHash's own test vectors (xxhsum, XSUM_sanityCheck, seed 0).
    [Fact]
    public void Hashes_AsXxHashDoes()
    {
        Assert.Equal(0x02CC5D05u, XxHash32.Of([]));
        Assert.Equal(0x32D153FFu, XxHash32.Of("abc"u8));
        Assert.Equal(0xE2293B2Fu, XxHash32.Of("Nobody inspects the spammish repetition"u8));
    }

    [Fact]
    public void RoundTrips_AnyBytes() => Property.ForAll(400, (random, size) => Make(random, size * size % 300_000), plain =>
    {
        var frame = new byte[Lz4Frame.MostBytes(plain.Length)];
        var length = Lz4Frame.Encode(plain, frame);
        var back = new byte[plain.Length];

        Assert.Equal(plain.Length, Lz4Frame.Decode(frame.AsSpan(0, length), back));
        Assert.True(plain.AsSpan().SequenceEqual(back));
        // What does not fit is said, not written.
        if (plain.Length > 0) Assert.Equal(-1, Lz4Frame.Decode(frame.AsSpan(0, length), new byte[plain.Length - 1]));
    });

    [Fact]
    public void RoundTrips_SeveralBlocks()
    {
        var plain = new byte[(9 << 20) + 17];
        new Random(1).NextBytes(plain.AsSpan(0, 5 << 20));
        var frame = new byte[Lz4Frame.MostBytes(plain.Length)];

        var length = Lz4Frame.Encode(plain, frame);

        var back = new byte[plain.Length];
        Assert.Equal(plain.Length, Lz4Frame.Decode(frame.AsSpan(0, length), back));
        Assert.True(plain.AsSpan().SequenceEqual(back));
        Assert.InRange(length, 5 << 20, 6 << 20);
    }

    // Nothing but a count or -1, whatever the bytes, and never a byte more than fits.
    [Fact]
    public void EndsInBounds_WhateverTheBytes() => Property.ForAll(20_000, (random, size) => (Make(random, 1 + size % 500), random), made =>
    {
        var (plain, random) = made;
        var block = new byte[Lz4Block.MostBytes(plain.Length)];
        var length = Lz4Block.Encode(plain, block);
        for (var n = random.Next(1, 6); n > 0; n--) block[random.Next(length)] = (byte)random.Next(256);
        var room = new byte[plain.Length + 8];

        var end = Lz4Block.Decode(block.AsSpan(0, length), room.AsSpan(0, plain.Length), 0);

        Assert.InRange(end, -1, plain.Length);
        Assert.All(room[plain.Length..], b => Assert.Equal(0, b));
    });

    // Pieces that repeat, between bytes that do not.
    private static byte[] Make(Random random, int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length;)
        {
            var n = Math.Min(length - at, random.Next(1, 80));
            if (at > 0 && random.Next(2) == 0)
            {
                var from = random.Next(at);
                for (var i = 0; i < n; i++) bytes[at + i] = bytes[from + i];
            }
            else
            {
                random.NextBytes(bytes.AsSpan(at, n));
            }
            at += n;
        }
        return bytes;
    }
}
