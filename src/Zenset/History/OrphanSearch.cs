using Zenset.Model;
using Zenset.Storage;

namespace Zenset.History;

/// <summary>What no version needs.</summary>
/// <param name="Objects">Parts, and log files and tags of tables and datasets that are gone.</param>
/// <param name="Tables">The resource folders that are in use, with their datasets.</param>
internal sealed record Orphans(IReadOnlyList<StoredObject> Objects, IReadOnlyList<(DatasetName Dataset, string Folder)> Tables);

/// <summary>Finds orphans.</summary>
/// <remarks>
/// The order is what makes it safe beside running commits: (1) list the objects, (2) read the manifests. A part listed in (1) whose
/// commit came before (2) is seen as needed; one whose commit comes later was stored, or stored anew, within the grace period.
/// </remarks>
internal static class OrphanSearch
{
    public static async ValueTask<Orphans> FindAsync(IObjectStore store, VersionCatalog catalog, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        // (1)
        var candidates = new List<StoredObject>();
        await foreach (var item in store.ListAsync("", cancellationToken).ConfigureAwait(false))
        {
            if (item.Modified < limit && (IsOfTable(item.Key) || IsTag(item.Key))) candidates.Add(item);
        }
        // (2)
        var needed = new HashSet<string>(StringComparer.Ordinal);
        var tables = new List<(DatasetName, string)>();
        await foreach (var dataset in catalog.FindDatasetsAsync(cancellationToken).ConfigureAwait(false))
        {
            needed.Add(RepositoryKeys.TagFolder(dataset));
            foreach (var folder in await CollectNeededAsync(catalog, dataset, needed, cancellationToken).ConfigureAwait(false)) tables.Add((dataset, folder));
        }
        return new Orphans([.. candidates.Where(c => !needed.Contains(c.Key) && !needed.Contains(FolderOf(c.Key)))], tables);
    }

    /// <summary>The key is that of a part or of a file of a Delta log; nothing else in a table's folder is ours to remove.</summary>
    public static bool IsOfTable(string key) => RepositoryKeys.IsPart(key) || key.Contains("/_delta_log/", StringComparison.Ordinal);

    private static bool IsTag(string key) => key.Contains("/tags/", StringComparison.Ordinal) && key.EndsWith(".json", StringComparison.Ordinal);

    private static string FolderOf(string key) => key[..(key.LastIndexOf('/') + 1)];

    private static async ValueTask<IEnumerable<string>> CollectNeededAsync(
        VersionCatalog catalog, DatasetName dataset, HashSet<string> needed, CancellationToken cancellationToken)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var version in await catalog.FindVersionsAsync(dataset, cancellationToken).ConfigureAwait(false))
        {
            if (await catalog.TryReadAsync(dataset, version, cancellationToken).ConfigureAwait(false) is not { } stored) continue;
            foreach (var resource in stored.Manifest.Resources)
            {
                folders.Add(resource.Folder);
                needed.Add(RepositoryKeys.DeltaLog(dataset, resource.Folder));
                foreach (var part in resource.Parts) needed.Add(RepositoryKeys.Part(dataset, resource.Folder, part));
            }
        }
        return folders;
    }
}
