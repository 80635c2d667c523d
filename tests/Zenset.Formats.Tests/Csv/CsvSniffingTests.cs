using Zenset.Model;

namespace Zenset.Formats.Tests.Csv;

public class CsvSniffingTests
{
    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    [InlineData('^')]
    [InlineData('~')]
    public void Finds_Delimiters(char delimiter)
    {
        var read = CsvCase.Read("name,n,t\nAnna Lee,1,07:05\nBo Ek,2,08:10\n".Replace(',', delimiter));

        Assert.Equal("name string, n int64, t time[us]", read.Table.Types);
    }

    [Fact]
    public void Finds_Blanks_AsDelimiters_OfNumbers()
    {
        Assert.Equal("x float64, y float64, z int64", CsvCase.Read("x y z\n1.5 2.5 3\n4.5 5.5 6\n").Table.Types);
    }

    [Theory]
    [InlineData("a\n1\n2\n", "a int64")]
    [InlineData("when\n2018-01-28 07:05:00\n2018-01-29 07:05:00\n", "when timestamp[us]")]
    [InlineData("text\nHello, you\nWell met\nOne, two, three\n", "text string")]
    public void Finds_OneColumn(string text, string types) => Assert.Equal(types, CsvCase.Read(text).Table.Types);

    [Fact]
    public void Finds_BlanksAfterDelimiters()
    {
        var read = CsvCase.Read("a, b, c\n1, x y, \"p, q\"\n2, z, \"r\"\n");

        Assert.Equal("a int64, b string, c string", read.Table.Types);
        Assert.Equal("1 | x y | p, q\n2 | z | r", read.Table.ToString());
        Assert.Equal("yes", read.Options["trim"]);
    }

    [Fact]
    public void Finds_BackslashEscapes()
    {
        var read = CsvCase.Read("a,b\n\"say \\\"no\\\"\",1\n\"C:\\\\x and \\n\",2\n");

        Assert.Equal("say \"no\" | 1\nC:\\x and \\n | 2", read.Table.ToString());
        Assert.Equal("backslash", read.Options["escape"]);
    }

    [Fact]
    public void Finds_QuotesThatAreNotEscaped()
    {
        var read = CsvCase.Read("a,b\n\"a 5\" pipe\",1\n\"a 6\" pipe, long\",2\n\"plain\",3\n");

        Assert.Equal("a 5\" pipe | 1\na 6\" pipe, long | 2\nplain | 3", read.Table.ToString());
        Assert.Equal("none", read.Options["escape"]);
    }

    [Fact]
    public void Finds_Apostrophes_AsQuotes()
    {
        var read = CsvCase.Read("a,b\n'x, y',1\n'z',2\n");

        Assert.Equal("x, y | 1\nz | 2", read.Table.ToString());
        Assert.Equal("'", read.Options["quote"]);
    }

    [Fact]
    public void Obeys_EveryOption()
    {
        var read = CsvCase.Read(
            "title\n% a comment\n1#$a#b$#1,5#13/01/2018\n% another\n2#c#-#14/01/2018\n",
            ("delimiter", "#"), ("quote", "$"), ("escape", "doubled"), ("trim", "no"), ("comment", "%"), ("header", "no"), ("skip-lines", "1"), ("encoding", "utf-8"), ("decimal", "comma"),
            ("date-format", "dd/MM/yyyy"), ("missing", "-"), ("ragged", "pad"), ("tables", "first"));

        Assert.Equal("column_1 int64, column_2 string, column_3 float64, column_4 date", read.Table.Types);
        Assert.Equal("1 | a#b | 1.5 | 2018-01-13\n2 | c | · | 2018-01-14", read.Table.ToString());
        Assert.Equal(["csv/missing-word 1", "csv/comments 1"], read.Findings.Select(f => $"{f.Code} {f.Count}"));
    }

    [Fact]
    public void Reads_TheSeparatorLine_OfSpreadsheets()
    {
        var read = CsvCase.Read("sep=;\r\na;b\r\n1;2,5\r\n");

        Assert.Equal("1 | 2.5", read.Table.ToString());
    }

    [Fact]
    public void Leaves_LinesBefore_AndAfterTheTable_Out_AndSaysSo()
    {
        var read = CsvCase.Read("Report of 2018\n\na,b,c\n1,2,3\n4,5,6\n7,8,9\n\nSource: us\n");

        Assert.Equal("a int64, b int64, c int64", read.Table.Types);
        Assert.Equal(3, read.Table.Rows.Count);
        Assert.Equal(["csv/lines-after [Source: us]", "csv/lines-before [Report of 2018]"], read.Findings.Where(f => f.Value is not null).Select(f => $"{f.Code} [{f.Value}]").Order());
    }

    [Fact]
    public void Reads_NamesOverSeveralLines()
    {
        var read = CsvCase.Read("time,speed,who\ns,m/s,\n1,2.5,a\n2,3.5,b\n3,4.5,c\n4,5.5,d\n5,6.5,e\n6,7.5,f\n7,8.5,g\n8,9.5,h\n");

        Assert.Equal(["time s", "speed m/s", "who"], read.Table.Fields.Select(f => f.Name));
        Assert.Equal(8, read.Table.Rows.Count);
    }

    [Theory]
    [InlineData("1,2,x\n3,4,y\n", "no")]
    [InlineData("2018,2019\n1.5,2.5\n3.5,4.5\n", "no")]
    [InlineData("\"1\",\"2\"\n3,4\n5,6\n", "yes")]
    [InlineData("first,second\nanna,bo\ncarl,dora\n", "yes")]
    [InlineData("a,b\n", "yes")]
    [InlineData("1,2\n", "no")]
    public void Tells_NamesFromValues(string text, string header) => Assert.Equal(header, CsvCase.Read(text).Options["header"]);

    [Fact]
    public void Reads_FurtherTables_OnlyWhenAsked_AndSaysSo()
    {
        const string Text = "id,name\n1,a\n2,b\n3,c\ncode,price,unit\nx,1.5,kg\ny,2.5,kg\nz,3.5,l\n";

        var first = CsvCase.Read(Text);
        var all = CsvCase.Read(Text, ("tables", "all"));

        Assert.Equal("1 | a\n2 | b\n3 | c", Assert.Single(first.Tables).ToString());
        var finding = Assert.Single(first.Findings);
        Assert.Equal("another table begins at line 5; it is not read", finding.Message);
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Equal(["id int64, name string", "code string, price float64, unit string"], all.Tables.Select(t => t.Types));
        Assert.Equal("x | 1.5 | kg\ny | 2.5 | kg\nz | 3.5 | l", all.Tables[1].ToString());
    }

    [Fact]
    public void Does_NotTakeAShortRow_ForATable()
    {
        Assert.StartsWith("test.csv:4:2 (row 3): the row has 1 cell, and the table has 2 fields.", CsvCase.Failure("id,name\n1,a\n2,b\n3\n4,d\n"), StringComparison.Ordinal);
    }
}
