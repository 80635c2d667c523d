using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Zenset.Model;
using Zenset.Tests.Model;

namespace Zenset.Tests.Delta;

public sealed class DeltaLogTests : RepositoryTest
{
    private string LogFolder => Path.GetDirectoryName(PathOf("a/table/_delta_log/x"))!;

    [Fact]
    public async Task Follows_TheManifests() => await Property.ForAllAsync(15, (random, size) => (random, size), async made =>
    {
        var (random, size) = made;
        var dataset = $"d{size}";
        for (var version = 0; version <= size; version++)
        {
            var contents = Enumerable.Range(0, random.Next(1, 5)).Select(_ => new[] { (byte)random.Next(6) });
            await Samples.CommitPartsAsync(Repository, dataset, contents);
        }

        for (var version = 0; version <= size; version++)
        {
            var manifest = await Repository.GetAsync(new VersionRef(Samples.Name(dataset), version + 1));
            var replay = DeltaReplay.Read(Path.GetDirectoryName(PathOf($"{dataset}/table/_delta_log/x"))!, version);

            var parts = manifest.Resources[0].Parts;
            Assert.Equal(parts.Select(p => p.FileName).Order(StringComparer.Ordinal), replay.Files.Keys.Order(StringComparer.Ordinal));
            Assert.All(parts, p => Assert.Equal(
                (p.Bytes, $$"""{"numRecords":{{p.Rows}}}"""),
                (replay.Files[p.FileName]["size"]!.GetValue<long>(), replay.Files[p.FileName]["stats"]!.GetValue<string>())));
        }
    });

    [Fact]
    public async Task Writes_TheDocumentedForm()
    {
        await Samples.CommitPartsAsync(Repository, "a", [1], [2]);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Samples.CommitPartsAsync(Repository, "a", [2], [3]);

        var text = string.Concat(Directory.EnumerateFiles(LogFolder).Order(StringComparer.Ordinal).Select(f => $"// {Path.GetFileName(f)}\n{File.ReadAllText(f)}"));

        Assert.Equal(Golden.Expected("DeltaLogTests.expected.txt", text), text);
    }

    [Fact]
    public async Task Numbers_VersionsThatHaveTheResource()
    {
        await CommitAsync("one", "table", "extra");
        await CommitAsync("two", "table");
        await CommitAsync("three", "table", "extra");

        Assert.Equal(3, (await KeysAsync("a/table/_delta_log/")).Length);
        Assert.Equal(2, (await KeysAsync("a/extra/_delta_log/")).Length);
        DeltaReplay.Read(Path.GetDirectoryName(PathOf("a/extra/_delta_log/x"))!);
    }

    [Fact]
    public async Task States_EveryStoredType()
    {
        ImmutableArray<Field> fields =
        [
            Of("a b", FieldType.UInt8), Of("A_B", FieldType.UInt64), Of("t", FieldType.Time(TimeUnit.Second)), Of("n", FieldType.Timestamp(TimeUnit.Nanosecond, "UTC")),
            Of("z", FieldType.Timestamp(TimeUnit.Millisecond, "UTC")), Of("v", FieldType.FixedList(FieldType.Float16, 3)), Of("m", FieldType.Map(FieldType.String, FieldType.Decimal(10, 2))),
            Of("s", FieldType.Struct(new FieldMember("x y", FieldType.Uuid), new FieldMember("X_Y", FieldType.List(FieldType.Interval)))),
            Of("p", FieldType.Sparse(FieldType.Float64, 100)), Of("e", FieldType.Null),
            Of("c", FieldType.String) with { Categories = new Categories(["x"]) },
            Of("w x", FieldType.FixedList(FieldType.UInt8, 3)) with { Block = 2 },
        ];
        await CommitFieldsAsync(fields);

        var schema = DeltaReplay.Read(LogFolder).Schema.ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n";

        Assert.Equal(Golden.Expected("DeltaSchema.expected.json", schema), schema);
    }

    [Fact]
    public void Schema_HasEveryTypeThereIs() => Property.ForAll(300, RandomManifest.Fields, fields =>
    {
        var schema = JsonNode.Parse(Zenset.Delta.DeltaSchema.Format(fields))!;

        var names = schema["fields"]!.AsArray().Select(f => f!["name"]!.GetValue<string>()).ToList();
        Assert.Equal(StoredColumn.For(fields).SelectMany(c => c.Columns).Select(c => c.Name), names);
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    });

    [Fact]
    public async Task Asks_ForTheFeatureOnlyWhereThereAreLocalTimestamps()
    {
        await CommitFieldsAsync([Of("x", FieldType.Timestamp(TimeUnit.Microsecond, "UTC"))]);
        var plain = DeltaReplay.Read(LogFolder).Protocol.ToJsonString();
        await CommitFieldsAsync([Of("x", FieldType.List(FieldType.Struct(new FieldMember("t", FieldType.Timestamp(TimeUnit.Second)))))]);
        var local = DeltaReplay.Read(LogFolder).Protocol.ToJsonString();
        await CommitFieldsAsync([Of("x", FieldType.Int64)]);
        var kept = DeltaReplay.Read(LogFolder).Protocol.ToJsonString();

        Assert.Equal("""{"minReaderVersion":1,"minWriterVersion":2}""", plain);
        Assert.Equal("""{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["timestampNtz"],"writerFeatures":["timestampNtz"]}""", local);
        Assert.Equal(local, kept);
    }

    [Fact]
    public async Task Rebuilds_TheSameLog()
    {
        for (var i = 0; i < 5; i++)
        {
            await Samples.CommitPartsAsync(Repository, "a", [(byte)i], [(byte)(i / 2)]);
            Time.Advance(TimeSpan.FromMinutes(1));
        }
        var before = ReadLog();

        foreach (var lost in new int[][] { [4], [2, 3, 4], [0, 1, 2, 3, 4], [0], [1], [0, 4] })
        {
            foreach (var n in lost) File.Delete(Path.Combine(LogFolder, $"{n:D20}.json"));

            await Repository.GcAsync();

            Assert.Equal(before, ReadLog());
        }
    }

    [Fact]
    public async Task WritesAnew_WhenTheDatasetWasMadeAgain()
    {
        await Samples.CommitPartsAsync(Repository, "a", [1]);
        await Samples.CommitPartsAsync(Repository, "a", [2]);
        for (var version = 1; version <= 2; version++) File.Delete(PathOf($"a/v{version}.datapackage.json"));
        Time.Advance(TimeSpan.FromMinutes(1));

        await Samples.CommitPartsAsync(Repository, "a", [3]);

        Assert.Single(Directory.EnumerateFiles(LogFolder));
        Assert.Single(DeltaReplay.Read(LogFolder).Files);
    }

    [Fact]
    public async Task Leaves_AnotherProgramsCommitAlone()
    {
        await Samples.CommitPartsAsync(Repository, "a", [1]);
        var foreign = Path.Combine(LogFolder, $"{1:D20}.json");
        await File.WriteAllTextAsync(foreign, "{\"commitInfo\":{\"engineInfo\":\"delta-rs\"}}\n");

        await Samples.CommitPartsAsync(Repository, "a", [2]);
        await Repository.GcAsync();

        Assert.Equal(2, Directory.EnumerateFiles(LogFolder).Count());
        Assert.Contains("delta-rs", await File.ReadAllTextAsync(foreign), StringComparison.Ordinal);
        Assert.Equal(2, (await Repository.GetAsync(VersionRef.Parse("a"))).Version);
    }

    private static Field Of(string name, FieldType type) => new() { Name = name, Type = type };

    private Dictionary<string, string> ReadLog() => Directory.EnumerateFiles(LogFolder).ToDictionary(f => Path.GetFileName(f), File.ReadAllText);

    private async Task CommitFieldsAsync(ImmutableArray<Field> fields)
    {
        await using var session = await Repository.BeginCommitAsync(Samples.Name("a"));
        var part = await Samples.SealAsync(session, [1]);
        await session.CommitAsync(Samples.Draft("a", "fields", [new Resource { Name = "table", Folder = "table", Fields = fields, Parts = [part] }]));
    }

    private async Task CommitAsync(string message, params string[] resources)
    {
        await using var session = await Repository.BeginCommitAsync(Samples.Name("a"));
        var made = new List<Resource>();
        foreach (var name in resources)
        {
            var part = await Samples.SealAsync(session, System.Text.Encoding.UTF8.GetBytes(message + name), name);
            made.Add(new Resource { Name = name, Folder = name, Fields = Samples.Fields, Parts = [part] });
        }
        await session.CommitAsync(Samples.Draft("a", message, [.. made]));
    }
}
