using Xunit;

namespace Zenset.Formats.Tests.Arff;

/// <summary>What is written reads back the same, or the loss was announced.</summary>
public sealed class ArffRoundTripTests
{
    [Theory]
    [InlineData("openml")]
    [InlineData("weka")]
    public void GivesBack_EverythingThatNoLossWasAnnouncedFor(string dialect)
    {
        var lossless = 0;
        for (var i = 0; i < 250; i++)
        {
            var table = new ArffRandomTable(new Random(20260105 + i), withControls: i % 2 == 0).Make(i);
            var written = table.WriteText(dialect);
            try
            {
                var read = ArffCase.Read(written);
                var losses = table.Losses(dialect).ToList();
                var rows = table.Rows();

                Assert.Equal(rows.Count, read.Rows.Count);
                Assert.Equal(table.Fields.Length, read.Fields.Length);
                for (var c = 0; c < table.Fields.Length; c++)
                {
                    var field = table.Fields[c];
                    if (losses.Any(l => l.StartsWith(field.Name + ":", StringComparison.Ordinal))) continue;
                    lossless++;
                    Assert.Equal(field.Name, read.Fields[c].Name);
                    Assert.Equal(field.Type, read.Fields[c].Type);
                    Assert.Equal(field.Categories, read.Fields[c].Categories);
                    Assert.Equal(rows.Select(r => r[c]), read.Rows.Select(r => r[c]));
                }
            }
            catch (Exception e)
            {
                Assert.Fail($"Case {i}: {e.Message}\n{written}");
            }
        }
        Assert.True(lossless > 150, $"only {lossless} columns were without a loss");
    }

    [Fact]
    public void GivesBack_PublicFiles_InTheWekaDialect()
    {
        foreach (var name in (string[])["soybean", "reuters-corn-test", "relational-time-series", "apple-stocks-date", "dexter-sparse"])
        {
            if (SharedData.Find($"arff/{name}.arff") is not { } path) return;
            var read = ArffCase.ReadFile(path);
            var table = ArffWriting.OfRead(read);

            var again = ArffCase.Read(table.Write("weka"));

            Assert.Empty(table.Losses("weka"));
            Assert.Equal(read.Types, again.Types);
            Assert.Equal(read.Fields.Select(f => f.SourceFormat), again.Fields.Select(f => f.SourceFormat));
            Assert.Equal(read.Features.AsEnumerable(), again.Features);
            Assert.Equal(read.Rows, again.Rows);
        }
    }
}
