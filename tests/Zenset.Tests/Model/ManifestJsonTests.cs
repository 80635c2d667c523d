using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Zenset.Model;

namespace Zenset.Tests.Model;

public sealed class ManifestJsonTests
{
    [Fact]
    public void RoundTrips_EveryManifest() => Property.ForAll(300, RandomManifest.Make, manifest =>
    {
        var bytes = ManifestJson.Write(manifest);

        var read = ManifestJson.Read(bytes, "key");

        AssertEqual(manifest, read);
        Assert.Equal(bytes, ManifestJson.Write(read));
    });

    [Fact]
    public void Finds_AnyFlippedBit()
    {
        var bytes = ManifestJson.Write(Small());

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << bit % 8);

            Assert.Throws<IntegrityException>(() => ManifestJson.Read(flipped, "key"));
        }
    }

    [Fact]
    public void Finds_AnyTruncation()
    {
        var bytes = ManifestJson.Write(Small());

        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<IntegrityException>(() => ManifestJson.Read(bytes.AsMemory(0, length), "key"));
    }

    [Fact]
    public void Says_WhatIsDamaged()
    {
        var bytes = ManifestJson.Write(Small());
        bytes[100] ^= 1;

        var failure = Assert.Throws<IntegrityException>(() => ManifestJson.Read(bytes, "credit-g/v1.datapackage.json"));

        Assert.Equal(
            "the manifest credit-g/v1.datapackage.json is damaged: its bytes do not fit its checksum. "
            + "`zenset verify` tells what else is; restore the file from a backup or another copy of the repository.",
            failure.Message);
        Assert.Equal("integrity/manifest", failure.Code.Id);
    }

    [Fact]
    public void Writes_TheDocumentedForm()
    {
        var text = Encoding.UTF8.GetString(ManifestJson.Write(Small()));

        Assert.Equal(Golden.Expected("ManifestJsonTests.expected.json", text), text);
    }

    [Fact]
    public void Writes_EveryByteOfTheTextAsItIs()
    {
        var manifest = Small() with { Message = "größer < 日本 😀 'x' \"y\" + &" };

        Assert.Contains("größer < 日本 😀 'x' \\\"y\\\" + &", Encoding.UTF8.GetString(ManifestJson.Write(manifest)).Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_AFurtherPropertyThatIsItsOwn()
    {
        var manifest = Small() with { Description = new DatasetDescription { Properties = ImmutableSortedDictionary<string, JsonNode>.Empty.Add("resources", new JsonArray()) } };

        var failure = Assert.Throws<ArgumentException>(() => ManifestJson.Write(manifest));

        Assert.StartsWith("'resources' is written by the manifest itself; a description cannot set it.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5000, null, 512)]
    [InlineData(5000, 0, 0)]
    [InlineData(5000, 700, 700)]
    [InlineData(4096, null, 0)]
    [InlineData(4096, 1024, 1024)]
    [InlineData(1_000_000, null, 4096)]
    public void Keeps_TheBlocksOfALongVector(int length, int? block, int expected)
    {
        var field = new Field { Name = "v", Type = FieldType.FixedList(FieldType.Float32, length), Block = block };

        var read = Assert.Single(ManifestJson.TryReadFields(ManifestJson.WriteFields([field], isPart: true))!.Value);

        Assert.Equal(block, read.Block);
        var blocks = Assert.Single(StoredColumn.For([read])).Blocks;
        Assert.Equal(expected, blocks.IsEmpty ? 0 : blocks[0].Length);
        if (expected > 0) Assert.Equal(length, blocks[^1].From + blocks[^1].Length);
    }

    [Fact]
    public void Refuses_MillionsOfBlocks()
    {
        var json = ManifestJson.WriteFields([new Field { Name = "v", Type = FieldType.FixedList(FieldType.Float32, 1_000_000_000) }], isPart: true);
        Assert.Null(ManifestJson.TryReadFields(json.Replace("\"zenset:block\":4194304", "\"zenset:block\":1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Names_OfBlocksAreNobodyElses()
    {
        var vector = FieldType.FixedList(FieldType.Float32, 1_500);
        ImmutableArray<Field> fields =
        [
            new Field { Name = "v", Type = vector, Block = 1_000 }, new Field { Name = "V_1000", Type = FieldType.Int8 },
            new Field { Name = "v_1000_2", Type = vector, Block = 1_000 }, new Field { Name = "a b", Type = vector, Block = 1_000 },
        ];

        var names = StoredColumn.For(fields).SelectMany(c => c.Columns).Select(c => c.Name).ToList();

        Assert.Equal(["v_0", "v_1000_3", "V_1000", "v_1000_2_0", "v_1000_2_1000", "a_b_0", "a_b_1000"], names);
    }

    [Fact]
    public void Keeps_AStoredNameThatTheRuleWouldNotGive()
    {
        var manifest = Small();
        var resource = manifest.Resources[0] with { Fields = [new Field { Name = "a b", Type = FieldType.Int64, Column = "by_an_older_rule" }] };

        var read = ManifestJson.Read(ManifestJson.Write(manifest with { Resources = [resource] }), "key");

        Assert.Equal("by_an_older_rule", Assert.Single(read.Resources[0].FindStoredColumns()).Name);
    }

    internal static void AssertEqual(Manifest expected, Manifest actual)
    {
        Assert.Equal(Flat(expected), Flat(actual));
        Assert.Equal(expected.Resources.Length, actual.Resources.Length);
        foreach (var (a, b) in expected.Resources.Zip(actual.Resources))
        {
            Assert.Equal(a.Fields.AsEnumerable(), b.Fields);
            Assert.Equal(a.Parts.AsEnumerable(), b.Parts);
            Assert.Equal(a.Statistics.AsEnumerable(), b.Statistics);
            Assert.Equal(a.PrimaryKey.AsEnumerable(), b.PrimaryKey);
            Assert.Equal(a.ForeignKeys.Select(k => k.ToString()), b.ForeignKeys.Select(k => k.ToString()));
            Assert.Equal(a.ForeignKeys.SelectMany(k => k.Fields.Concat(k.ReferenceFields)), b.ForeignKeys.SelectMany(k => k.Fields.Concat(k.ReferenceFields)));
            Assert.Equal(a.SourceMetadata.OrderBy(p => p.Key, StringComparer.Ordinal), b.SourceMetadata.OrderBy(p => p.Key, StringComparer.Ordinal));
            Assert.Equal(a.Provenance?.Options.ToArray(), b.Provenance?.Options.ToArray());
            Assert.Equal((a.Name, a.Folder, a.Provenance?.Format, a.Provenance?.Source), (b.Name, b.Folder, b.Provenance?.Format, b.Provenance?.Source));
        }
        Assert.Equal(expected.Findings.AsEnumerable(), actual.Findings);
        Assert.Equal(
            expected.Description.Properties.Select(p => (p.Key, p.Value?.ToJsonString())).OrderBy(p => p.Key, StringComparer.Ordinal),
            actual.Description.Properties.Select(p => (p.Key, p.Value?.ToJsonString())).OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    private static object Flat(Manifest m) => (m.Dataset, m.Version, m.Created, m.Author, m.Message, m.Parent, m.ContentHash, m.Description.Title, m.Description.Text);

    private static Manifest Small() => new()
    {
        Dataset = DatasetName.Parse("credit-g"),
        Version = 2,
        Created = new DateTimeOffset(2026, 3, 14, 15, 9, 26, 535, TimeSpan.Zero),
        Author = "Ada",
        Message = "twelve corrected ages",
        Parent = new ParentLink(1, new string('a', 64)),
        ContentHash = new string('c', 64),
        Description = new DatasetDescription
        {
            Title = "German credit",
            Text = "1,000 applicants",
            Properties = ImmutableSortedDictionary<string, JsonNode>.Empty.Add("keywords", new JsonArray("credit", "risk")),
        },
        Findings = [new Finding { Code = "categories/unused", Severity = Severity.Note, Message = "a category is declared and never used", Field = "purpose", Value = "vacation" }],
        Resources =
        [
            new Resource
            {
                Name = "credit-g",
                Folder = "credit-g",
                Fields =
                [
                    new Field { Name = "id", Type = FieldType.Int64, Role = FieldRole.RowId },
                    new Field { Name = "credit amount", Type = FieldType.UInt32 },
                    new Field { Name = "purpose", Type = FieldType.String, Categories = new Categories(["new car", "vacation"]) },
                    new Field { Name = "asked on", Type = FieldType.Timestamp(TimeUnit.Second), SourceFormat = "yyyy-MM-dd HH:mm:ss", Description = "local time" },
                    new Field { Name = "class", Type = FieldType.String, Categories = new Categories(["good", "bad"], Ordered: true), Role = FieldRole.Target },
                ],
                Parts = [new Part(new string('1', 64), 1_500_000, 600, "aaaaaaaabbbbbbbb"), new Part(new string('2', 64), 28_000, 400, "cccccccc")],
                Statistics = [new(0), new(0), new(3), new(997), new(0)],
                PrimaryKey = ["id"],
                ForeignKeys = [new ForeignKey(["purpose"], "purposes", ["name"])],
                Provenance = new Provenance("arff", "credit-g.arff", ImmutableSortedDictionary<string, string>.Empty.Add("encoding", "utf-8")),
                SourceMetadata = ImmutableSortedDictionary<string, string>.Empty.Add("pandas", "{}"),
            },
        ],
    };
}
