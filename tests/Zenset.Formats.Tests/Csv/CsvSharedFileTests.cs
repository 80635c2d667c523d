namespace Zenset.Formats.Tests.Csv;

/// <summary>Real files, where they are at hand: what an independent reader says of them.</summary>
public class CsvSharedFileTests
{
    private static ReadResult? Read(string name, OnError onError = OnError.Stop, params (string, string)[] options)
    {
        if (SharedData.Find(name) is not { } path) return null;
        return CsvCase.Read(File.ReadAllBytes(path), options, onError: onError, name: Path.GetFileName(path));
    }

    [Fact]
    public void Adult()
    {
        if (Read("csv/adult.txt") is not { } read) return;

        Assert.Equal((32_561, 15), (read.Table.Rows.Count, read.Table.Fields.Length));
        Assert.Equal("yes", read.Options["trim"]);
        Assert.Equal(4_262, read.Table.Rows.Sum(r => r.Count(v => v == "?")));
        Assert.Equal((24_720, 7_841), (read.Table.Column("label(IsOver50K)").Count(v => v == "0"), read.Table.Column("label(IsOver50K)").Count(v => v == "1")));
        Assert.Equal(4_262, Read("csv/adult.txt", OnError.Stop, ("missing", "?"))!.Table.Rows.Sum(r => r.Count(v => v is null)));
    }

    [Fact]
    public void IrisWithDecimalCommas()
    {
        if (Read("csv/iris-decimal-comma.csv") is not { } read) return;

        Assert.Equal("column_1 int64, column_2 float64, column_3 float64, column_4 float64, column_5 float64", read.Table.Types);
        Assert.Equal(150, read.Table.Rows.Count);
        Assert.Equal("0 | 5.1 | 3.5 | 1.4 | 0.2", string.Join(" | ", read.Table.Rows[0]));
        Assert.Equal("the header has 7 names and the rows have 5 cells; the fields are called column_1 to column_5", Assert.Single(read.Findings).Message);
    }

    [Fact]
    public void Latin1WithSemicolons_AndLineBreaksInTheHeader()
    {
        if (Read("csv/latin1-semicolon-multiline-header.csv") is not { } read) return;

        Assert.Equal((7_904, 26), (read.Table.Rows.Count, read.Table.Fields.Length));
        Assert.Equal("Codice dell'Unità territoriale sovracomunale \n(valida a fini statistici)", read.Table.Fields[1].Name);
        Assert.Equal("Agliè", read.Table.Column("Denominazione in italiano").First());
    }

    [Fact]
    public void Detox_StopsAtAQuoteThatIsNeverClosed()
    {
        if (SharedData.Find("csv/wikipedia-detox.tsv") is null) return;

        // Lenient readers run lines 83 to 87 together into one row, and so come to 246.
        Assert.Equal(
            "wikipedia-detox.tsv:83:3 (row 82): a cell begins with the quote \", and the next one, on line 87, has '  == Newsletter ==  …' after it. "
            + "Close the quote, double it if it is text, keep going without such rows (--on-error skip), or take stray quotes as text (--ragged repair).",
            Assert.Throws<SourceDataException>(() => Read("csv/wikipedia-detox.tsv")).Message);
        // What was tried is not advised again.
        Assert.EndsWith("or read all quotes as text (--quote none).", Assert.Throws<SourceDataException>(() => Read("csv/wikipedia-detox.tsv", OnError.Stop, ("ragged", "repair"))).Message, StringComparison.Ordinal);
        var read = Read("csv/wikipedia-detox.tsv", OnError.Skip)!;
        Assert.Equal("Sentiment int64, SentimentText string, LoggedIn boolean", read.Table.Types);
        Assert.Equal((249, 1), (read.Table.Rows.Count, read.Rejected.Count));
    }

    [Fact]
    public void OddDialects()
    {
        if (Read("csv/odd/bom.csv") is not { } bom) return;

        Assert.Equal("id int64, name string", bom.Table.Types);
        Assert.Equal("3 | Test \" line 3", string.Join(" | ", Read("csv/odd/escaping.csv")!.Table.Rows[2]));
        Assert.Equal((5, 17), (Read("csv/odd/doublequote.csv")!.Table.Rows.Count, Read("csv/odd/doublequote.csv")!.Table.Fields.Length));
        Assert.Equal("11 | 12 | 13 | 14", string.Join(" | ", Read("csv/odd/matrix-with-comment.csv")!.Table.Rows[0]));
        Assert.Equal("Zeit [MEZ] timestamp[us], Wasserstand int64, Status string", Read("csv/odd/issue-1138.csv")!.Table.Types);
        // Its second row has a cell too many in any dialect.
        Assert.StartsWith(
            "dialect.csv:3:6 (row 2): the row has 3 cells, and the table has 2 fields",
            Assert.Throws<SourceDataException>(() => Read("csv/odd/dialect.csv", OnError.Stop, ("quote", "#"))).Message, StringComparison.Ordinal);
        Assert.Equal("1 | english", Read("csv/odd/dialect.csv", OnError.Skip, ("quote", "#"))!.Table.ToString());
    }

    [Fact]
    public void Taxi()
    {
        if (Read("tfrecord/chicago-taxi.csv") is not { } read) return;

        Assert.Equal((10_000, 18), (read.Table.Rows.Count, read.Table.Fields.Length));
    }

    [Fact]
    public void Penguins()
    {
        if (Read("parquet/penguins.csv") is not { } read) return;

        Assert.Equal((344, 9), (read.Table.Rows.Count, read.Table.Fields.Length));
        Assert.Equal(19, read.Table.Rows.Sum(r => r.Count(v => v is null or "")));
    }
}
