using Xunit;

namespace Zenset.Formats.Tests.Arff;

/// <summary>Whole messages: what, where, how to mend it.</summary>
public sealed class ArffErrorTests
{
    private const string Header = "@relation r\n@attribute n numeric\n@attribute c {new_car,used_car}\n@attribute s string\n@data\n% first\n1,new_car,x\n";

    [Theory]
    [InlineData("arff/header", "relation r\n", "test.arff:1:1: this is not an ARFF file: it begins with 'relation r' where @relation should stand. Expected are @relation, @attribute NAME TYPE, @data, and comments that begin with %.")]
    [InlineData("arff/header", "@relation r\n@atribute a numeric\n", "test.arff:2:1: '@atribute' is no line of an ARFF header. Expected are @relation, @attribute NAME TYPE, @data, and comments that begin with %.")]
    [InlineData("arff/header", "@relation r\n@attribute a\n", "test.arff:2:13: attribute 'a' has no type. Types are numeric, real, integer, string, date, relational, or a list in braces.")]
    [InlineData("arff/header", "@relation r\n@attribute a b numeric\n", "test.arff:2:15: attribute 'a' has the unknown type 'b'. Types are numeric, real, integer, string, date, relational, or a list in braces; a name with blanks needs quotes.")]
    [InlineData("arff/header", "@relation r\n@attribute 'a numeric\n@data\n", "test.arff:2:12: the quote ' is not closed on this line. Close it, or escape it with a backslash if it belongs to the name.")]
    [InlineData("arff/header", "@relation r\n@attribute a {x,y\n@data\nx\n", "test.arff:2: the list of values of attribute 'a' is not closed. Close it with }.")]
    [InlineData("arff/header", "@relation r\n@data\n1\n", "test.arff:2:6: there is no @attribute line before @data")]
    [InlineData("arff/no-data", "@relation r\n@attribute a numeric\n", "test.arff:3: the file ends without a @data line. It may have been cut off: compare its size with the original.")]
    [InlineData("arff/duplicate-attribute", "@relation r\n@attribute a numeric\n@attribute a string\n@data\n", "test.arff:3: attribute 'a' was declared before, in line 2. Rename one of them, or pass --duplicate-names number.")]
    [InlineData("arff/date-pattern", "@relation r\n@attribute a date 'yyyy-ww'\n@data\n", "test.arff:2:28: the date pattern of attribute 'a' cannot be read: the letter 'w' is not read; read are y M d H h K k m s S a E z Z X.")]
    public void Says_WhatIsWrongInTheHeader(string code, string text, string message) => AssertError(code, text, message);

    [Theory]
    [InlineData("arff/cell-count", "2,new_car", "test.arff:8:10 (row 2): the row has 2 cells, and there are 3 attributes. A value with blanks or commas needs quotes; a missing value is a question mark. Or keep going without such rows: --on-error skip.")]
    [InlineData("arff/cell-count", "2,new_car,x,y,z", "test.arff:8:13 (row 2): the row has 5 cells, and there are 3 attributes. A value with blanks or commas needs quotes. Or keep going without such rows: --on-error skip.")]
    [InlineData("arff/not-a-number", "2x,new_car,x", "test.arff:8:1 (row 2, field 'n'): '2x' is not a number. Correct the cell, write ? if it is missing, declare the attribute as string, or keep going without such rows: --on-error skip.")]
    [InlineData("arff/undeclared-category", "2,new car,x", "test.arff:8:3 (row 2, field 'c'): value 'new car' is not among the 2 declared categories; nearest: 'new_car'. Correct or quote the value, declare it in the header, or pass --unknown-category add.")]
    [InlineData("arff/quote", "2,new_car,'x", "test.arff:8:11 (row 2, field 's'): the quote ' is not closed before the end of the line. Close it; a line break inside a value is written \\n.")]
    [InlineData("arff/quote", "2,new_car,'x'y", "test.arff:8:14 (row 2, field 's'): 'y' follows a closed quote. Put a backslash before a quote that belongs to the value.")]
    [InlineData("arff/sparse-row", "{0 2, 3 x}", "test.arff:8:7 (row 2): index 3 is out of range: there are 3 attributes, from 0. Correct the index, or keep going without such rows: --on-error skip.")]
    [InlineData("arff/sparse-row", "{2 x, 0 2}", "test.arff:8:7 (row 2): index 0 comes after index 2. Indices increase within a row. Sort them, or keep going without such rows: --on-error skip.")]
    [InlineData("arff/sparse-row", "{0 2, 1 used_car", "test.arff:8:17 (row 2): the brace of a sparse row is not closed. The line may have been cut: compare the file with the original.")]
    [InlineData("arff/weight", "2,new_car,x,{a}", "test.arff:8:13 (row 2): an instance weight that is no number. Write it as {2.5} after the last cell.")]
    public void Says_WhatIsWrongInARow(string code, string row, string message) => AssertError(code, Header + row + "\n", message);

    [Fact]
    public void Says_WhichDateDoesNotFit() => AssertError(
        "arff/not-a-date", "@relation r\n@attribute d date yyyy-MM-dd\n@data\n2020-02-30\n",
        "test.arff:4:1 (row 1, field 'd'): '2020-02-30' does not fit the date pattern \"yyyy-MM-dd\". Correct the cell or the pattern, declare the attribute as string, or keep going without such rows: --on-error skip.");

    [Fact]
    public void Says_WhichRowIsMixedIn_WhenStrict()
    {
        var error = Assert.Throws<SourceDataException>(() => ArffCase.Read(Header + "{0 1}\n", with: r => r with { Strict = true }));

        Assert.Equal("test.arff:8:1 (row 2): a sparse row in a file whose first row is dense. OpenML refuses such files. Import without --strict, or write all rows the same way.", error.Message);
    }

    [Fact]
    public void Says_WhereARowIs_FarInAFileOfSeveralSegments()
    {
        var text = Header + string.Concat(Enumerable.Range(0, 90_000).Select(i => $"{i},used_car,text\n")) + "5,used_car\n";

        var error = Assert.Throws<SourceDataException>(() => ArffCase.Read(text, segmentBytes: 300_000));

        Assert.StartsWith("test.arff:90008:11 (row 90,002): the row has 2 cells", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_ThatBytesAreNotUtf8_WhenTheyWereTakenForIt()
    {
        byte[] text = [.. "@relation r\n@attribute s string\n@data\n"u8, 0xE9, (byte)'\n'];

        var error = Assert.Throws<SourceDataException>(() => ArffCase.Read(text, "encoding=utf-8"));

        Assert.Equal("text/not-utf8", error.Code.Id);
        Assert.Equal("é", ArffCase.Read(text).Text);
    }

    private static void AssertError(string code, string text, string message)
    {
        var error = Assert.Throws<SourceDataException>(() => ArffCase.Read(text));

        Assert.Equal(message, error.Message);
        Assert.Equal(code, error.Code.Id);
    }
}
