using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Zenset.Model;
using Zenset.Storage;

namespace Zenset.History;

/// <summary>A name for a version.</summary>
/// <param name="Name">As it was written; matched without case.</param>
/// <param name="Version">The version it names.</param>
public sealed record Tag(string Name, int Version);

/// <summary>Tags as objects: <c>tags/&lt;tag&gt;.json</c>.</summary>
internal static class Tags
{
    private const string Suffix = ".json";

    public static async ValueTask<Tag?> TryReadAsync(IObjectStore store, DatasetName dataset, string name, CancellationToken cancellationToken)
    {
        var key = RepositoryKeys.Tag(dataset, name);
        var bytes = await store.TryGetAsync(key, cancellationToken).ConfigureAwait(false);
        return bytes is null ? null : Parse(bytes, key);
    }

    public static async IAsyncEnumerable<Tag> ListAsync(
        IObjectStore store, DatasetName dataset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in store.ListFolderAsync(RepositoryKeys.TagFolder(dataset), cancellationToken).ConfigureAwait(false))
        {
            if (entry.IsFolder || !entry.Key.EndsWith(Suffix, StringComparison.Ordinal)) continue;
            var bytes = await store.TryGetAsync(entry.Key, cancellationToken).ConfigureAwait(false);
            if (bytes is not null) yield return Parse(bytes, entry.Key);
        }
    }

    public static byte[] Write(Tag tag, DateTimeOffset created)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("tag", tag.Name);
            json.WriteNumber("version", tag.Version);
            json.WriteString("created", ManifestJson.FormatTime(created));
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static Tag Parse(byte[] bytes, string key)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            return new Tag(root.GetProperty("tag").GetString()!, root.GetProperty("version").GetInt32());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new IntegrityException(
                CoreErrors.Damaged, $"the tag {key} is damaged: {e.Message}", "Set it again: `zenset tag NAME@V TAG --force`.", e);
        }
    }
}
