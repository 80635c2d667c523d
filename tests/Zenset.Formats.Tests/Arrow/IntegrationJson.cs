using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Zenset.Formats.Tests.Arrow;

/// <summary>The expected content of a file of Arrow's integration tests: <c>.json.gz</c> beside it.</summary>
/// <remarks>Arrow documentation, "Integration Testing", JSON test data format.</remarks>
internal sealed class IntegrationJson
{
    private readonly JsonNode _root;

    private IntegrationJson(JsonNode root) => _root = root;

    public static IntegrationJson Read(string path)
    {
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        return new IntegrationJson(JsonNode.Parse(packed)!);
    }

    public IEnumerable<string> Names => Fields.Select(f => f!["name"]!.ToString());

    private JsonArray Fields => _root["schema"]!["fields"]!.AsArray();

    /// <summary>The values of a column of all batches; null is missing.</summary>
    public IEnumerable<JsonNode?> Column(int column) => _root["batches"]!.AsArray().SelectMany(b => Values(Fields[column]!, b!["columns"]![column]!));

    private IEnumerable<JsonNode?> Values(JsonNode field, JsonNode column)
    {
        var count = column["count"]!.GetValue<int>();
        if (field["dictionary"] is { } encoding)
        {
            var dictionary = _root["dictionaries"]!.AsArray().First(d => d!["id"]!.GetValue<int>() == encoding["id"]!.GetValue<int>())!["data"]!["columns"]![0]!;
            var plain = field.DeepClone().AsObject();
            plain.Remove("dictionary");
            var values = Values(plain, dictionary).ToList();
            return Enumerable.Range(0, count).Select(i => IsMissing(column, i) ? null : values[int.Parse(column["DATA"]![i]!.ToString(), CultureInfo.InvariantCulture)]?.DeepClone()).ToList();
        }
        var children = field["children"]?.AsArray().Select((c, i) => Values(c!, column["children"]![i]!).ToList()).ToList() ?? [];
        return Enumerable.Range(0, count).Select(i => IsMissing(column, i) ? null : Value(field, column, children, i)).ToList();
    }

    private static JsonNode? Value(JsonNode field, JsonNode column, List<List<JsonNode?>> children, int i)
    {
        switch (field["type"]!["name"]!.ToString())
        {
            case "list" or "map" or "largelist":
                var (from, to) = (Number(column["OFFSET"]![i]!), Number(column["OFFSET"]![i + 1]!));
                return new JsonArray([.. children[0][from..to].Select(n => n?.DeepClone())]);
            case "fixedsizelist":
                var size = field["type"]!["listSize"]!.GetValue<int>();
                return new JsonArray([.. children[0][(i * size)..((i + 1) * size)].Select(n => n?.DeepClone())]);
            case "struct":
                return new JsonObject(field["children"]!.AsArray().Select((c, m) => KeyValuePair.Create(c!["name"]!.ToString(), children[m][i]?.DeepClone())));
            default:
                return column["DATA"]![i]!.DeepClone();
        }
    }

    private static int Number(JsonNode node) => int.Parse(node.ToString(), CultureInfo.InvariantCulture);

    private static bool IsMissing(JsonNode column, int i) => column["VALIDITY"] is { } validity && validity[i]!.GetValue<int>() == 0;
}
