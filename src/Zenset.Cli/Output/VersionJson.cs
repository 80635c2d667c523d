using System.Text.Json;
using Zenset.Model;

namespace Zenset.Cli.Output;

/// <summary>A version as JSON: the members that <c>import</c> and <c>show</c> share.</summary>
internal static class VersionJson
{
    /// <summary>Writes the members, without the braces around them.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Manifest manifest, IReadOnlyList<MissingCounts> missing)
    {
        json.WriteString("dataset", manifest.Dataset.Value);
        json.WriteNumber("version", manifest.Version);
        json.WriteString("contentHash", manifest.ContentHash);
        json.WriteNull("schema");
        json.WriteBoolean("valid", manifest.Findings.All(f => f.Severity != Severity.Error));
        json.WriteString("created", manifest.Created.UtcDateTime);
        json.WriteString("author", manifest.Author);
        json.WriteString("message", manifest.Message);
        json.WriteNumberOrNull("parent", manifest.Parent?.Version);
        json.WriteNumber("rows", manifest.Rows);
        json.WriteNumber("bytes", manifest.Bytes);
        json.WriteStartArray("resources");
        for (var i = 0; i < manifest.Resources.Length; i++) WriteResource(json, manifest.Resources[i], missing[i]);
        json.WriteEndArray();
        WriteFindings(json, manifest.Findings);
    }

    /// <summary>Writes the member <c>findings</c>. Rows count from 0.</summary>
    public static void WriteFindings(Utf8JsonWriter json, IEnumerable<Finding> findings)
    {
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code);
            json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
            json.WriteString("message", finding.Message);
            json.WriteString("resource", finding.Resource);
            json.WriteString("field", finding.Field);
            json.WriteNumberOrNull("row", finding.Row);
            json.WriteString("value", finding.Value);
            json.WriteString("fix", finding.Fix);
            json.WriteNumber("count", finding.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteResource(Utf8JsonWriter json, Resource resource, MissingCounts missing)
    {
        json.WriteStartObject();
        json.WriteString("name", resource.Name);
        json.WriteNumber("rows", resource.Rows);
        json.WriteNumber("bytes", resource.Bytes);
        json.WriteNumber("parts", resource.Parts.Length);
        json.WriteStartArray("fields");
        for (var i = 0; i < resource.Fields.Length; i++) WriteField(json, resource.Fields[i], missing.Counts[i]);
        json.WriteEndArray();
        if (resource.Provenance is { } provenance)
        {
            json.WriteStartObject("provenance");
            json.WriteString("format", provenance.Format);
            json.WriteString("source", provenance.Source);
            json.WriteStartObject("options");
            foreach (var (name, value) in provenance.Options) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, Field field, long missing)
    {
        json.WriteStartObject();
        json.WriteString("name", field.Name);
        json.WriteString("type", field.Type.ToString());
        json.WriteString("role", FieldWords.RoleOf(field.Role));
        if (field.Categories is { } categories)
        {
            json.WriteStartArray("categories");
            foreach (var value in categories.Values) json.WriteStringValue(value);
            json.WriteEndArray();
            json.WriteBoolean("ordered", categories.Ordered);
        }
        else
        {
            json.WriteNull("categories");
        }
        json.WriteNumber("missing", missing);
        if (field.Description is not null) json.WriteString("description", field.Description);
        json.WriteEndObject();
    }
}
