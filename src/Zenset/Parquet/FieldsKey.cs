using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Zenset.Model;

namespace Zenset.Parquet;

/// <summary>
/// The key <c>zenset:fields</c> in the metadata of a Parquet file: what its fields are, where Parquet itself has no words for it.
/// </summary>
/// <remarks>
/// A JSON array with an object for each field, in order: <c>name</c>, <c>type</c> (see <see cref="FieldTypeText"/>), and where they apply
/// <c>categories</c>, <c>ordered</c>, <c>role</c>, <c>sourceFormat</c>, <c>description</c>. Documented in <c>docs/on-disk.md</c>.
/// </remarks>
public static class FieldsKey
{
    /// <summary>The key.</summary>
    public const string Name = "zenset:fields";

    private const int MaxDepth = 50;

    /// <summary>The value for <paramref name="fields"/>.</summary>
    public static string Write(ImmutableArray<Field> fields)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var field in fields)
            {
                json.WriteStartObject();
                json.WriteString("name", field.Name);
                json.WriteString("type", field.Type.ToString());
                if (field.Categories is { } categories)
                {
                    json.WriteStartArray("categories");
                    foreach (var value in categories.Values) json.WriteStringValue(value);
                    json.WriteEndArray();
                    if (categories.Ordered) json.WriteBoolean("ordered", true);
                }
                if (field.Role != FieldRole.None) json.WriteString("role", RoleText(field.Role));
                if (field.SourceFormat is { } format) json.WriteString("sourceFormat", format);
                if (field.Description is { } description) json.WriteString("description", description);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>The fields that <paramref name="json"/> describes; null when it does not describe any.</summary>
    public static ImmutableArray<Field>? TryRead(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array) return null;
            var fields = ImmutableArray.CreateBuilder<Field>();
            foreach (var element in document.RootElement.EnumerateArray())
            {
                if (ReadField(element) is not { } field) return null;
                fields.Add(field);
            }
            return fields.ToImmutable();
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Field? ReadField(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || Text(element, "name") is not { } name || Text(element, "type") is not { } type) return null;
        Categories? categories = null;
        if (element.TryGetProperty("categories", out var values))
        {
            var list = values.EnumerateArray().Select(v => v.GetString() ?? throw new FormatException()).ToImmutableArray();
            if (list.Distinct(StringComparer.Ordinal).Count() != list.Length) return null;
            categories = new Categories(list, element.TryGetProperty("ordered", out var ordered) && ordered.ValueKind == JsonValueKind.True);
        }
        if (IsTooDeep(type)) return null;
        var fieldType = FieldTypeText.Parse(type);
        if (categories is not null && fieldType.Kind != FieldKind.String) return null;
        return new Field
        {
            Name = name, Type = fieldType, Categories = categories, Role = RoleOf(Text(element, "role")),
            SourceFormat = Text(element, "sourceFormat"), Description = Text(element, "description"),
        };
    }

    // The parser of types follows their nesting; a hostile text must not lead it off the stack.
    private static bool IsTooDeep(string type)
    {
        var depth = 0;
        foreach (var c in type)
        {
            if (c == '<' && ++depth > MaxDepth) return true;
            if (c == '>') depth--;
        }
        return false;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string RoleText(FieldRole role) => role switch
    {
        FieldRole.None => "none", FieldRole.Feature => "feature", FieldRole.Target => "target", FieldRole.RowId => "row-id",
        FieldRole.Ignore => "ignore", FieldRole.Split => "split", FieldRole.Weight => "weight",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    private static FieldRole RoleOf(string? text) => Enum.GetValues<FieldRole>().FirstOrDefault(role => RoleText(role) == text);
}
