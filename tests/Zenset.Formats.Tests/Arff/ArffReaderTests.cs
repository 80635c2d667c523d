using System.IO.Compression;
using System.Text;
using Xunit;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arff;

public sealed class ArffReaderTests
{
    private const string Mixed = "@relation r\n@attribute n numeric\n@attribute i integer\n@attribute s string\n@attribute c {a,'b c',\"d,e\"}\n@data\n";

    [Theory]
    [InlineData("1,2,x,a", "1.0|2|x|a")]
    [InlineData(" 1 ,\t2 , x y ,  a  ", "1.0|2|x y|a")]
    [InlineData("1,2,'it\\'s',\"d,e\"", "1.0|2|it's|d,e")]
    [InlineData("1,2,\"say \\\"x\\\" \\\\\",'b c'", "1.0|2|say \"x\" \\|b c")]
    [InlineData("1,2,'a\\n\\tb\\u00e9\\101',a", "1.0|2|a\n\tbéA|a")]
    [InlineData("?,?,?,?", "·|·|·|·")]
    [InlineData("?,?,'?',a", "·|·|?|a")]
    [InlineData("1,2,'',a", "1.0|2||a")]
    [InlineData("1,2,x,b c", "1.0|2|x|b c")]
    [InlineData("1,2,x,a % a comment", "1.0|2|x|a")]
    [InlineData("1,2,x,?%gone", "1.0|2|x|·")]
    [InlineData("1,2,50%,a", "1.0|2|50%|a")]
    [InlineData("1 2 x a", "1.0|2|x|a")]
    [InlineData("1\t2\tx\t'b c'", "1.0|2|x|b c")]
    [InlineData("? 2 x a", "·|2|x|a")]
    [InlineData("x,1\n1,2,x,a", null)]
    [InlineData("1,2,x,a,", "1.0|2|x|a")]
    [InlineData("1,,x,a", "1.0|·|x|a")]
    [InlineData(",2,,", "·|2|·|·")]
    [InlineData("1e3,5.0,x,a", "1000.0|5|x|a")]
    [InlineData(".5,-7,x,a", "0.5|-7|x|a")]
    [InlineData("+1.,1e3,x,a", "1.0|1000|x|a")]
    [InlineData("inf,9223372036854775807,x,a", "inf|9223372036854775807|x|a")]
    [InlineData("-Infinity,-9223372036854775808,x,a", "-inf|-9223372036854775808|x|a")]
    [InlineData("NaN,0,x,a", "nan|0|x|a")]
    [InlineData("-0,0,x,a", "-0.0|0|x|a")]
    [InlineData("{}", "0.0|0|0|a")]
    [InlineData("{0 1.5, 3 'b c'}", "1.5|0|0|b c")]
    [InlineData("{ 0 ? ,2 '}' }", "·|0|}|a")]
    [InlineData("\n% comment\n   \n  % another\n1,2,x,a\n\n", "1.0|2|x|a")]
    public void Reads_Rows(string rows, string? expected)
    {
        if (expected is null)
        {
            Assert.Throws<SourceDataException>(() => ArffCase.Read(Mixed + rows));
            return;
        }

        Assert.Equal(expected, ArffCase.Read(Mixed + rows).Text);
    }

    [Fact]
    public void Reads_Headers_InAnyCaseWithTabsCommentsAndWrappedLists()
    {
        var table = ArffCase.Read(
            "% first\n% second\n@RELATION 'my data' % x\n\n@Attribute\t'a b'\tREAL % one\n@ATTRIBUTE \"q\\\"uote\" iNteger\n@attribute c{x , 'y z',\n  %no\n  w}\n" +
            "@attribute d date \"dd.MM.yyyy HH:mm\"\n@attribute old real [0,10]\n@DaTa % rows\n1,2,x,'24.12.2001 18:30',5\n");

        Assert.Equal(["a b", "q\"uote", "c", "d", "old"], table.Fields.Select(f => f.Name));
        Assert.Equal("float64 int64 {x,y z,w} timestamp[us] float64", table.Types);
        Assert.Equal("1.0|2|x|2001-12-24 18:30:00|5.0", table.Text);
        Assert.Equal("first\nsecond", table.Description);
        Assert.Equal("arff/after-type", Assert.Single(table.Findings).Code);
        Assert.Equal(FieldRole.Target, table.Fields[2].Role);
    }

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm:ss Z", "2020-02-29 23:59:59 +0130", "2020-02-29 22:29:59+00")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ssX", "2020-02-29T00:00:00Z", "2020-02-29 00:00:00+00")]
    [InlineData("dd MMM yy", "03 Mar 07", "2007-03-03")]
    [InlineData("hh:mm a", "12:15 AM", "1970-01-01 00:15:00")]
    [InlineData("yyyyMMdd", "19991231", "1999-12-31")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss.SSS", "1969-12-31T23:59:59.999", "1969-12-31 23:59:59.999")]
    public void Reads_Dates_ByTheirPattern(string pattern, string text, string expected)
    {
        var table = ArffCase.Read($"@relation r\n@attribute d date \"{pattern}\"\n@data\n'{text}'\n?\n");

        Assert.Equal([expected, null], table.Rows.Select(r => r[0]));
    }

    [Fact]
    public void Reads_RelationalValues_WithQuotesMissingAndDepth()
    {
        var table = ArffCase.Read(
            "@relation r\n@attribute bag relational\n@attribute x numeric\n@attribute s string\n@attribute inner relational\n@attribute y integer\n@end inner\n@end bag\n@attribute c {u,v}\n@data\n" +
            "'1,\\'a, b\\',\\'1\\\\n2\\'\\n?,?,?',u\n'',v\n?,u\n'3,\\'it\\\\\\'s\\',\\'7\\'',v\n");

        Assert.Equal("list<struct<x:float64,s:string,inner:list<struct<y:float64>>>> {u,v}", table.Types);
        Assert.Equal(
            "[{'x': 1.0, 's': 'a, b', 'inner': [{'y': 1.0}, {'y': 2.0}]}, {'x': NULL, 's': NULL, 'inner': NULL}]|u ; []|v ; ·|u ; [{'x': 3.0, 's': 'it\\'s', 'inner': [{'y': 7.0}]}]|v",
            table.Text);
    }

    [Fact]
    public void Reads_InstanceWeights_AlsoWhenTheyComeLate()
    {
        var table = ArffCase.Read("@relation r\n@attribute n numeric\n@attribute weight numeric\n@data\n1,2\n3,4,{0.5}\n{0 7}, {2}\n");

        Assert.Equal(["n", "weight", "weight_2"], table.Fields.Select(f => f.Name));
        Assert.Equal(FieldRole.Weight, table.Fields[2].Role);
        Assert.Equal("1.0|2.0|1.0 ; 3.0|4.0|0.5 ; 7.0|0.0|2.0", table.Text);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Reads_EveryKindOfLineEnd(string end)
    {
        var text = "@relation r\n@attribute n numeric\n@attribute s string\n@data\n1,x\n\n% no\n2,'y z'".Replace("\n", end, StringComparison.Ordinal);

        Assert.Equal("1.0|x ; 2.0|y z", ArffCase.Read(text).Text);
        Assert.Equal("1.0|x ; 2.0|y z", ArffCase.Read(text + end).Text);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("iso-8859-1")]
    public void Reads_EveryEncoding(string encoding)
    {
        var coding = Encoding.GetEncoding(encoding);
        var text = "@relation r\n@attribute größe {süß,bitter}\n@data\nsüß\n";

        Assert.Equal("süß", ArffCase.Read(coding.GetBytes(text)).Text);
        Assert.Equal("größe", ArffCase.Read([.. coding.GetPreamble(), .. coding.GetBytes(text)]).Fields[0].Name);
    }

    [Fact]
    public void Reads_CompressedFiles_LikePlainOnes()
    {
        var text = Mixed + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i}.5,{i},'t {i}',a\n"));
        using var gzip = new MemoryStream();
        using (var packed = new GZipStream(gzip, CompressionLevel.Fastest)) packed.Write(Encoding.UTF8.GetBytes(text));
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create))
        using (var entry = archive.CreateEntry("inner.arff").Open()) entry.Write(Encoding.UTF8.GetBytes(text));
        var plain = ArffCase.Read(text).Text;

        Assert.Equal(plain, ArffCase.Read(gzip.ToArray(), name: "a.arff.gz", segmentBytes: 10_000).Text);
        Assert.Equal(plain, ArffCase.Read(zip.ToArray(), name: "a.zip").Text);
    }

    [Fact]
    public void Keeps_StrangeNames()
    {
        string[] names = [new('x', 300), "a/b", "../up", "😀", "it's", "line\nbreak", "", "A", "a", "{", "%", "say \"x\""];
        var header = string.Concat(names.Select(n => $"@attribute '{n.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}' numeric\n"));

        var table = ArffCase.Read($"@relation r\n{header}@data\n{string.Join(',', names.Select((_, i) => i))}\n");

        Assert.Equal(names, table.Fields.Select(f => f.Name));
        Assert.Equal("11.0", table.Rows[0][11]);
    }

    [Fact]
    public void Numbers_DuplicateNames_WhenAsked()
    {
        var table = ArffCase.Read("@relation r\n@attribute a numeric\n@attribute a string\n@attribute a_2 string\n@data\n1,x,y\n", "duplicate-names=number");

        Assert.Equal(["a", "a_2", "a_2_2"], table.Fields.Select(f => f.Name));
        Assert.Equal(2, table.Findings.Count(f => f.Code == "field/renamed"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(25L)]
    public void Adds_UndeclaredCategories_WhenAsked(long? segmentBytes)
    {
        var table = ArffCase.Read("@relation r\n@attribute c {b}\n@attribute n numeric\n@data\nb,1\nz,2\na,3\nb,4\nz,5\n", "unknown-category=add", segmentBytes: segmentBytes);

        Assert.Equal("{b,a,z} float64", table.Types);
        Assert.Equal("b|1.0 ; z|2.0 ; a|3.0 ; b|4.0 ; z|5.0", table.Text);
        Assert.Equal(2, table.Findings.Count(f => f.Code == "categories/added"));
    }

    [Fact]
    public void Adds_NoCategory_FromRowsThatAreLeftOutOrPartedByBlanks()
    {
        using var rejected = new RejectedRows(Path.GetTempFileName());

        var table = ArffCase.Read(
            "@relation r\n@attribute c {b,c}\n@attribute d {b,c}\n@data\nb c\nx,b,c\nz\nc,b\n", "unknown-category=add", r => r with { OnError = OnError.Skip, Rejected = rejected });

        Assert.Equal("{b,c} {b,c}", table.Types);
        Assert.Equal("b|c ; c|b", table.Text);
        Assert.Equal(2, rejected.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(20L)]
    public void Widens_IntegerAttributes_ThatHoldOtherNumbers(long? segmentBytes)
    {
        var table = ArffCase.Read("@relation r\n@attribute i integer\n@attribute j integer\n@data\n1,1\n2,2\n3,99999999999999999999\n1.5,4\n", segmentBytes: segmentBytes);

        Assert.Equal("float64 float64", table.Types);
        Assert.Equal("1.0|1.0 ; 2.0|2.0 ; 3.0|1e+20 ; 1.5|4.0", table.Text);
        Assert.Equal(["i", "j"], table.Findings.Select(f => f.Field).Order());
    }

    [Fact]
    public void Leaves_NoTrace_OfRowsThatAreLeftOut()
    {
        var path = Path.GetTempFileName();
        using var rejected = new RejectedRows(path);

        var table = ArffCase.Read(
            Mixed + "?,?,?,oops\n1,2,x,a\n?,2\n3,4,y,a\n{0 ?, 9 1}\n5,6,z,a\n", with: r => r with { OnError = OnError.Skip, Rejected = rejected });
        rejected.Complete();

        Assert.Equal("1.0|2|x|a ; 3.0|4|y|a ; 5.0|6|z|a", table.Text);
        Assert.Equal("?,?,?,oops\n?,2\n{0 ?, 9 1}\n", File.ReadAllText(path));
        File.Delete(path);
    }

    [Fact]
    public void Leaves_NoTrace_InVectorsAndNestedRows()
    {
        using var rejected = new RejectedRows(Path.GetTempFileName());
        var header = "@relation r\n" + string.Concat(Enumerable.Range(0, 1200).Select(i => $"@attribute a{i} numeric\n")) + "@attribute b relational\n@attribute n numeric\n@attribute s string\n@end b\n@data\n";
        var missing = string.Join(',', Enumerable.Repeat("?", 1200));
        var ones = string.Join(',', Enumerable.Repeat("1", 1200));

        var table = ArffCase.Read($"{header}{missing},'?,?\\nx,x'\n{ones},'1,y'\n{missing}\n{ones},'2,z'\n", with: r => r with { OnError = OnError.Skip, Rejected = rejected });

        Assert.Equal(2, table.Rows.Count);
        Assert.All(table.Rows, r => Assert.DoesNotContain("NULL", r[0], StringComparison.Ordinal));
        Assert.Equal(["[{'n': 1.0, 's': y}]", "[{'n': 2.0, 's': z}]"], table.Rows.Select(r => r[1]));
    }

    [Fact]
    public void Reads_DenseRows_OfATableThatIsKeptSparse()
    {
        var header = "@relation r\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"@attribute a{i} numeric\n")) + "@attribute c {x,y}\n@data\n";
        var dense = string.Join(',', Enumerable.Range(0, 200).Select(i => i switch { 3 => "2.5", 7 => "?", 9 => "-0", _ => "0" }));

        var table = ArffCase.Read($"{header}{{1 5, 200 y}}\n{dense},x\n", "sparse=yes");

        Assert.Equal("{'indices': [1], 'values': [5.0]}|y ; {'indices': [3, 7, 9], 'values': [2.5, NULL, -0.0]}|x", table.Text);
    }

    [Fact]
    public void Reads_WideTables_AsVectorsWithNames()
    {
        var header = "@relation r\n@attribute id string\n" + string.Concat(Enumerable.Range(0, 1500).Select(i => $"@attribute 'a {i}' {(i % 2 == 0 ? "numeric" : "integer")}\n")) + "@attribute c {x,y}\n@data\n";

        var table = ArffCase.Read($"{header}p,{string.Join(',', Enumerable.Range(0, 1500))},y\n");

        Assert.Equal("string vector<float64>[1500] {x,y}", table.Types);
        Assert.Equal(1502, table.Features.Length);
        Assert.Equal(new Feature("features", 7, "a 7", "integer"), table.Features[8]);
        Assert.StartsWith("[0.0, 1.0, 2.0", table.Rows[0][1], StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_LinesOfTenMegabytes()
    {
        var text = new string('é', 5_000_000);

        var table = ArffCase.Read($"@relation r\n@attribute s string\n@attribute n numeric\n@data\nx,1\n'{text}',2\ny,3\n");

        Assert.Equal(["x", text, "y"], table.Rows.Select(r => r[0]));
    }

    [Fact]
    public void Reads_AttributesAsTypesTheUserInsistsOn()
    {
        var table = ArffCase.Read(Mixed + "1,2,x,a\n", with: r => r with { Types = new Dictionary<string, FieldType> { ["n"] = FieldType.String, ["i"] = FieldType.Float64, ["c"] = FieldType.String } });

        Assert.Equal("string float64 string string", table.Types);
        Assert.Equal("1|2.0|x|a", table.Text);
    }

    [Fact]
    public void Reports_EmptyCells_Once()
    {
        var finding = Assert.Single(ArffCase.Read(Mixed + ",2,,a\n1,,x,a\n").Findings);

        Assert.Equal(("arff/empty-cells", 3L), (finding.Code, finding.Count));
    }
}
