using Zenset.Formats.Arrow;

namespace Zenset.Formats.Tests.Arrow;

public sealed class ArrowRoundTripTests
{
    private static readonly int Seeds = 40 * Property.Number("ZENSET_CASES", 1);

    public static TheoryData<string, string> Writings() => new()
    {
        { "arrow", "none" }, { "arrow", "zstd" }, { "arrow-stream", "none" }, { "arrow-stream", "lz4" }, { "feather", "lz4" },
    };

    [Theory]
    [MemberData(nameof(Writings))]
    public void RoundTrips_TablesOfAnyType(string format, string compression)
    {
        for (var seed = 1; seed <= Seeds; seed++) AssertRoundTrip(format, compression, seed, RandomTable.Make(seed, random => RandomTable.AnyType(random)));
    }

    [Fact]
    public void RoundTrips_EachTypeByItself()
    {
        for (var seed = 1000; seed < 1000 + Seeds; seed++)
        {
            var type = RandomTable.AnyType(new Random(seed));
            AssertRoundTrip("arrow", "none", seed, RandomTable.Make(seed, _ => type, hasCategories: false));
        }
    }

    private static void AssertRoundTrip(string formatId, string compression, int seed, RandomTable table)
    {
        var format = AllFormats.Catalog.Get(formatId);
        var context = $"seed {seed}: {string.Join("; ", table.Fields.Select(f => $"{f.Name} {f.Type}"))}";
        string? path = null;
        try
        {
            // Few rows in a batch, so that there are several.
            var options = new OptionValues(new Dictionary<string, string> { ["compression"] = compression, ["batch-rows"] = "7" });
            path = TableWriting.Write(format, table.Fields, table.Sql, format.Extensions[0], options: options);
            var back = TableReading.Read(format, path);

            Assert.Equal(table.Fields.ToList(), back.Fields.ToList());
            Assert.Equal(TableWriting.Show(table.Fields, table.Sql), back.Rows);
            Assert.Empty(back.Findings);
        }
        catch (Exception e)
        {
            throw new Xunit.Sdk.XunitException($"{context}\n{e.Message}\n{e.StackTrace}");
        }
        finally
        {
            if (path is not null) File.Delete(path);
        }
    }
}
