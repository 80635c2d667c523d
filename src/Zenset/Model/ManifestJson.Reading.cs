using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zenset.Model;

public static partial class ManifestJson
{
    /// <summary>Reads a descriptor that <see cref="Write"/> wrote.</summary>
    /// <param name="utf8">The whole descriptor.</param>
    /// <param name="key">Its key in the repository, for messages.</param>
    /// <exception cref="IntegrityException"><c>integrity/manifest</c>: its bytes do not fit its checksum, or it is no manifest.</exception>
    public static Manifest Read(ReadOnlyMemory<byte> utf8, string key)
    {
        if (!HasValidChecksum(utf8.Span)) throw Damaged(key, "its bytes do not fit its checksum");
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return ReadManifest(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw Damaged(key, e.Message, e);
        }
    }

    private static IntegrityException Damaged(string key, string why, Exception? inner = null) => new(
        CoreErrors.BadManifest, $"the manifest {key} is damaged: {why}",
        "`zenset verify` tells what else is; restore the file from a backup or another copy of the repository.", inner);

    private static Manifest ReadManifest(JsonElement root) => new()
    {
        Dataset = DatasetName.TryParse(Text(root, "name"), out var name) ? name : throw new FormatException("'name' is no dataset name"),
        Version = root.GetProperty("zenset:version").GetInt32(),
        Created = DateTimeOffset.Parse(Text(root, "created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        Author = OptionalText(root, "zenset:author"),
        Message = OptionalText(root, "zenset:message"),
        Parent = root.TryGetProperty("zenset:parent", out var parent)
            ? new ParentLink(parent.GetProperty("version").GetInt32(), Text(parent, "sha256"))
            : null,
        ContentHash = Text(root, "zenset:contentHash"),
        Resources = [.. root.GetProperty("resources").EnumerateArray().Select(ReadResource)],
        Description = new DatasetDescription
        {
            Title = OptionalText(root, "title"),
            Text = OptionalText(root, "description"),
            Properties = root.EnumerateObject()
                .Where(p => !OwnProperties.Contains(p.Name) && !p.Name.StartsWith("zenset:", StringComparison.Ordinal))
                .ToImmutableSortedDictionary(p => p.Name, p => Node(p.Value), StringComparer.Ordinal),
        },
        Findings = root.TryGetProperty("zenset:findings", out var findings) ? [.. findings.EnumerateArray().Select(ReadFinding)] : [],
    };

    private static Resource ReadResource(JsonElement resource)
    {
        var schema = resource.GetProperty("schema");
        var written = schema.GetProperty("fields").EnumerateArray().ToList();
        var statistics = written.Where(f => f.TryGetProperty("zenset:statistics", out _))
            .Select(f => new FieldStatistics(f.GetProperty("zenset:statistics").GetProperty("missing").GetInt64()))
            .ToImmutableArray();
        return new Resource
        {
            Name = Text(resource, "name"),
            Folder = Text(resource, "zenset:folder"),
            Fields = ReadFields(written),
            Parts = [.. resource.GetProperty("zenset:parts").EnumerateArray().Select(ReadPart)],
            Statistics = statistics.Length == written.Count ? statistics : [],
            PrimaryKey = schema.TryGetProperty("primaryKey", out var primaryKey) ? Names(primaryKey) : [],
            ForeignKeys = schema.TryGetProperty("foreignKeys", out var foreignKeys) ? [.. foreignKeys.EnumerateArray().Select(ReadForeignKey)] : [],
            Provenance = resource.TryGetProperty("zenset:provenance", out var provenance)
                ? new Provenance(Text(provenance, "format"), Text(provenance, "source"), Texts(provenance, "options"))
                : null,
            SourceMetadata = Texts(resource, "zenset:sourceMetadata"),
        };
    }

    /// <summary>The fields that <see cref="WriteFields"/> wrote, or null when the text is no such thing.</summary>
    public static ImmutableArray<Field>? TryReadFields(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Array ? ReadFields([.. document.RootElement.EnumerateArray()]) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ImmutableArray<Field> ReadFields(List<JsonElement> written)
    {
        var fields = written.Select(f => WithBlock(ReadField(f), f)).ToImmutableArray();
        // The manifest has the last word on the names in the parts, should the rule that makes them ever change.
        var columns = StoredColumn.For(fields);
        return [.. fields.Select((field, i) =>
        {
            var column = OptionalText(written[i], "zenset:column") ?? field.Name;
            return column == columns[i].Name ? field : field with { Column = column };
        })];
    }

    private static Field ReadField(JsonElement field) => new()
    {
        Name = Text(field, "name"),
        Type = FieldTypeText.Parse(Text(field, "zenset:type")),
        Categories = ReadCategories(field, "") ?? ReadCategories(field, "zenset:"),
        Role = ParseRole(OptionalText(field, "zenset:role")),
        SourceFormat = OptionalText(field, "zenset:sourceFormat"),
        Description = OptionalText(field, "description"),
    };

    // As with names: the manifest has the last word on how long vectors stand in the parts.
    private static Field WithBlock(Field field, JsonElement written)
    {
        var block = written.TryGetProperty("zenset:block", out var length) ? length.GetInt32() : 0;
        if (block < 0 || block > 0 && field.Type.Length / block > MostBlocks) throw new FormatException("zenset:block is a number of positions, and not a small one");
        return block == StoredBlock.LengthFor(field.Type) ? field : field with { Block = block };
    }

    private static Categories? ReadCategories(JsonElement field, string prefix) =>
        field.TryGetProperty(prefix + "categories", out var values)
            ? new Categories(Names(values), field.TryGetProperty(prefix + "categoriesOrdered", out var ordered) && ordered.GetBoolean())
            : null;

    private static Part ReadPart(JsonElement part)
    {
        var sha256 = Text(part, "sha256");
        if (sha256.Length != DigitCount || !sha256.All(char.IsAsciiHexDigitLower)) throw new FormatException("a part has no SHA-256");
        var path = Text(part, "path");
        var stem = path[(path.LastIndexOf('/') + 1)..].Replace(".parquet", "", StringComparison.Ordinal);
        var copy = stem.Length == "part-".Length + DigitCount ? 0 : int.Parse(stem.AsSpan("part-".Length + DigitCount + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return new Part(sha256, part.GetProperty("bytes").GetInt64(), part.GetProperty("rows").GetInt64(), Text(part, "chunkHashes")) { Copy = copy };
    }

    private static ForeignKey ReadForeignKey(JsonElement key)
    {
        var reference = key.GetProperty("reference");
        return new ForeignKey(Names(key.GetProperty("fields")), OptionalText(reference, "resource") ?? "", Names(reference.GetProperty("fields")));
    }

    private static Finding ReadFinding(JsonElement finding) => new()
    {
        Code = Text(finding, "code"),
        Severity = ParseSeverity(Text(finding, "severity")),
        Message = Text(finding, "message"),
        Resource = OptionalText(finding, "resource"),
        Field = OptionalText(finding, "field"),
        Row = finding.TryGetProperty("row", out var row) ? row.GetInt64() : null,
        Value = OptionalText(finding, "value"),
        Fix = OptionalText(finding, "fix"),
        Count = finding.GetProperty("count").GetInt64(),
    };

    private static FieldRole ParseRole(string? text)
    {
        foreach (var role in Enum.GetValues<FieldRole>())
        {
            if (RoleText(role) == text) return role;
        }
        throw new FormatException($"'{Quoting.Shorten(text!)}' is no field role");
    }

    private static Severity ParseSeverity(string text)
    {
        foreach (var severity in Enum.GetValues<Severity>())
        {
            if (SeverityText(severity) == text) return severity;
        }
        throw new FormatException($"'{Quoting.Shorten(text)}' is no severity");
    }

    private static string Text(JsonElement parent, string name) =>
        parent.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null");

    private static string? OptionalText(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static ImmutableArray<string> Names(JsonElement array) =>
        [.. array.EnumerateArray().Select(v => v.GetString() ?? throw new FormatException("a name is null"))];

    private static ImmutableSortedDictionary<string, string> Texts(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var texts)
            ? texts.EnumerateObject().ToImmutableSortedDictionary(t => t.Name, t => t.Value.GetString() ?? "", StringComparer.Ordinal)
            : ImmutableSortedDictionary<string, string>.Empty;

    // A JSON null reads as null, which is written as null again.
    private static JsonNode Node(JsonElement value) => JsonNode.Parse(value.GetRawText())!;
}
