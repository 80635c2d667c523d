using Zenset.Formats.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Tests.Hdf5;

/// <summary>What is written comes back: fields of all kinds, nested to any depth, with and without missing values.</summary>
public sealed class Hdf5RoundTripTests
{
    private static readonly int Cases = 60 * Property.Number("ZENSET_CASES", 1);

    [Fact]
    public void RandomTables_ComeBackTheSame()
    {
        for (var i = 0; i < Cases; i++)
        {
            var table = RandomTable.Make(i, r => RandomTable.AnyType(r));
            var path = TableWriting.Write(new Hdf5Format(), table.Fields, table.Sql, ".h5", options: i % 2 == 0 ? null : new OptionValues(new Dictionary<string, string> { ["gzip-level"] = "0" }));
            try
            {
                var read = TableReading.Read(new Hdf5Format(), path);

                Assert.Equal(table.Fields.Select(f => (f.Name, f.Type, f.Categories, f.Role)), read.Fields.Select(f => (f.Name, f.Type, f.Categories, f.Role)));
                Assert.Equal(TableWriting.Show(table.Fields, table.Sql), read.Rows);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"case {i}: {e}");
            }
            catch (Xunit.Sdk.XunitException e)
            {
                Assert.Fail($"case {i}: {e.Message}");
            }
            finally
            {
                File.Delete(path);
            }
        }
    }
}
