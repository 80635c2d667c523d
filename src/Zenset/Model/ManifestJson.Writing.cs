using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zenset.Model;

public static partial class ManifestJson
{
    // Not escaped beyond what JSON needs: the file is read by people too, and is never pasted into HTML as it is.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ImmutableHashSet<string> OwnProperties =
        ImmutableHashSet.Create(StringComparer.Ordinal, "$schema", "name", "title", "description", "created", "resources");

    /// <summary>The descriptor, UTF-8.</summary>
    /// <exception cref="ArgumentException">A further property of the description has the name of one that the manifest writes itself.</exception>
    public static byte[] Write(Manifest manifest)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteDescription(json, manifest);
            json.WriteStartArray("resources");
            foreach (var resource in manifest.Resources) WriteResource(json, resource);
            json.WriteEndArray();
            WriteVersion(json, manifest);
            json.WriteString("zenset:checksum", $"sha256:{Zeros}");
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        var bytes = buffer.WrittenSpan.ToArray();
        SetChecksum(bytes);
        return bytes;
    }

    private static void WriteDescription(Utf8JsonWriter json, Manifest manifest)
    {
        json.WriteString("$schema", Profile);
        json.WriteString("name", manifest.Dataset.Value);
        WriteOptional(json, "title", manifest.Description.Title);
        WriteOptional(json, "description", manifest.Description.Text);
        json.WriteString("created", FormatTime(manifest.Created));
        foreach (var (name, value) in manifest.Description.Properties.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (OwnProperties.Contains(name) || name.StartsWith("zenset:", StringComparison.Ordinal))
                throw new ArgumentException($"'{name}' is written by the manifest itself; a description cannot set it.", nameof(manifest));
            json.WritePropertyName(name);
            WriteNode(json, value);
        }
    }

    private static void WriteVersion(Utf8JsonWriter json, Manifest manifest)
    {
        json.WriteNumber("zenset:version", manifest.Version);
        if (manifest.Parent is { } parent)
        {
            json.WriteStartObject("zenset:parent");
            json.WriteNumber("version", parent.Version);
            json.WriteString("sha256", parent.ManifestSha256);
            json.WriteEndObject();
        }
        WriteOptional(json, "zenset:author", manifest.Author);
        WriteOptional(json, "zenset:message", manifest.Message);
        json.WriteString("zenset:contentHash", manifest.ContentHash);
        if (manifest.Findings.Length == 0) return;
        json.WriteStartArray("zenset:findings");
        foreach (var finding in manifest.Findings) WriteFinding(json, finding);
        json.WriteEndArray();
    }

    private static void WriteResource(Utf8JsonWriter json, Resource resource)
    {
        json.WriteStartObject();
        json.WriteString("name", resource.Name);
        json.WriteStartArray("path");
        foreach (var part in resource.Parts) json.WriteStringValue($"{resource.Folder}/{part.FileName}");
        json.WriteEndArray();
        json.WriteString("type", "table");
        json.WriteString("format", "parquet");
        json.WriteString("mediatype", "application/vnd.apache.parquet");
        json.WriteNumber("bytes", resource.Bytes);
        // The hash of a resource of several files is not defined by the specification; each part has its own below.
        if (resource.Parts.Length == 1) json.WriteString("hash", $"sha256:{resource.Parts[0].Sha256}");
        WriteSchema(json, resource);
        json.WriteString("zenset:folder", resource.Folder);
        json.WriteNumber("zenset:rows", resource.Rows);
        json.WriteStartArray("zenset:parts");
        foreach (var part in resource.Parts)
        {
            json.WriteStartObject();
            json.WriteString("path", $"{resource.Folder}/{part.FileName}");
            json.WriteNumber("bytes", part.Bytes);
            json.WriteNumber("rows", part.Rows);
            json.WriteString("sha256", part.Sha256);
            json.WriteString("chunkHashes", part.ChunkHashes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (resource.Provenance is { } provenance)
        {
            json.WriteStartObject("zenset:provenance");
            json.WriteString("format", provenance.Format);
            json.WriteString("source", provenance.Source);
            WriteTexts(json, "options", provenance.Options);
            json.WriteEndObject();
        }
        WriteTexts(json, "zenset:sourceMetadata", resource.SourceMetadata);
        json.WriteEndObject();
    }

    /// <summary>
    /// Fields as a JSON array of Table Schema fields: the <c>zenset:fields</c> key of a part, by which it explains itself, and of other files.
    /// </summary>
    /// <param name="fields">The fields.</param>
    /// <param name="isPart">Long vectors stand in blocks, as they do in parts only.</param>
    public static string WriteFields(ImmutableArray<Field> fields, bool isPart = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options with { Indented = false }))
        {
            json.WriteStartArray();
            foreach (var column in StoredColumn.For(fields)) WriteField(json, column, null, isPart);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteSchema(Utf8JsonWriter json, Resource resource)
    {
        var columns = StoredColumn.For(resource.Fields);
        json.WriteStartObject("schema");
        json.WriteStartArray("fields");
        for (var i = 0; i < columns.Length; i++)
            WriteField(json, columns[i], i < resource.Statistics.Length ? resource.Statistics[i] : null, isPart: true);
        json.WriteEndArray();
        // Missing is a null in the part; no text stands for it.
        json.WriteStartArray("missingValues");
        json.WriteEndArray();
        if (resource.PrimaryKey.Length > 0) WriteNames(json, "primaryKey", resource.PrimaryKey);
        if (resource.ForeignKeys.Length > 0)
        {
            json.WriteStartArray("foreignKeys");
            foreach (var key in resource.ForeignKeys)
            {
                json.WriteStartObject();
                WriteNames(json, "fields", key.Fields);
                json.WriteStartObject("reference");
                if (key.ReferenceResource.Length > 0) json.WriteString("resource", key.ReferenceResource);
                WriteNames(json, "fields", key.ReferenceFields);
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, StoredColumn column, FieldStatistics? statistics, bool isPart)
    {
        var field = column.Field;
        var (type, format) = TableSchemaType(field.Type);
        json.WriteStartObject();
        json.WriteString("name", field.Name);
        json.WriteString("type", type);
        WriteOptional(json, "format", format);
        WriteOptional(json, "description", field.Description);
        if (field.Categories is { } categories)
        {
            // Table Schema has categories of strings and integers only.
            WriteNames(json, field.Type.Kind == FieldKind.String ? "categories" : "zenset:categories", categories.Values);
            json.WriteBoolean(field.Type.Kind == FieldKind.String ? "categoriesOrdered" : "zenset:categoriesOrdered", categories.Ordered);
        }
        json.WriteString("zenset:type", field.Type.ToString());
        if (RoleText(field.Role) is { } role) json.WriteString("zenset:role", role);
        if (column.IsRenamed) json.WriteString("zenset:column", column.Name);
        if (isPart && !column.Blocks.IsEmpty) json.WriteNumber("zenset:block", column.Blocks[0].Length);
        WriteOptional(json, "zenset:sourceFormat", field.SourceFormat);
        if (statistics is not null)
        {
            json.WriteStartObject("zenset:statistics");
            json.WriteNumber("missing", statistics.Missing);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Code);
        json.WriteString("severity", SeverityText(finding.Severity));
        json.WriteString("message", finding.Message);
        WriteOptional(json, "resource", finding.Resource);
        WriteOptional(json, "field", finding.Field);
        if (finding.Row is { } row) json.WriteNumber("row", row);
        WriteOptional(json, "value", finding.Value);
        WriteOptional(json, "fix", finding.Fix);
        json.WriteNumber("count", finding.Count);
        json.WriteEndObject();
    }

    // Lists are 'array' and not 'list': the published 2.0 profile has 'list' in its text but not among the fields it accepts, and
    // frictionless-py 5 does not know it. zenset:type says it all anyway.
    private static (string Type, string? Format) TableSchemaType(FieldType type) => type.Kind switch
    {
        FieldKind.Null => ("any", null),
        FieldKind.Boolean => ("boolean", null),
        FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.Int128 or FieldKind.UInt8 or FieldKind.UInt16
            or FieldKind.UInt32 or FieldKind.UInt64 => ("integer", null),
        FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64 or FieldKind.Decimal => ("number", null),
        FieldKind.String => ("string", null),
        FieldKind.Binary => ("string", "binary"),
        FieldKind.Uuid => ("string", "uuid"),
        FieldKind.Date => ("date", null),
        FieldKind.Time => ("time", null),
        FieldKind.Timestamp => ("datetime", null),
        FieldKind.Interval => ("duration", null),
        FieldKind.List or FieldKind.FixedList => ("array", null),
        FieldKind.Struct or FieldKind.Map or FieldKind.Sparse => ("object", null),
    };

    internal static string? RoleText(FieldRole role) => role switch
    {
        FieldRole.None => null,
        FieldRole.Feature => "feature",
        FieldRole.Target => "target",
        FieldRole.RowId => "row-id",
        FieldRole.Ignore => "ignore",
        FieldRole.Split => "split",
        FieldRole.Weight => "weight",
    };

    internal static string SeverityText(Severity severity) => severity switch
    {
        Severity.Note => "note",
        Severity.Warning => "warning",
        Severity.Error => "error",
    };

    internal static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static void WriteNames(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, string> texts)
    {
        if (texts.Count == 0) return;
        json.WriteStartObject(name);
        foreach (var (key, value) in texts.OrderBy(t => t.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, JsonNode? node)
    {
        if (node is null) json.WriteNullValue();
        else node.WriteTo(json);
    }
}
