using System.Buffers.Binary;
using System.Diagnostics;
using Zenset.Formats.Arrow;

namespace Zenset.Formats.Tests.Arrow;

/// <summary>Streams that lie about themselves: each is refused where it stands, quickly, and with nothing allocated for what it claims.</summary>
public sealed class ArrowHostileTests
{
    private static readonly ArrowField Number = new("x", ArrowTypeId.Int) { Width = 64, IsSigned = true };
    private static readonly ArrowField Text = new("t", ArrowTypeId.Utf8);
    private static readonly ArrowField Views = new("v", ArrowTypeId.Utf8View);

    [Fact]
    public void Refuses_ABufferOutsideItsBatch()
    {
        AssertRefused(RawStream.Make([Number], 1, [(1, 0)], [(0, 0), (8, 8)], new byte[8]), "a buffer lies outside its batch");
        AssertRefused(RawStream.Make([Number], 1, [(1, 0)], [(0, 0), (-8, 8)], new byte[8]), "a buffer lies outside its batch");
        AssertRefused(RawStream.Make([Number], 1, [(1, 0)], [(0, 0), (long.MaxValue, 8)], new byte[8]), "a buffer lies outside its batch");
        AssertRefused(RawStream.Make([Number], 1, [(1, 0)], [(0, 0), (0, -1)], new byte[8]), "a buffer lies outside its batch");
    }

    [Fact]
    public void Refuses_ABufferThatIsTooShort()
    {
        AssertRefused(RawStream.Make([Number], 2, [(2, 0)], [(0, 0), (0, 8)], new byte[8]), "8 bytes are too few for 2 values of 8 bytes");
        AssertRefused(RawStream.Make([Number], long.MaxValue, [(long.MaxValue, 0)], [(0, 0), (0, 8)], new byte[8]), "rows");
        AssertRefused(RawStream.Make([Number], 9, [(9, 1)], [(0, 1), (8, 72)], new byte[80]), "1 values are missing, and 1 bytes are too few to say which of 9");
    }

    [Fact]
    public void Refuses_BuffersThatOverlap() =>
        AssertRefused(RawStream.Make([Number, Number with { Name = "y" }], 1, [(1, 0), (1, 0)], [(0, 0), (0, 8), (0, 0), (0, 8)], new byte[8]), "the buffers of a batch overlap");

    [Fact]
    public void Refuses_MissingArraysAndBuffers()
    {
        AssertRefused(RawStream.Make([Number], 1, [], [], []), "a batch has fewer arrays than its schema");
        AssertRefused(RawStream.Make([Number], 1, [(1, 0)], [(0, 0)], []), "a batch has fewer buffers than its schema needs");
        AssertRefused(RawStream.Make([Number], 1, [(2, 0)], [(0, 0), (0, 16)], new byte[16]), "a column claims 2 values in a batch of 1 rows");
        AssertRefused(RawStream.Make([Number], 1, [(1, 2)], [(0, 0), (0, 8)], new byte[8]), "an array claims 1 values, 2 of them missing");
    }

    [Theory]
    [InlineData(0, 9, "text from byte 0 to 9 of 8")]
    [InlineData(-1, 3, "text from byte -1 to 3 of 8")]
    [InlineData(4, 3, "text from byte 4 to 3 of 8")]
    public void Refuses_OffsetsOutOfOrder(int from, int to, string problem) =>
        AssertRefused(RawStream.Make([Text], 1, [(1, 0)], [(0, 0), (0, 8), (8, 8)], [.. RawStream.Words(from, to), .. "abcdefgh"u8]), problem);

    [Fact]
    public void Refuses_TextThatIsNotUtf8_WithItsRow()
    {
        byte[] stream = RawStream.Make([Text], 2, [(2, 0)], [(0, 0), (0, 12), (16, 8)], [.. RawStream.Words(0, 2, 4, 0), .. "ab"u8, 0xC3, 0x28, .. "    "u8]);

        var error = Refuse(stream);

        Assert.Equal(("arrow/data", 1L, "t"), (error.Code.Id, error.Location!.Row, error.Location.Field));
        Assert.Contains("text is not UTF-8", error.Message, StringComparison.Ordinal);
    }

    // Each half is UTF-8 with the other only.
    [Fact]
    public void Refuses_ACharacterAcrossTwoRows() =>
        AssertRefused(RawStream.Make([Text], 2, [(2, 0)], [(0, 0), (0, 12), (16, 8)], [.. RawStream.Words(0, 1, 2, 0), .. "ä      "u8]), "text is not UTF-8");

    [Fact]
    public void Refuses_ViewsThatLeadOut()
    {
        AssertRefused(RawStream.Make([Views], 1, [(1, 0)], [(0, 0), (0, 16), (16, 16)], [.. RawStream.Words(16, 0, 1, 0), .. new byte[16]], [1]), "a view of 16 bytes in buffer 1 of 1");
        AssertRefused(RawStream.Make([Views], 1, [(1, 0)], [(0, 0), (0, 16), (16, 16)], [.. RawStream.Words(16, 0, 0, 1), .. new byte[16]], [1]), "an offset leads out of its buffer");
        AssertRefused(RawStream.Make([Views], 1, [(1, 0)], [(0, 0), (0, 16), (16, 16)], [.. RawStream.Words(-1, 0, 0, 0), .. new byte[16]], [1]), "a view of -1 bytes");
        AssertRefused(RawStream.Make([Views], 1, [(1, 0)], [(0, 0), (0, 16)], RawStream.Words(1, 0, 0, 0), [long.MaxValue]), "views claim 9,223,372,036,854,775,807 buffers");
    }

    [Fact]
    public void Refuses_ListsThatLeadOut()
    {
        var list = new ArrowField("l", ArrowTypeId.List) { Children = [Number with { Name = "item" }] };
        AssertRefused(RawStream.Make([list], 1, [(1, 0), (1, 0)], [(0, 0), (0, 8), (0, 0), (8, 8)], [.. RawStream.Words(0, 2), .. new byte[8]]), "a list has 2 items from 0 on, of 1");
        AssertRefused(RawStream.Make([list], 1, [(1, 0), (1, 0)], [(0, 0), (0, 8), (0, 0), (8, 8)], [.. RawStream.Words(1, 0), .. new byte[8]]), "a list has -1 items from 1 on, of 1");
        var pair = new ArrowField("p", ArrowTypeId.FixedSizeList) { ListSize = 2, Children = [Number with { Name = "item" }] };
        AssertRefused(RawStream.Make([pair], 1, [(1, 0), (1, 0)], [(0, 0), (0, 0), (0, 8)], new byte[8]), "1 lists of 2 items have only 1");
    }

    // So many that the number of their bits, or of their offsets, is no number of 64 bits.
    [Fact]
    public void Refuses_MoreItemsThanCanBeCounted()
    {
        var flags = new ArrowField("l", ArrowTypeId.List) { Children = [new ArrowField("item", ArrowTypeId.Bool)] };
        var lists = new ArrowField("l", ArrowTypeId.List) { Children = [new ArrowField("item", ArrowTypeId.Utf8)] };
        foreach (var list in (ArrowField[])[flags, lists])
        {
            byte[] stream = RawStream.Make([list], 1, [(1, 0), (long.MaxValue, 0)], [(0, 0), (0, 8), (0, 0), (8, 8), (0, 0)], [.. RawStream.Words(1 << 30, 1 << 30 | 5), .. new byte[8]]);
            AssertRefused(stream, "an array claims 9,223,372,036,854,775,807 values, 0 of them missing");
        }
    }

    [Fact]
    public void Refuses_RunsThatEndTooSoon()
    {
        var runs = new ArrowField("r", ArrowTypeId.RunEndEncoded) { Children = [new ArrowField("run_ends", ArrowTypeId.Int) { Width = 32, IsSigned = true }, Number with { Name = "values" }] };

        AssertRefused(RawStream.Make([runs], 3, [(3, 0), (1, 0), (1, 0)], [(0, 0), (0, 4), (0, 0), (8, 8)], [.. RawStream.Words(2, 0), .. new byte[8]]), "1 runs end before row 2");
    }

    [Fact]
    public void Refuses_RowsOfNothing()
    {
        var nulls = new ArrowField("n", ArrowTypeId.Null);
        AssertRefused(RawStream.Make([nulls], 1L << 50, [(1L << 50, 1L << 50)], [], []), "rows");
        ArrowField[] many = [.. Enumerable.Range(0, 5000).Select(i => nulls with { Name = $"n{i}" })];
        AssertRefused(RawStream.Make(many, 1 << 22, [.. many.Select(_ => (1L << 22, 1L << 22))], [], []), "columns that take no bytes");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Refuses_CompressedBuffersThatClaimTooMuch(int codec)
    {
        AssertRefused(RawStream.Make([Number], 1 << 20, [(1 << 20, 0)], [(0, 0), (0, 16)], RawStream.Numbers(1L << 40, 0), codec: codec), "a compressed buffer of 8 bytes claims 1,099,511,627,776");
        AssertRefused(RawStream.Make([Number], 1, [(1, 0)], [(0, 0), (0, 16)], RawStream.Numbers(8, 0), codec: codec), "does not hold the 8 bytes that it claims");
        AssertRefused(RawStream.Make([Number], 1, [(1, 0)], [(0, 0), (0, 4)], new byte[8], codec: codec), "a compressed buffer has no length");
    }

    [Fact]
    public void Refuses_MetadataThatStandsForFarMore()
    {
        // A field whose 20,000 keys are all the same table, in a schema whose 20,000 fields are all that one.
        const int Times = 20_000;
        var builder = new FlatBuilder();
        var message = builder.Table(builder.Root(), true, true, true, true);
        builder.Int64(FlatBuilder.Place(message, 0), 4);
        builder.Int64(FlatBuilder.Place(message, 1), 1);
        var schema = builder.Table(FlatBuilder.Place(message, 2), false, true);
        var fields = builder.Vector(FlatBuilder.Place(schema, 1), Times);
        var field = builder.Table(fields, false, false, true, true, false, false, true);
        builder.Int64(FlatBuilder.Place(field, 2), (long)ArrowTypeId.Null);
        builder.Table(FlatBuilder.Place(field, 3));
        var pairs = builder.Vector(FlatBuilder.Place(field, 6), Times);
        var pair = builder.Table(pairs, true, true);
        builder.Text(FlatBuilder.Place(pair, 0), "k");
        builder.Text(FlatBuilder.Place(pair, 1), "v");
        var bytes = builder.Bytes.ToArray();
        for (var i = 0; i < Times; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(fields + i * 4), field - (fields + i * 4));
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(pairs + i * 4), pair - (pairs + i * 4));
        }
        var stream = new MemoryStream();
        RawStream.WriteMessage(stream, bytes);

        AssertRefused(stream.ToArray(), "offsets lead to the same bytes too often");
    }

    [Theory]
    [InlineData(14, "'x' is a union, which Zenset does not read")]
    [InlineData(99, "of a type that is not known (99)")]
    public void Names_WhatItDoesNotRead(int type, string problem)
    {
        var error = Assert.IsType<NotSupportedSourceException>(Refuse(RawStream.Make([new ArrowField("x", (ArrowTypeId)type)], 0, [], [], [])));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal("arrow/unsupported", error.Code.Id);
    }

    [Fact]
    public void Names_DecimalsThatAreTooLong() => AssertRefused(
        RawStream.Make([new ArrowField("d", ArrowTypeId.Decimal) { Width = 256, Precision = 76, Scale = 2 }], 0, [], [], []), "'d' is a decimal of 76 digits, which Zenset does not read");

    private static void AssertRefused(byte[] stream, string problem)
    {
        var watch = Stopwatch.StartNew();

        var error = Refuse(stream);

        Assert.True(error.Message.Contains(problem, StringComparison.Ordinal), error.Message);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }

    private static ZensetException Refuse(byte[] stream)
    {
        var path = Path.Combine(Path.GetTempPath(), $"zenset-test-{Guid.NewGuid():N}.arrows");
        File.WriteAllBytes(path, stream);
        try
        {
            return Assert.ThrowsAny<ZensetException>(() => TableReading.Read(new ArrowStreamFormat(), path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
