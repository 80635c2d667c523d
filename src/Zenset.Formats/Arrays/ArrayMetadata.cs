using System.Collections.Immutable;
using System.Text.Json;
using Zenset.Formats.Arrays.Dtypes;

namespace Zenset.Formats.Arrays;

/// <summary>
/// What a table keeps of the arrays it came from, under the key <c>numpy</c>: for each array its name and header, so that it is written
/// with the same element type, byte order and shape.
/// </summary>
internal static class ArrayMetadata
{
    /// <summary>The key.</summary>
    public const string Key = "numpy";

    /// <summary>Metadata of a table.</summary>
    /// <param name="arrays">Name (empty for the one of an npy file) and shape of each array.</param>
    public static ImmutableSortedDictionary<string, string> Of(IEnumerable<(string Name, ArrayShape Shape)> arrays)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var (name, shape) in arrays)
            {
                json.WriteStartObject();
                json.WriteString("array", name);
                json.WriteString("header", $"{{'descr': {DtypeText.Of(shape.Type)}, 'fortran_order': {(shape.IsFortran ? "True" : "False")}, 'shape': {DtypeText.Shape(shape.Lengths)}}}");
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return ImmutableSortedDictionary<string, string>.Empty.Add(Key, System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>The arrays that a table says it came from; empty when it says none, or something that cannot be read.</summary>
    public static ImmutableArray<(string Name, ArrayShape Shape)> Read(ImmutableSortedDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(Key, out var text)) return [];
        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateArray().Select(a => (a.GetProperty("array").GetString() ?? "", NpyHeader.Parse(a.GetProperty("header").GetString() ?? "")))];
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or UnreadableDtypeException)
        {
            // It may come from anywhere: without it the arrays are written with the types of the fields.
            return [];
        }
    }
}
