using Zenset.Formats.Parquet;
using Zenset.Model;

namespace Zenset.Formats.Tests.Parquet;

/// <summary>What is known of public files from independent tools.</summary>
public class PublicFileTests
{
    [Fact]
    public void Reads_ImpalaFile_WithInt96AndBinary()
    {
        if (Read("parquet/alltypes_plain.parquet") is not { } table) return;

        Assert.Equal(8, table.Rows.Count);
        Assert.Equal(11, table.Fields.Length);
        Assert.Equal(FieldType.Timestamp(TimeUnit.Microsecond), table.TypeOf("timestamp_col"));
        Assert.Equal(["2009-03-01 00:00:00", "2009-03-01 00:01:00", "2009-04-01 00:00:00", "2009-04-01 00:01:00", "2009-02-01 00:00:00", "2009-02-01 00:01:00", "2009-01-01 00:00:00", "2009-01-01 00:01:00"], table.Column("timestamp_col"));
        Assert.Equal(FieldType.Binary, table.TypeOf("date_string_col"));
        Assert.Equal("30332F30312F3039", table.Column("date_string_col").First());
        Assert.Equal(["4", "5", "6", "7", "2", "3", "0", "1"], table.Column("id"));
        Assert.Equal(["0.0", "10.1", "0.0", "10.1", "0.0", "10.1", "0.0", "10.1"], table.Column("double_col"));
    }

    [Fact]
    public void Reads_Version2Pages_WithDeltaEncoding()
    {
        if (Read("parquet/datapage_v2.snappy.parquet") is not { } table) return;

        Assert.Equal((5, 5), (table.Rows.Count, table.Fields.Length));
        Assert.Equal(3, table.Rows.Sum(r => r.Count(c => c is null)));
        Assert.Equal(["1", "2", "3", "4", "5"], table.Column("b"));
        Assert.IsType<TableContent.Relation>(table.Content);
    }

    [Fact]
    public void Reads_DeltaByteArrays_LikeTheExpectedTable()
    {
        if (Read("parquet/delta_byte_array.parquet") is not { } table) return;

        Assert.Equal((1000, 9), (table.Rows.Count, table.Fields.Length));
        Assert.Equal(1202, table.Rows.Sum(r => r.Count(c => c is null)));
        var expected = File.ReadAllLines(SharedData.Find("parquet/delta_byte_array_expect.csv")!);
        Assert.Equal(expected[0].Replace("\"", "", StringComparison.Ordinal), string.Join(',', table.Fields.Select(f => f.Name)));
        Assert.Equal(expected[1..].Select(l => l.Replace("\"", "", StringComparison.Ordinal)), table.Rows.Select(r => string.Join(',', r)));
    }

    [Fact]
    public void Reads_DecimalsOf32Bits()
    {
        if (Read("parquet/int32_decimal.parquet") is not { } table) return;

        Assert.Equal(FieldType.Decimal(4, 2), table.TypeOf("value"));
        Assert.Equal(24, table.Rows.Count);
        Assert.Equal(300.00m, table.Column("value").Sum(v => decimal.Parse(v!, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Reads_NestedLists()
    {
        if (Read("parquet/nested_lists.snappy.parquet") is not { } table) return;

        Assert.Equal("list<list<list<string>>>", table.TypeOf("a").ToString());
        Assert.Equal(["[[[a, b], [c]], [NULL, [d]]]", "[[[a, b], [c, d]], [NULL, [e]]]", "[[[a, b], [c, d], [e]], [NULL, [f]]]"], table.Column("a"));
    }

    [Fact]
    public void Reads_NestedMaps_WithMissingAndEmptyOnes()
    {
        if (Read("parquet/nested_maps.snappy.parquet") is not { } table) return;

        Assert.Equal("map<string,map<int32,boolean>>", table.TypeOf("a").ToString());
        Assert.Equal(6, table.Rows.Count);
        Assert.Contains("{c=NULL}", table.Column("a"));
        Assert.Contains("{d={}}", table.Column("a"));
    }

    [Fact]
    public void Reads_DeepStructs()
    {
        if (Read("parquet/nonnullable.impala.parquet") is not { } table) return;

        Assert.Equal((1, 6), (table.Rows.Count, table.Fields.Length));
        Assert.Equal("struct<a:int32,B:list<int32>,c:struct<D:list<list<struct<e:int32,f:string>>>>,G:map<string,struct<h:struct<i:list<float64>>>>>", table.TypeOf("nested_Struct").ToString());
        Assert.Equal("8", table.Column("ID").Single());
        Assert.Equal("[-1]", table.Column("Int_Array").Single());
    }

    [Fact]
    public void Reads_OptionalStruct_WhoseMembersAreMissing()
    {
        if (Read("parquet/nulls.snappy.parquet") is not { } table) return;

        Assert.Equal("struct<b_c_int:int32>", table.TypeOf("b_struct").ToString());
        Assert.Equal(8, table.Rows.Count);
        Assert.All(table.Column("b_struct"), v => Assert.Equal("{'b_c_int': NULL}", v));
    }

    [Fact]
    public void Keeps_EmptyStrings_ApartFromMissing()
    {
        if (Read("parquet/penguins.parquet") is not { } table) return;

        Assert.Equal((344, 9), (table.Rows.Count, table.Fields.Length));
        Assert.Equal(8, table.Rows.Sum(r => r.Count(c => c is null)));
        Assert.Equal(11, table.Column("sex").Count(v => v == ""));
    }

    [Fact]
    public void Reads_Embeddings_AndKeepsTheDataFrameKeys()
    {
        if (Read("parquet/question_embeddings.parquet") is not { } table) return;

        Assert.Equal((100, 7), (table.Rows.Count, table.Fields.Length));
        Assert.Equal(6, table.Fields.Count(f => f.Type.Kind == FieldKind.String));
        Assert.Equal("list<float64>", table.TypeOf("question_embeddings").ToString());
        Assert.All(table.Column("question_embeddings"), v => Assert.Equal(768, v!.Split(',').Length));
        Assert.Equal(["ARROW:schema", "pandas"], table.Metadata.Keys);
    }

    [Fact]
    public void Reads_FileOfOpenMl()
    {
        if (Read("openml-api/parquet/dataset_30.pq") is not { } table) return;

        Assert.Equal((4177, 9), (table.Rows.Count, table.Fields.Length));
        Assert.Equal(7, table.Fields.Count(f => f.Type.Kind == FieldKind.Float64));
        Assert.Equal(2, table.Fields.Count(f => f.Type.Kind == FieldKind.String));
        Assert.DoesNotContain(table.Rows, r => r.Contains(null));
    }

    private static TableReading? Read(string name) => SharedData.Find(name) is { } path ? TableReading.Read(new ParquetFormat(), path) : null;
}
