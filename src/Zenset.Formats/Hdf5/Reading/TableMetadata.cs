using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>What a table keeps of where it came from, as JSON under the key <c>hdf5</c>: path, attributes, and for each dataset its type and shape.</summary>
internal static class TableMetadata
{
    /// <summary>The key.</summary>
    public const string Key = "hdf5";

    // Beyond it, attributes are data rather than words about data.
    private const int MaxValueCharacters = 4096;

    public static ImmutableSortedDictionary<string, string> Of(string path, StoredAttributes? attributes, ImmutableArray<TableColumn> columns)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("path", "/" + path);
            if (attributes is not null) Write(json, attributes);
            json.WriteStartArray("datasets");
            foreach (var dataset in columns.SelectMany(c => c.Datasets).Distinct<StoredDataset>(ReferenceEqualityComparer.Instance)) Write(json, dataset);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return ImmutableSortedDictionary<string, string>.Empty.Add(Key, Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, StoredDataset dataset)
    {
        json.WriteStartObject();
        json.WriteString("path", "/" + dataset.Path);
        json.WriteString("type", dataset.Type.Describe());
        json.WriteStartArray("shape");
        foreach (var n in dataset.Dimensions) json.WriteNumberValue(n);
        json.WriteEndArray();
        Write(json, dataset.Attributes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StoredAttributes attributes)
    {
        if (attributes.All.IsEmpty) return;
        json.WriteStartObject("attributes");
        foreach (var (name, value) in attributes.All.DistinctBy(a => a.Name))
        {
            json.WritePropertyName(name);
            Write(json, value);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Hdf5Attribute attribute)
    {
        if (attribute.IsScalar && attribute.Values is [var only])
        {
            Write(json, only);
            return;
        }
        if (attribute.Values.Length > MaxValueCharacters / 4)
        {
            json.WriteStringValue($"[{attribute.Values.Length} values]");
            return;
        }
        json.WriteStartArray();
        foreach (var value in attribute.Values) Write(json, value);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            default:
                var text = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;
                json.WriteStringValue(text.Length <= MaxValueCharacters ? text : Quoting.Shorten(text, MaxValueCharacters));
                break;
        }
    }
}
