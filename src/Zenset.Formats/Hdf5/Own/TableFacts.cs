using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>What is said of a table beside its fields, as JSON.</summary>
internal sealed record TableFacts(ImmutableArray<string> PrimaryKey, ImmutableArray<ForeignKey> ForeignKeys, ImmutableSortedDictionary<string, string> Metadata)
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Nothing.</summary>
    public static TableFacts None { get; } = new([], [], ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>Those of a table.</summary>
    public static TableFacts Of(TableShape shape) => new(shape.PrimaryKey, shape.ForeignKeys, shape.SourceMetadata);

    /// <summary>The text; null when there is nothing to say.</summary>
    public string? Write()
    {
        if (PrimaryKey.IsEmpty && ForeignKeys.IsEmpty && Metadata.IsEmpty) return null;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartObject();
            Write(json, "primaryKey", PrimaryKey);
            json.WriteStartArray("foreignKeys");
            foreach (var key in ForeignKeys)
            {
                json.WriteStartObject();
                Write(json, "fields", key.Fields);
                json.WriteString("resource", key.ReferenceResource);
                Write(json, "references", key.ReferenceFields);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartObject("metadata");
            foreach (var (name, value) in Metadata) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Those of a text; nothing when it is not what <see cref="Write()"/> writes.</summary>
    public static TableFacts Read(string? text)
    {
        if (text is null) return None;
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return new TableFacts(
                Texts(root.GetProperty("primaryKey")),
                [.. root.GetProperty("foreignKeys").EnumerateArray().Select(k => new ForeignKey(Texts(k.GetProperty("fields")), k.GetProperty("resource").GetString()!, Texts(k.GetProperty("references"))))],
                root.GetProperty("metadata").EnumerateObject().DistinctBy(p => p.Name).ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return None;
        }
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static ImmutableArray<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(t => t.GetString() ?? "")];
}
