using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Zenset.Model;

namespace Zenset.Tests.Model;

/// <summary>Manifests of every shape, for properties.</summary>
internal static class RandomManifest
{
    private static readonly string[] Odd = ["", "a b", "Ä", "ä", "a", "A", "x,y", "\"", "\\", "line\nbreak", "\t", "😀", "a=b", "{}", "zenset:x", "</script>", "NaN"];

    public static Manifest Make(Random random, int size)
    {
        var resources = Many(random, 1 + size % 3, i => MakeResource(random, size, i));
        return new Manifest
        {
            Dataset = DatasetName.Parse(random.Next(2) == 0 ? "name" : "owner/name.v2_x-1"),
            Version = random.Next(1, 1000),
            Created = new DateTimeOffset(random.Next(1990, 2100), 12, 31, 23, 59, 59, random.Next(1000), TimeSpan.Zero),
            Author = Maybe(random, Text),
            Message = Maybe(random, Text),
            Parent = random.Next(2) == 0 ? null : new ParentLink(random.Next(1, 1000), Hex(random)),
            ContentHash = Hex(random),
            Resources = resources,
            Description = new DatasetDescription
            {
                Title = Maybe(random, Text),
                Text = Maybe(random, Text),
                Properties = random.Next(2) == 0 ? ImmutableSortedDictionary<string, JsonNode>.Empty : ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, JsonNode>
                {
                    ["keywords"] = new JsonArray("ä", Text(random)), ["licenses"] = new JsonArray(new JsonObject { ["name"] = "CC-BY-4.0" }),
                    ["x-number"] = JsonValue.Create(1.5), ["x-null"] = null!,
                }),
            },
            Findings = Many(random, size % 3, _ => new Finding
            {
                Code = "a/b", Severity = (Severity)random.Next(3), Message = Text(random), Resource = Maybe(random, Text), Field = Maybe(random, Text),
                Row = random.Next(2) == 0 ? null : random.NextInt64(), Value = Maybe(random, Text), Fix = Maybe(random, Text), Count = random.NextInt64(),
            }),
        };
    }

    public static FieldType Type(Random random, int depth)
    {
        if (depth > 0 && random.Next(3) == 0)
        {
            return random.Next(5) switch
            {
                0 => FieldType.List(Type(random, depth - 1)),
                1 => FieldType.FixedList(Type(random, depth - 1), random.Next(1000)),
                2 => FieldType.Sparse(Type(random, depth - 1), random.Next()),
                3 => FieldType.Map(Type(random, 0), Type(random, depth - 1)),
                _ => FieldType.Struct(Enumerable.Range(0, random.Next(1, 4)).Select(i => new FieldMember($"{Text(random)}{i}", Type(random, depth - 1))).ToArray()),
            };
        }
        return random.Next(5) switch
        {
            0 => FieldType.Decimal(random.Next(10, 39), random.Next(10)),
            1 => FieldType.Time((TimeUnit)random.Next(4)),
            2 => FieldType.Timestamp((TimeUnit)random.Next(4), random.Next(2) == 0 ? null : "Europe/Berlin"),
            _ => FieldTypeText.Parse(new[]
            {
                "null", "boolean", "int8", "int16", "int32", "int64", "int128", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64",
                "string", "binary", "uuid", "date", "interval",
            }[random.Next(19)]),
        };
    }

    public static ImmutableArray<Field> Fields(Random random, int size)
    {
        var names = Enumerable.Range(0, 1 + size % 12).Select(_ => Text(random)).Distinct(StringComparer.Ordinal).ToList();
        return [.. names.Select(name => new Field
        {
            Name = name,
            Type = random.Next(3) == 0 ? FieldType.String : Type(random, 2),
            Role = (FieldRole)random.Next(7),
            Description = Maybe(random, Text),
            SourceFormat = Maybe(random, Text),
        }).Select(f => random.Next(3) == 0 && f.Type.Kind is FieldKind.String or FieldKind.Int32
            ? f with { Categories = new Categories([.. Odd.Take(random.Next(Odd.Length))], random.Next(2) == 0) }
            : f)];
    }

    private static Resource MakeResource(Random random, int size, int i)
    {
        var fields = Fields(random, size);
        return new Resource
        {
            Name = $"{Text(random)}{i}",
            Folder = $"table-{i}",
            Fields = fields,
            Parts = Many(random, 1 + size % 3, p => new Part(Hex(random), random.NextInt64(1L << 40), random.NextInt64(1L << 40), Hex(random)[..8]) { Copy = p % 2 * 7 }),
            Statistics = random.Next(2) == 0 ? [] : [.. fields.Select(_ => new FieldStatistics(random.NextInt64()))],
            PrimaryKey = random.Next(2) == 0 ? [] : [fields[0].Name],
            ForeignKeys = random.Next(2) == 0 ? [] : [new ForeignKey([fields[0].Name], random.Next(2) == 0 ? "" : "other", ["id"])],
            Provenance = random.Next(2) == 0 ? null : new Provenance("arff", Text(random), ImmutableSortedDictionary<string, string>.Empty.Add("encoding", Text(random))),
            SourceMetadata = random.Next(2) == 0 ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary<string, string>.Empty.Add("pandas", """{"a": "ä"}""").Add("ARROW:schema", Text(random)),
        };
    }

    private static ImmutableArray<T> Many<T>(Random random, int count, Func<int, T> make) => [.. Enumerable.Range(0, count).Select(make)];

    private static string? Maybe(Random random, Func<Random, string> make) => random.Next(2) == 0 ? null : make(random);

    private static string Text(Random random) => random.Next(3) == 0 ? Odd[random.Next(Odd.Length)] : $"f{random.Next(1000)}";

    private static string Hex(Random random) => Convert.ToHexStringLower(Samples.Bytes(random, 32));
}
