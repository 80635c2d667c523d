using Zenset.Formats.Parquet;

namespace Zenset.Formats.Tests.Parquet;

public class ParquetRoundTripTests
{
    [Fact]
    public void RoundTrips_TablesOfAnyType()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var table = RandomTable.Make(seed, random => RandomTable.AnyType(random));
            AssertRoundTrip(seed, table);
        }
    }

    [Fact]
    public void RoundTrips_EachTypeByItself()
    {
        for (var seed = 1000; seed < 1050; seed++)
        {
            var type = RandomTable.AnyType(new Random(seed));
            AssertRoundTrip(seed, RandomTable.Make(seed, _ => type, hasCategories: false));
        }
    }

    private static void AssertRoundTrip(int seed, RandomTable table)
    {
        var context = $"seed {seed}: {string.Join("; ", table.Fields.Select(f => $"{f.Name} {f.Type}"))}";
        string? path = null;
        try
        {
            path = TableWriting.Write(new ParquetFormat(), table.Fields, table.Sql, ".parquet");
            var back = TableReading.Read(new ParquetFormat(), path);

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
