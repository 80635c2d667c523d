using System.Text;
using Zenset.Model;

namespace Zenset.Formats.Tests.Csv;

public class CsvReadingTests
{
    [Fact]
    public void Finds_Types()
    {
        var read = CsvCase.Read(
            "flag,n,x,day,at,utc,time,text\n"
            + "true,1,1.5,2018-01-28,2018-01-28 07:05:00,2018-01-28T07:05:00+02:00,07:05,a b\n"
            + "FALSE,-20,-1e-3,2018-12-31,2018-01-28 07:05:00.25,2018-01-28T07:05:00Z,23:59:59,\n");

        Assert.Equal("flag boolean, n int64, x float64, day date, at timestamp[us], utc timestamp[us,UTC], time time[us], text string", read.Table.Types);
        Assert.Equal(
            "true | 1 | 1.5 | 2018-01-28 | 2018-01-28 07:05:00 | 2018-01-28 05:05:00Z | 07:05:00 | a b\n"
            + "false | -20 | -0.001 | 2018-12-31 | 2018-01-28 07:05:00.25 | 2018-01-28 07:05:00Z | 23:59:59 | ·",
            read.Table.ToString());
    }

    [Fact]
    public void Keeps_MissingAndEmptyText_Apart()
    {
        var read = CsvCase.Read("a,b\n,x\n\"\",y\nz,\n");

        Assert.Equal("· | x\n | y\nz | ·", read.Table.ToString());
    }

    [Fact]
    public void Takes_KnownWords_AsMissing_AmongNumbersOnly_AndReportsThem()
    {
        var read = CsvCase.Read("n,t\n1,NA\nNA,b\n3,NA\n?,d\n");

        Assert.Equal("n int64, t string", read.Table.Types);
        Assert.Equal("1 | NA\n· | b\n3 | NA\n· | d", read.Table.ToString());
        Assert.Equal(
            ["csv/possible-missing t 2", "csv/missing-word n 1", "csv/missing-word n 1"],
            read.Findings.Select(f => $"{f.Code} {f.Field} {f.Count}"));
    }

    [Fact]
    public void Takes_GivenWords_AsMissing_Everywhere()
    {
        var read = CsvCase.Read("n,t\n1,none\n-9,b\n", ("missing", "none,-9"));

        Assert.Equal("1 | ·\n· | b", read.Table.ToString());
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Reads_AnyLineEnd(string end)
    {
        var read = CsvCase.Read($"a,b{end}1,x{end}2,\"y{end}z\"{end}");

        Assert.Equal($"1 | x\n2 | y{end}z", read.Table.ToString());
    }

    [Fact]
    public void Reads_MixedLineEnds_AndNoneAtTheEnd()
    {
        var read = CsvCase.Read("a,b\r\n1,x\n2,y\r3,z");

        Assert.Equal("1 | x\n2 | y\n3 | z", read.Table.ToString());
    }

    [Fact]
    public void Reads_Quotes_Delimiters_AndLineBreaks_InQuotes()
    {
        var read = CsvCase.Read("a,b\n\"x, \"\"y\"\"\",1\n\"two\nlines\",2\n\"\"\"\",3\n");

        Assert.Equal("x, \"y\" | 1\ntwo\nlines | 2\n\" | 3", read.Table.ToString());
    }

    [Fact]
    public void Leaves_Quotes_InsideCells()
    {
        var read = CsvCase.Read("name,n\n12\" plate,1\nO\"Neil,2\n");

        Assert.Equal("12\" plate | 1\nO\"Neil | 2", read.Table.ToString());
    }

    [Fact]
    public void Keeps_SpecialNumbers()
    {
        var read = CsvCase.Read("x\n-0.0\nNaN\ninf\n-Infinity\n1e400\n5e-324\n");

        Assert.Equal("x float64", read.Table.Types);
        Assert.Equal(["-0", "NaN", "Infinity", "-Infinity", "Infinity", "5E-324"], read.Table.Column("x"));
    }

    [Fact]
    public void Keeps_IntegersOf64Bits_AndWiderOnes()
    {
        var read = CsvCase.Read("a,b,c,d\n9223372036854775807,18446744073709551615,99999999999999999999,007\n-9223372036854775808,1,-1,123\n");

        Assert.Equal("a int64, b uint64, c decimal(38,0), d string", read.Table.Types);
        Assert.Equal("9223372036854775807 | 18446744073709551615 | 99999999999999999999 | 007\n-9223372036854775808 | 1 | -1 | 123", read.Table.ToString());
    }

    [Fact]
    public void Never_Rounds_LargeIntegers_BesideFractions()
    {
        var read = CsvCase.Read("x\n9007199254740993\n0.5\n");

        Assert.Equal("x decimal(38,1)", read.Table.Types);
        Assert.Equal(["9007199254740993.0", "0.5"], read.Table.Column("x"));
    }

    [Fact]
    public void Tells_OfNumbers_ThatFloat64_CannotKeep()
    {
        var read = CsvCase.Read("x\n0.1234567890123456789\n1.5\n");

        Assert.Equal("x float64", read.Table.Types);
        Assert.Contains("csv/long-numbers", read.Codes);
    }

    [Fact]
    public void Reads_DecimalCommas_AndThousands()
    {
        var read = CsvCase.Read("a;b;c\n1,5;1.234,50;1,234.50\n-0,25;2.000.000;5,000,000\n");

        Assert.Equal("a float64, b float64, c float64", read.Table.Types);
        Assert.Equal("1.5 | 1234.5 | 1234.5\n-0.25 | 2000000 | 5000000", read.Table.ToString());
    }

    [Fact]
    public void Does_NotGuess_WhatACommaBeforeThreeDigitsMeans()
    {
        var read = CsvCase.Read("a;b\n1,234;x\n5,678;y\n");

        Assert.Equal("a string, b string", read.Table.Types);
        Assert.Contains("csv/doubtful-number", read.Codes);
        Assert.Equal("a float64, b string", CsvCase.Read("a;b\n1,234;x\n5,678;y\n", ("decimal", "comma")).Table.Types);
        Assert.Equal(["1234", "5678"], CsvCase.Read("a;b\n1,234;x\n5,678;y\n", ("decimal", "point")).Table.Column("a"));
    }

    [Fact]
    public void Finds_DateFormats_AndKeepsThem()
    {
        var read = CsvCase.Read("a,b,c,d\n28/01/2018,01/28/2018,1.2.2018,28-Jan-2018\n01/02/2018,02/01/2018,13.10.2018,01-Feb-2018\n");

        Assert.Equal("2018-01-28 | 2018-01-28 | 2018-02-01 | 2018-01-28\n2018-02-01 | 2018-02-01 | 2018-10-13 | 2018-02-01", read.Table.ToString());
        Assert.Equal(["dd/MM/yyyy", "MM/dd/yyyy", "d.M.yyyy", "dd-MMM-yyyy"], read.Table.Fields.Select(f => f.SourceFormat));
    }

    [Fact]
    public void Does_NotGuess_WhetherTheDayComesFirst()
    {
        var read = CsvCase.Read("a\n01/02/2018\n03/04/2018\n");

        Assert.Equal("a string", read.Table.Types);
        Assert.Contains("csv/doubtful-date", read.Codes);
        Assert.Equal(["2018-02-01", "2018-04-03"], CsvCase.Read("a\n01/02/2018\n03/04/2018\n", ("date-format", "dd/MM/yyyy")).Table.Column("a"));
        Assert.Equal(["2018-01-02", "2018-03-04"], CsvCase.Read("a\n01/02/2018\n03/04/2018\n", ("date-format", "%m/%d/%Y")).Table.Column("a"));
    }

    [Fact]
    public void Reads_DatesAndTimes_InOneColumn()
    {
        var read = CsvCase.Read("t\n09.07.2013 12:00:00\n10.07.2013\n13.07.2013\n");

        Assert.Equal("t timestamp[us]", read.Table.Types);
        Assert.Equal(["2013-07-09 12:00:00", "2013-07-10 00:00:00", "2013-07-13 00:00:00"], read.Table.Column("t"));
    }

    [Fact]
    public void Keeps_Nanoseconds()
    {
        var read = CsvCase.Read("t\n2018-01-28 07:05:00.123456789\n");

        Assert.Equal("t timestamp[ns]", read.Table.Types);
        Assert.Equal(["1517123100123456789ns"], read.Table.Column("t"));
    }

    [Fact]
    public void Obeys_GivenTypes()
    {
        var types = new Dictionary<string, FieldType>
        {
            ["a"] = FieldType.String, ["b"] = FieldType.Int8, ["c"] = FieldType.Decimal(5, 2), ["d"] = FieldType.Float32, ["e"] = FieldType.Uuid,
        };
        var read = CsvCase.Read(Encoding.UTF8.GetBytes("a,b,c,d,e\n01,-128,1.5,0.1,6F9619FF-8B86-D011-B42D-00C04FC964FF\n"), types: types);

        Assert.Equal("a string, b int8, c decimal(5,2), d float32, e uuid", read.Table.Types);
        Assert.Equal("01 | -128 | 1.50 | 0.1 | 6f9619ff-8b86-d011-b42d-00c04fc964ff", read.Table.ToString());
    }

    [Fact]
    public void Keeps_NumbersInQuotes_AsText_WhereQuotesAreMeant()
    {
        var meant = CsvCase.Read("zip,n\n\"12345\",1\n\"54321\",2\n");
        var all = CsvCase.Read("\"zip\",\"n\"\n\"12345\",\"1\"\n\"54321\",\"2\"\n");

        Assert.Equal("zip string, n int64", meant.Table.Types);
        Assert.Equal("zip int64, n int64", all.Table.Types);
        Assert.Equal(["csv/quoted-numbers"], meant.Codes);
    }

    [Fact]
    public void Names_ColumnsWithoutNames_AndSecondOnes()
    {
        var read = CsvCase.Read("a,,a,a_2,a\n1,2,3,4,5\n");

        Assert.Equal(["a", "column_2", "a_3", "a_2", "a_4"], read.Table.Fields.Select(f => f.Name));
        Assert.Equal(["csv/no-name", "csv/duplicate-name", "csv/duplicate-name"], read.Codes);
    }

    [Fact]
    public void Leaves_BlankLines_Out_AndCountsThem()
    {
        var read = CsvCase.Read("a,b\n1,2\n\n3,4\n\n\n");

        Assert.Equal("1 | 2\n3 | 4", read.Table.ToString());
        Assert.Equal(["csv/blank-lines 1"], read.Findings.Select(f => $"{f.Code} {f.Count}"));
    }

    [Fact]
    public void Takes_BlankLines_AsMissing_WhereThereIsOneColumn()
    {
        var read = CsvCase.Read("a\n1\n\n3\n\n");

        Assert.Equal(["1", null, "3", null], read.Table.Column("a"));
    }

    [Fact]
    public void Drops_TheEmptyCell_AfterATrailingDelimiter()
    {
        var read = CsvCase.Read("a;b;\n1;x;\n2;y;\n");

        Assert.Equal("a int64, b string", read.Table.Types);
        Assert.Equal("1 | x\n2 | y", read.Table.ToString());
    }

    [Fact]
    public void Reads_NulBytes_Emoji_AndVeryLongCells()
    {
        var longCell = new string('x', 10 << 20);
        var read = CsvCase.Read($"id,t\n1,a\0b\n2,🦆 ü\n3,{longCell}\n4,\"{longCell}\n\"\"\"\n");

        Assert.Equal(["a\0b", "🦆 ü", longCell, longCell + "\n\""], read.Table.Column("t"));
    }

    [Fact]
    public void Reads_WideTables()
    {
        var names = string.Join(',', Enumerable.Range(0, 3000).Select(i => $"c{i}"));
        var values = string.Join(',', Enumerable.Range(0, 3000));
        var read = CsvCase.Read($"{names}\n{values}\n{values}\n");

        Assert.Equal("features vector<int64>[3000]", read.Table.Types);
        Assert.Equal(3000, read.Tables[1].Rows.Count);
        Assert.EndsWith(", 2998, 2999]", read.Table.Rows[1][0]);
    }

    [Fact]
    public void Reads_HeaderWithoutRows()
    {
        var read = CsvCase.Read("a,b\n");

        Assert.Equal("a null, b null", read.Table.Types);
        Assert.Empty(read.Table.Rows);
    }

    [Theory]
    [InlineData("utf-16le")]
    [InlineData("utf-16be")]
    [InlineData("windows-1252")]
    [InlineData("utf-8")]
    public void Finds_Encodings(string name)
    {
        var encoding = name switch
        {
            "utf-16le" => Encoding.Unicode,
            "utf-16be" => Encoding.BigEndianUnicode,
            "windows-1252" => Encoding.Latin1,
            _ => new UTF8Encoding(true),
        };
        var read = CsvCase.Read([.. encoding.GetPreamble(), .. encoding.GetBytes("größe;Ort\n1,5;Köln\n2,5;Ulm\n")]);

        Assert.Equal("größe float64, Ort string", read.Table.Types);
        Assert.Equal("1.5 | Köln\n2.5 | Ulm", read.Table.ToString());
        Assert.Equal(name, read.Options["encoding"]);
    }

    [Fact]
    public void Widens_Types_ForAllRows_InOneRestart()
    {
        var text = new StringBuilder("i,b,z,d,n\n");
        for (var row = 0; row < 200_000; row++) text.Append(row).Append(",1,10000,2018-01-28,\n");
        text.Append("1.5,9223372036854775808,00501,2018-01-28 12:30,x\n");

        var read = CsvCase.Read(text.ToString());

        Assert.Equal("i float64, b uint64, z string, d timestamp[us], n string", read.Table.Types);
        Assert.Equal(2, read.Attempts);
        Assert.Equal(200_001, read.Table.Rows.Count);
        Assert.Equal("1.5 | 9223372036854775808 | 00501 | 2018-01-28 12:30:00 | x", string.Join(" | ", read.Table.Rows[^1]));
        Assert.Equal(
            ["csv/widened i 200000: its first rows are int64; it became float64 to hold all rows", "csv/widened b 200000: its first rows are int64; it became uint64 to hold all rows",
                "csv/widened z 200000: its first rows are int64; it became string to hold all rows", "csv/widened d 200000: its first rows are date; it became timestamp[us] to hold all rows"],
            read.Findings.Select(f => $"{f.Code} {f.Field} {f.Row}: {f.Message}"));
    }
}
