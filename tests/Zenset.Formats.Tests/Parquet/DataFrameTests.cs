using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Zenset.DuckDb;
using Zenset.Formats.Arrow;
using Zenset.Formats.Parquet;
using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Tests.Parquet;

/// <summary>A data frame that is stored and fetched is the same data frame.</summary>
public class DataFrameTests
{
    [Fact]
    public void Reads_AFrameOfArrow()
    {
        var table = TableReading.Read(new ParquetFormat(), SharedData.Own("parquet/arrow-frame.parquet"));

        Assert.Equal(["string", "vector<float32>[3]", "timestamp[ns,Europe/Berlin]", "uint32", "float16", "timestamp[s]"], table.Fields.Select(f => f.Type.ToString()));
        Assert.Equal(new Categories(["high", "low", "mid"], Ordered: true), table.Fields[0].Categories);
        Assert.Equal(["high", "[1.0, 1.0, 1.0]", "2017-07-14 02:40:00.123456789", "4294967295", "3.0", "2017-07-14 02:40:00"], table.Rows[3].AsEnumerable());
    }

    [Fact]
    public void Reads_CategoricalsOfPolars()
    {
        var table = TableReading.Read(new ParquetFormat(), SharedData.Own("parquet/polars-categorical.parquet"));

        Assert.Null(table.Fields[1].Categories);
        Assert.Equal(new Categories(["b", "a"]), table.Fields[2].Categories);
        Assert.Equal(["b", "a", "b", null], table.Column("cat"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Finds_UnusedCategories_InDictionaryPages(bool isOrdered)
    {
        ImmutableArray<Field> fields = [new Field { Name = "c", Type = FieldType.String, Categories = new Categories(["never", "b", "a", "nor this"], isOrdered) }];
        foreach (var compression in (string[])["zstd", "snappy", "gzip", "none"])
        {
            var path = TableWriting.Write(
                new ParquetFormat(), fields, "SELECT CAST(['a', 'b', NULL][1 + i % 3] AS ENUM('never', 'b', 'a', 'nor this')) FROM range(5000) t(i)", ".parquet",
                options: new OptionValues(new Dictionary<string, string> { ["compression"] = compression, ["row-group-rows"] = "2048" }));
            // What a program that knows nothing of Zenset would have written.
            ParquetFooter.WithMetadata(path, new Dictionary<string, string?> { ["zenset:fields"] = null });

            var table = TableReading.Read(new ParquetFormat(), path);
            File.Delete(path);

            Assert.Equal(fields.ToList(), table.Fields.ToList());
            Assert.Equal(5000, table.Rows.Count);
        }
    }

    [Fact]
    public void GivesBack_TheSameKeys()
    {
        var source = SharedData.Own("parquet/arrow-frame.parquet");
        var before = ParquetFooter.Read(source, "source").KeyValues;
        var path = Copy(source, table => table.Fields);

        var after = ParquetFooter.Read(path, "copy").KeyValues;
        var again = TableReading.Read(new ParquetFormat(), path);
        File.Delete(path);

        Assert.Equal(before["pandas"], after["pandas"]);
        Assert.Equal(before[ArrowSchema.Key], after[ArrowSchema.Key]);
        Assert.Equal(TableReading.Read(new ParquetFormat(), source).Rows, again.Rows);
    }

    [Fact]
    public void Describes_OnlyTheColumnsThatAreLeft()
    {
        var path = Copy(SharedData.Own("parquet/arrow-frame.parquet"), table => [table.Fields[0], table.Fields[3]]);

        var keys = ParquetFooter.Read(path, "copy").KeyValues;
        File.Delete(path);

        Assert.Equal(["size", "u"], JsonNode.Parse(keys["pandas"])!["columns"]!.AsArray().Select(c => c!["name"]!.GetValue<string>()));
        var arrow = ArrowSchema.TryRead(keys[ArrowSchema.Key])!.Value;
        Assert.Equal(["size", "u"], arrow.Select(f => f.Name));
        Assert.True(arrow[0] is { IsDictionary: true, IsOrdered: true, Type: ArrowTypeId.Utf8 });
        Assert.True(arrow[1] is { Width: 32, IsSigned: false, Type: ArrowTypeId.Int });
    }

    [Fact]
    public void Keeps_HuggingFaceFeatures_OfTheColumnsThatAreLeft()
    {
        ImmutableArray<Field> fields = [new Field { Name = "label", Type = FieldType.Int64 }];
        var metadata = ImmutableSortedDictionary<string, string>.Empty
            .Add("huggingface", """{"info":{"features":{"label":{"names":["no","yes"],"_type":"ClassLabel"},"text":{"dtype":"string","_type":"Value"}}}}""")
            .Add("org.apache.spark.sql.parquet.row.metadata", """{"type":"struct","fields":[{"name":"label"},{"name":"text"}]}""")
            .Add("note", "kept");
        var path = TableWriting.Write(new ParquetFormat(), fields, "SELECT CAST(1 AS BIGINT)", ".parquet", metadata);

        var keys = ParquetFooter.Read(path, "copy").KeyValues;
        File.Delete(path);

        Assert.Equal("""{"info":{"features":{"label":{"names":["no","yes"],"_type":"ClassLabel"}}}}""", keys["huggingface"]);
        Assert.Equal("kept", keys["note"]);
        Assert.DoesNotContain("org.apache.spark.sql.parquet.row.metadata", keys.Keys);
    }

    [Fact]
    public void Survives_HostileArrowSchemas()
    {
        var random = new Random(5);
        var schema = Convert.FromBase64String(ParquetFooter.Read(SharedData.Own("parquet/arrow-frame.parquet"), "source").KeyValues[ArrowSchema.Key]);
        for (var round = 0; round < 20_000; round++)
        {
            var changed = (byte[])schema.Clone();
            for (var n = random.Next(1, 8); n > 0; n--) changed[random.Next(8, changed.Length)] = (byte)random.Next(256);
            // Null or some fields: anything but another exception.
            _ = ArrowSchema.TryRead(Convert.ToBase64String(changed[..random.Next(1, changed.Length + 1)]));
        }
    }

    private static string Copy(string source, Func<ITable, ImmutableArray<Field>> choose)
    {
        var path = Path.Combine(Path.GetTempPath(), $"zenset-test-{Guid.NewGuid():N}.parquet");
        CopyAsync(source, path, choose).GetAwaiter().GetResult();
        return path;
    }

    private static async Task CopyAsync(string from, string to, Func<ITable, ImmutableArray<Field>> choose)
    {
        using var engine = Engine.Open();
        using var source = Source.Open(from);
        await using var reader = await new ParquetFormat().OpenReaderAsync(new ReadRequest { Source = source, Engine = engine });
        var table = reader.Tables.Single();
        var fields = choose(table);
        var sql = table.OpenContent() switch { TableContent.Relation r => r.Sql, TableContent.PortableParquet p => p.Sql, _ => throw new InvalidOperationException() };
        using var target = Target.Open(to);
        await using var writer = await new ParquetFormat().OpenWriterAsync(new WriteRequest { Target = target, Engine = engine, Description = new DatasetDescription(), DatasetName = "copy" });
        await writer.WriteAsync(new TableToWrite(new TableShape("copy", fields, null, table.SourceMetadata), $"SELECT {string.Join(", ", fields.Select(f => Sql.Name(f.Name)))} FROM ({sql})"));
        await writer.CompleteAsync();
    }
}
