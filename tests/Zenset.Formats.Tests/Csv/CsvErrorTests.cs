using System.Text;
using Zenset.Model;

namespace Zenset.Formats.Tests.Csv;

public class CsvErrorTests
{
    // Enough rows that the one at the end is not part of the sample.
    private static string Rows(int count, string last)
    {
        var text = new StringBuilder("id,age,name\n");
        for (var i = 1; i < count; i++) text.Append(i).Append(',').Append(i % 90).Append(",\"n ").Append(i).Append("\"\n");
        return text.Append(last).Append('\n').ToString();
    }

    [Fact]
    public void Stops_AtAWord_InANumberColumn_OnRow900000()
    {
        Assert.Equal(
            "test.csv:900001:8 (row 900,000, field 'age'): 'forty' is not a number, and the 899,999 rows before it are. "
            + "Correct the cell, import age as text (--type age=string), or keep going without such rows (--on-error skip).",
            CsvCase.Failure(Rows(900_000, "900000,forty,x")));
    }

    [Fact]
    public void Stops_AtAWrongCellCount_OnRow900000()
    {
        Assert.Equal(
            "test.csv:900001:10 (row 900,000): the row has 2 cells, and the table has 3 fields. "
            + "Correct the row, keep going without such rows (--on-error skip), or take the last fields as missing (--ragged pad).",
            CsvCase.Failure(Rows(900_000, "900000,40")));
    }

    [Fact]
    public void Stops_AtTooManyCells()
    {
        Assert.Equal(
            "test.csv:3:5 (row 2): the row has 3 cells, and the table has 2 fields. "
            + "Correct the row (a cell that holds the delimiter stands in quotes), or keep going without such rows (--on-error skip).",
            CsvCase.Failure("a,b\n1,2\n3,4,5\n6,7\n"));
    }

    [Fact]
    public void Stops_AtAnUnclosedQuote()
    {
        Assert.Equal(
            "test.csv:3:3 (row 2): a cell begins with the quote \" and never ends. "
            + "Close the quote, double it if it is text, keep going without such rows (--on-error skip), or read quotes as text (--quote none).",
            CsvCase.Failure("a,b\n1,x\n2,\"y\n3,z\n"));
    }

    [Fact]
    public void Stops_AtText_AfterAQuote()
    {
        Assert.Equal(
            "test.csv:3:6 (row 2): 'z' follows a closing quote; a delimiter or the end of the line should. "
            + "Double quotes inside cells (\"\"), keep going without such rows (--on-error skip), or take stray quotes as text (--ragged repair).",
            CsvCase.Failure("a,b\n1,x\n2,\"y\"z\n3,z\n"));
    }

    [Fact]
    public void Stops_AtTheQuote_ThatOpensByMistake()
    {
        Assert.Equal(
            "test.csv:3:3 (row 2): a cell begins with the quote \", and the next one, on line 4, has 'z\"' after it. "
            + "Close the quote, double it if it is text, keep going without such rows (--on-error skip), or take stray quotes as text (--ragged repair).",
            CsvCase.Failure("a,b\n1,x\n2,\"y\n3,\"z\"\n4,w\n"));
    }

    [Fact]
    public void Stops_AtAValue_OutOfTheGivenType()
    {
        Assert.Equal(
            "test.csv:3:1 (row 2, field 'a'): '300' is not a whole number of type int8. "
            + "Correct the cell, import a as text (--type a=string), or keep going without such rows (--on-error skip).",
            Assert.Throws<SourceDataException>(() => CsvCase.Read("a,b\n1,x\n300,y\n"u8.ToArray(), types: new() { ["a"] = FieldType.Int8 })).Message);
    }

    [Fact]
    public void Counts_Lines_InsideQuotes()
    {
        Assert.StartsWith("test.csv:5:4 (row 3): the row has 1 cell", CsvCase.Failure("a,b\n1,\"x\ny\"\n2,z\nbad\n3,w\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_WhereThereIsNoRow()
    {
        Assert.Equal("test.csv: there is no row in it. Check the file, and --skip-lines and --comment if you set them.", CsvCase.Failure("\n\n\n"));
    }

    [Fact]
    public void Stops_AtBytes_ThatAreNotText()
    {
        var bytes = Enumerable.Range(0, 5000).Select(i => (byte)(i % 40)).ToArray();

        Assert.Equal(
            "test.csv: this is not text: many of its first bytes are control characters. Name its format with --format; `zenset formats` lists them.",
            Assert.Throws<SourceDataException>(() => CsvCase.Read(bytes)).Message);
    }

    [Fact]
    public void Refuses_UnknownFields_AndTypes()
    {
        Assert.Equal(
            "--type names the field 'agee', which the table does not have. Did you mean 'age'?",
            Assert.Throws<NotFoundException>(() => CsvCase.Read("age\n1\n"u8.ToArray(), types: new() { ["agee"] = FieldType.String })).Message);
        Assert.Equal(
            "field 'age' cannot be read as list<int64>: CSV text has no such values. Import it as string and cast it with SQL.",
            Assert.Throws<NotSupportedSourceException>(() => CsvCase.Read("age\n1\n"u8.ToArray(), types: new() { ["age"] = FieldType.List(FieldType.Int64) })).Message);
    }

    [Fact]
    public void Keeps_BadRows_ByteForByte_WhenTheyAreSkipped()
    {
        var read = CsvCase.Read(Encoding.UTF8.GetBytes(Rows(100_000, "100000,forty,\"ü, \"\"x\"\"\"") + "100001,1\n100002,\"a\"b,c\r\n100003,5,ok\n"), onError: OnError.Skip);

        Assert.Equal(100_000, read.Table.Rows.Count);
        Assert.Equal("100003 | 5 | ok", string.Join(" | ", read.Table.Rows[^1]));
        Assert.Equal(["100000,forty,\"ü, \"\"x\"\"\"", "100001,1", "100002,\"a\"b,c"], read.Rejected);
    }

    [Fact]
    public void Skips_BadRows_WhileItWidens()
    {
        var read = CsvCase.Read(Encoding.UTF8.GetBytes(Rows(100_000, "100000,forty,x") + "100001,1.5,y\n"), onError: OnError.Skip);

        Assert.Equal("id int64, age float64, name string", read.Table.Types);
        Assert.Equal(["100000,forty,x"], read.Rejected);
    }

    [Fact]
    public void Pads_ShortRows_WhenAsked_AndCountsThem()
    {
        var read = CsvCase.Read("a,b,c\n1,2,3\n4\n5,6\n7,8,9,,\n", ("ragged", "pad"));

        Assert.Equal("1 | 2 | 3\n4 | · | ·\n5 | 6 | ·\n7 | 8 | 9", read.Table.ToString());
        Assert.Equal(3, Assert.Single(read.Findings).Count);
    }

    [Fact]
    public void Repairs_StrayQuotes_AndSurplusDelimiters_WhenAsked_WhereOneReadingFits()
    {
        var read = CsvCase.Read(
            "id,day,text,n\n1,2018-01-13,\"a, b\",1\n2,2018-01-14,\"say \"no\" now\",2\n,3,2018-01-15,c,3\n4,2018-01-16,\"d,4\n5,2018-01-17,e,5\n", ("ragged", "repair"));

        Assert.Equal("1 | 2018-01-13 | a, b | 1\n2 | 2018-01-14 | say \"no\" now | 2\n3 | 2018-01-15 | c | 3\n4 | 2018-01-16 | \"d | 4\n5 | 2018-01-17 | e | 5", read.Table.ToString());
        Assert.Equal(
            ["line 3 is damaged; it was read in the only way that fits", "line 4 is damaged; it was read in the only way that fits", "line 5 is damaged; it was read in the only way that fits"],
            read.Findings.Select(f => f.Message));
    }

    [Fact]
    public void Does_NotRepair_WhatCouldBeReadInTwoWays()
    {
        Assert.StartsWith("test.csv:3:", CsvCase.Failure("a,b\nx,y\nz\nv,w\np,q\n", ("ragged", "repair")), StringComparison.Ordinal);
    }
}
