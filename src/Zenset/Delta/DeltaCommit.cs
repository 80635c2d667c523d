using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Zenset.History;
using Zenset.Model;

namespace Zenset.Delta;

/// <summary>One commit of a Delta log, made from a version and the one before that has the resource: always the same bytes.</summary>
/// <remarks>
/// Delta protocol, "Actions". Paths are the part's file name, of characters that need no percent-encoding. Statistics are the number
/// of rows alone: wrong bounds would hide rows, and the files have their own.
/// </remarks>
internal static class DeltaCommit
{
    // Foreign tools that clean up after a month would take old versions with them (delta.*RetentionDuration of the protocol's table properties).
    private const string Retention = "interval 3650 days";

    /// <summary>The lines of a commit.</summary>
    /// <param name="number">Its number in the log, from 0.</param>
    /// <param name="version">The version it stands for.</param>
    /// <param name="resource">The resource in that version.</param>
    /// <param name="before">The resource in the latest version before that has it; null for the first.</param>
    /// <param name="table">What stays the same for the table.</param>
    public static byte[] Write(long number, StoredManifest version, Resource resource, Resource? before, DeltaTable table)
    {
        var time = version.Manifest.Created.ToUnixTimeMilliseconds();
        var schema = DeltaSchema.Format(resource.Fields);
        var isLocal = DeltaSchema.HasLocalTimestamps(resource.Fields);
        var lines = new MemoryStream();

        var old = (before?.Parts ?? ImmutableArray<Part>.Empty).ToDictionary(p => p.FileName, StringComparer.Ordinal);
        var now = resource.Parts.Select(p => p.FileName).ToHashSet(StringComparer.Ordinal);
        var removed = old.Values.Where(p => !now.Contains(p.FileName)).ToList();
        WriteLine(lines, "commitInfo", json => WriteCommitInfo(json, number, version, time, removed.Count == 0));
        // A protocol is never taken back, so it is written when the table begins and when it first needs more.
        if (before is null || (isLocal && !DeltaSchema.HasLocalTimestamps(before.Fields))) WriteLine(lines, "protocol", json => WriteProtocol(json, isLocal));
        if (before is null || schema != DeltaSchema.Format(before.Fields)) WriteLine(lines, "metaData", json => WriteMetaData(json, resource, schema, table));
        foreach (var part in removed) WriteLine(lines, "remove", json => WriteRemove(json, part, time));
        foreach (var part in resource.Parts.Where(p => !old.ContainsKey(p.FileName))) WriteLine(lines, "add", json => WriteAdd(json, part, time));
        return lines.ToArray();
    }

    /// <summary>The version and the manifest that a commit stands for; null when another program wrote it.</summary>
    public static (int Version, string ManifestSha256)? TryReadOrigin(byte[] commit)
    {
        try
        {
            var end = Array.IndexOf(commit, (byte)'\n');
            using var document = JsonDocument.Parse(commit.AsMemory(0, end < 0 ? commit.Length : end));
            return document.RootElement.TryGetProperty("commitInfo", out var info)
                && info.TryGetProperty("zensetVersion", out var version) && info.TryGetProperty("zensetManifest", out var manifest)
                ? (version.GetInt32(), manifest.GetString() ?? "")
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void WriteLine(MemoryStream lines, string action, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(lines))
        {
            json.WriteStartObject();
            json.WriteStartObject(action);
            write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        lines.WriteByte((byte)'\n');
    }

    private static void WriteCommitInfo(Utf8JsonWriter json, long number, StoredManifest version, long time, bool isAppend)
    {
        json.WriteNumber("timestamp", time);
        json.WriteString("operation", number == 0 ? "CREATE TABLE AS SELECT" : "WRITE");
        json.WriteStartObject("operationParameters");
        if (number > 0) json.WriteString("mode", isAppend ? "Append" : "Overwrite");
        json.WriteEndObject();
        json.WriteBoolean("isBlindAppend", isAppend);
        // Without our own version number: a log that is rebuilt is to be the same.
        json.WriteString("engineInfo", "Zenset");
        if (version.Manifest.Message is { } message) json.WriteString("userMetadata", message);
        json.WriteNumber("zensetVersion", version.Manifest.Version);
        json.WriteString("zensetManifest", version.Sha256);
    }

    private static void WriteProtocol(Utf8JsonWriter json, bool isLocal)
    {
        json.WriteNumber("minReaderVersion", isLocal ? 3 : 1);
        json.WriteNumber("minWriterVersion", isLocal ? 7 : 2);
        if (!isLocal) return;
        foreach (var list in new[] { "readerFeatures", "writerFeatures" })
        {
            json.WriteStartArray(list);
            json.WriteStringValue("timestampNtz");
            json.WriteEndArray();
        }
    }

    private static void WriteMetaData(Utf8JsonWriter json, Resource resource, string schema, DeltaTable table)
    {
        json.WriteString("id", table.Id);
        json.WriteString("name", resource.Name);
        json.WriteStartObject("format");
        json.WriteString("provider", "parquet");
        json.WriteStartObject("options");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("schemaString", schema);
        json.WriteStartArray("partitionColumns");
        json.WriteEndArray();
        json.WriteStartObject("configuration");
        json.WriteString("delta.deletedFileRetentionDuration", Retention);
        json.WriteString("delta.logRetentionDuration", Retention);
        json.WriteEndObject();
        json.WriteNumber("createdTime", table.CreatedMilliseconds);
    }

    private static void WriteRemove(Utf8JsonWriter json, Part part, long time)
    {
        json.WriteString("path", part.FileName);
        json.WriteNumber("deletionTimestamp", time);
        json.WriteBoolean("dataChange", true);
        json.WriteBoolean("extendedFileMetadata", true);
        json.WriteStartObject("partitionValues");
        json.WriteEndObject();
        json.WriteNumber("size", part.Bytes);
    }

    private static void WriteAdd(Utf8JsonWriter json, Part part, long time)
    {
        json.WriteString("path", part.FileName);
        json.WriteStartObject("partitionValues");
        json.WriteEndObject();
        json.WriteNumber("size", part.Bytes);
        json.WriteNumber("modificationTime", time);
        json.WriteBoolean("dataChange", true);
        json.WriteString("stats", $$"""{"numRecords":{{part.Rows}}}""");
    }
}

/// <summary>What stays the same for a Delta table.</summary>
/// <param name="Id">GUID.</param>
/// <param name="CreatedMilliseconds">When it began, in milliseconds since 1970.</param>
internal sealed record DeltaTable(string Id, long CreatedMilliseconds)
{
    /// <summary>The table that begins with a version: its GUID is made from the manifest's hash, so that a rebuilt log has the same.</summary>
    public static DeltaTable BeginningWith(StoredManifest first, string folder)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{first.Sha256}/{folder}"));
        // Version 8, variant 1 (RFC 9562 §5.8): a GUID of bits of our own.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new DeltaTable(new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString(), first.Manifest.Created.ToUnixTimeMilliseconds());
    }
}
