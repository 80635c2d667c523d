using Zenset.Formats.Arrow;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arrow;

/// <summary>Layouts that few writers use, laid out by hand after the description of the columnar format.</summary>
public sealed class ArrowLayoutTests
{
    private static readonly ArrowField Number = new("n", ArrowTypeId.Int) { Width = 32, IsSigned = true };

    [Fact]
    public void Dictionaries_GrowAndAreReplaced()
    {
        var stream = new MemoryStream();
        RawStream.WriteSchema(stream, [new ArrowField("d", ArrowTypeId.Utf8) { IsDictionary = true, IndexWidth = 32, DictionaryId = 7 }]);
        WriteWords(stream, isDelta: false, "a", "b");
        WriteIndices(stream, 0, 1);
        WriteWords(stream, isDelta: true, "c");
        WriteIndices(stream, 2, 0);
        WriteWords(stream, isDelta: false, "x", "a");
        WriteIndices(stream, 1, 0);

        var table = Read(stream);

        Assert.Equal("a b c x", string.Join(' ', table.Fields[0].Categories!.Values));
        Assert.Equal(["a", "b", "c", "a", "a", "x"], table.Column("d"));
    }

    [Fact]
    public void Dictionaries_OfNumbersAreDecoded()
    {
        var stream = new MemoryStream();
        RawStream.WriteSchema(stream, [Number with { IsDictionary = true, IndexWidth = 8, IsIndexSigned = false }]);
        RawStream.WriteBatch(stream, 2, [(2, 1)], [[1], RawStream.Words(70, 80)], dictionary: (0, false));
        RawStream.WriteBatch(stream, 4, [(4, 1)], [[0b1011], [0, 1, 9, 0]]);

        Assert.Equal(["70", null, null, "70"], Read(stream).Column("n"));
    }

    [Fact]
    public void Runs_AreDecoded_AlsoOfText()
    {
        var ends = new ArrowField("run_ends", ArrowTypeId.Int) { Width = 16, IsSigned = true };
        var stream = new MemoryStream();
        RawStream.WriteSchema(stream, [new ArrowField("r", ArrowTypeId.RunEndEncoded) { Children = [ends, new ArrowField("values", ArrowTypeId.Utf8)] }]);
        RawStream.WriteBatch(stream, 6, [(6, 0), (3, 0), (3, 1)], [[], [2, 0, 3, 0, 6, 0], [0b101], RawStream.Words(0, 1, 1, 3), [.. "xyz"u8]]);

        Assert.Equal(["x", "x", null, "yz", "yz", "yz"], Read(stream).Column("r"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ListViews_MayShareAndSkipItems(bool isLarge)
    {
        var stream = new MemoryStream();
        RawStream.WriteSchema(stream, [new ArrowField("l", isLarge ? ArrowTypeId.LargeListView : ArrowTypeId.ListView) { Children = [Number with { Name = "item" }] }]);
        byte[][] ranges = isLarge ? [RawStream.Numbers(3, 0, 9, 0), RawStream.Numbers(2, 3, 9, 0)] : [RawStream.Words(3, 0, 9, 0), RawStream.Words(2, 3, 9, 0)];
        RawStream.WriteBatch(stream, 4, [(4, 1), (5, 0)], [[0b1011], .. ranges, [], RawStream.Words(10, 20, 30, 40, 50)]);

        Assert.Equal(["[40, 50]", "[10, 20, 30]", null, "[]"], Read(stream).Column("l"));
    }

    [Fact]
    public void BytesByView_StandInTheViewOrBehindIt()
    {
        var stream = new MemoryStream();
        RawStream.WriteSchema(stream, [new ArrowField("v", ArrowTypeId.BinaryView)]);
        byte[] views = [2, 0, 0, 0, 0xAB, 0xCD, .. new byte[10], .. RawStream.Words(13, 0, 1, 2), .. new byte[16]];
        RawStream.WriteBatch(stream, 3, [(3, 1)], [[0b011], views, [], [.. Enumerable.Range(0, 20).Select(i => (byte)i)]], [2]);

        Assert.Equal(["ABCD", "02030405060708090A0B0C0D0E", null], Read(stream).Column("v"));
    }

    [Fact]
    public void BigEndian_IsTurnedRound()
    {
        var stream = new MemoryStream();
        RawStream.WriteSchema(
            stream,
            [
                Number, new ArrowField("t", ArrowTypeId.Utf8), new ArrowField("d", ArrowTypeId.Decimal) { Width = 128, Precision = 10, Scale = 1 }, new ArrowField("b", ArrowTypeId.Bool),
                new ArrowField("i", ArrowTypeId.Interval) { Unit = 2 }, new ArrowField("v", ArrowTypeId.Utf8View), new ArrowField("f", ArrowTypeId.FixedSizeBinary) { Width = 2 },
            ],
            isBigEndian: true);
        RawStream.WriteBatch(
            stream, 2, [(2, 0), (2, 0), (2, 0), (2, 0), (2, 0), (2, 0), (2, 0)],
            [
                [], [0, 0, 1, 2, 255, 255, 255, 254], [], [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 3], [.. "abc"u8], [], [.. new byte[15], 7, .. new byte[14], 1, 0], [], [0b10],
                [], [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0x03, 0xE8, .. new byte[16]], [], [0, 0, 0, 3, .. "xyz"u8, .. new byte[9], 0, 0, 0, 14, .. "0123"u8, 0, 0, 0, 0, 0, 0, 0, 1], [.. "_0123456789ABCD"u8],
                [], [1, 2, 3, 4],
            ],
            [1]);

        var table = Read(stream);

        Assert.Equal((string?[])["258", "a", "0.7", "false", "1 month 2 days 00:00:00.000001", "xyz", "0102"], table.Rows[0]);
        Assert.Equal((string?[])["-2", "bc", "25.6", "true", "00:00:00", "0123456789ABCD", "0304"], table.Rows[1]);
    }

    [Fact]
    public void OtherWidths_OfDecimalsDatesAndIntervals()
    {
        var stream = new MemoryStream();
        RawStream.WriteSchema(
            stream,
            [
                new ArrowField("d32", ArrowTypeId.Decimal) { Width = 32, Precision = 9, Scale = 2 }, new ArrowField("d64", ArrowTypeId.Decimal) { Width = 64, Precision = 18, Scale = 0 },
                new ArrowField("d256", ArrowTypeId.Decimal) { Width = 256, Precision = 38, Scale = 0 }, new ArrowField("ms", ArrowTypeId.Date) { Unit = 1 },
                new ArrowField("months", ArrowTypeId.Interval), new ArrowField("days", ArrowTypeId.Interval) { Unit = 1 },
            ]);
        RawStream.WriteBatch(
            stream, 1, [(1, 0), (1, 0), (1, 0), (1, 0), (1, 0), (1, 0)],
            [[], RawStream.Words(-123), [], RawStream.Numbers(-5), [], RawStream.Numbers(-6, -1, -1, -1), [], RawStream.Numbers(-86_400_000), [], RawStream.Words(14), [], RawStream.Words(-2, 1500)]);

        Assert.Equal((string?[])["-1.23", "-5", "-6", "1969-12-31", "1 year 2 months", "-2 days 00:00:01.5"], Read(stream).Rows[0]);
    }

    [Theory]
    [InlineData(1_000_000_000, "has more than the 9 digits")]
    public void Refuses_ValuesBeyondTheirType(int digits, string problem)
    {
        var stream = new MemoryStream();
        RawStream.WriteSchema(stream, [new ArrowField("d", ArrowTypeId.Decimal) { Width = 32, Precision = 9, Scale = 2 }]);
        RawStream.WriteBatch(stream, 1, [(1, 0)], [[], RawStream.Words(digits)]);

        var error = Assert.Throws<SourceDataException>(() => Read(stream));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal(("arrow/value", "d"), (error.Code.Id, error.Location!.Field));
    }

    private static void WriteWords(Stream stream, bool isDelta, params string[] words)
    {
        int[] ends = [0, .. words.Select((_, i) => words.Take(i + 1).Sum(w => w.Length))];
        RawStream.WriteBatch(stream, words.Length, [(words.Length, 0)], [[], RawStream.Words(ends), [.. words.SelectMany(w => w.Select(c => (byte)c))]], dictionary: (7, isDelta));
    }

    private static void WriteIndices(Stream stream, params int[] indices) => RawStream.WriteBatch(stream, indices.Length, [(indices.Length, 0)], [[], RawStream.Words(indices)]);

    private static TableReading Read(MemoryStream stream)
    {
        var path = Path.Combine(Path.GetTempPath(), $"zenset-test-{Guid.NewGuid():N}.arrows");
        File.WriteAllBytes(path, stream.ToArray());
        try
        {
            return TableReading.Read(new ArrowStreamFormat(), path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
