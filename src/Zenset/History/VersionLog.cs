using System.Runtime.CompilerServices;
using Zenset.Model;
using Zenset.Storage;

namespace Zenset.History;

/// <summary>A version in the log of a dataset.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="ManifestSha256">SHA-256 of the manifest's bytes, hexadecimal, lower case.</param>
/// <param name="Tags">Its tags, by name.</param>
public sealed record LogEntry(Manifest Manifest, string ManifestSha256, IReadOnlyList<string> Tags);

/// <summary>Reads a dataset's versions back to the first and checks the chain of hashes on the way.</summary>
internal static class VersionLog
{
    public static async IAsyncEnumerable<LogEntry> ReadAsync(
        IObjectStore store, VersionCatalog catalog, RepositoryMarker marker, DatasetName dataset,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await marker.CheckAsync(cancellationToken).ConfigureAwait(false);
        var versions = await catalog.FindVersionsAsync(dataset, cancellationToken).ConfigureAwait(false);
        if (versions.Count == 0)
            throw await catalog.DescribeAbsentAsync(new VersionRef(dataset), cancellationToken).ConfigureAwait(false);
        var tags = new List<Tag>();
        await foreach (var tag in Tags.ListAsync(store, dataset, cancellationToken).ConfigureAwait(false)) tags.Add(tag);

        var next = await catalog.TryReadAsync(dataset, versions[^1], cancellationToken).ConfigureAwait(false);
        while (next is { } current)
        {
            var parent = current.Manifest.Parent;
            next = parent is null ? null : await catalog.TryReadAsync(dataset, parent.Version, cancellationToken).ConfigureAwait(false);
            if (FindBreak(current.Manifest, next) is { } problem)
                throw new IntegrityException(CoreErrors.BadManifest, problem, "Restore the missing or changed manifest from a backup or another copy of the repository.");
            yield return new LogEntry(
                current.Manifest, current.Sha256, [.. tags.Where(t => t.Version == current.Manifest.Version).Select(t => t.Name)]);
        }
    }

    /// <summary>What is wrong between a version and the one it says it was made on; null when nothing is.</summary>
    /// <param name="manifest">The version.</param>
    /// <param name="before">The manifest of its parent, if it has one and it is there.</param>
    public static string? FindBreak(Manifest manifest, StoredManifest? before)
    {
        var name = $"{manifest.Dataset}@{manifest.Version}";
        return manifest.Parent switch
        {
            null when manifest.Version == 1 => null,
            null => $"{name} does not say which version it was made on",
            { } parent when parent.Version != manifest.Version - 1 => $"{name} says that it was made on version {parent.Version}",
            { } parent when before is null => $"the manifest of {manifest.Dataset}@{parent.Version}, on which {name} was made, is missing",
            { } parent when before.Sha256 != parent.ManifestSha256 => $"the manifest of {manifest.Dataset}@{parent.Version} is not the one on which {name} was made",
            _ => null,
        };
    }
}
