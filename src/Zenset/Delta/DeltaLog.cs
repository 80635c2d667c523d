using Zenset.History;
using Zenset.Model;
using Zenset.Storage;

namespace Zenset.Delta;

/// <summary>
/// Keeps the Delta log of a resource in step with the manifests. The log has one commit for each version that has the resource, numbered
/// from 0 without gaps: commit N is the (N+1)th such version. Where every version has the resource, Delta's version is ours less one.
/// </summary>
internal static class DeltaLog
{
    /// <summary>
    /// Writes the commits that are missing. Does nothing when there are none; writes the log anew when it stands for manifests that are
    /// not there (a dataset was removed and made again). Can be run by several at once, since all write the same bytes.
    /// </summary>
    public static async ValueTask<DeltaLogState> CompleteAsync(
        IObjectStore store, VersionCatalog catalog, DatasetName dataset, string folder, CancellationToken cancellationToken)
    {
        var (written, beyondGap) = await FindCommitsAsync(store, dataset, folder, cancellationToken).ConfigureAwait(false);
        var versions = await catalog.FindVersionsAsync(dataset, cancellationToken).ConfigureAwait(false);
        var last = await ReadLastAsync(store, catalog, dataset, folder, written, cancellationToken).ConfigureAwait(false);
        if (last.IsForeign) return DeltaLogState.Foreign;

        var number = last.Manifest is null ? 0 : written;
        var before = last.Manifest?.Manifest.Resources.FirstOrDefault(r => r.Folder == folder);
        DeltaTable? table = null;
        foreach (var version in versions.Where(v => v > (last.Manifest?.Manifest.Version ?? 0)))
        {
            if (await catalog.TryReadAsync(dataset, version, cancellationToken).ConfigureAwait(false) is not { } manifest) continue;
            if (manifest.Manifest.Resources.FirstOrDefault(r => r.Folder == folder) is not { } resource) continue;
            table ??= number == 0
                ? DeltaTable.BeginningWith(manifest, folder)
                : await ReadTableAsync(store, catalog, dataset, folder, cancellationToken).ConfigureAwait(false);
            var commit = DeltaCommit.Write(number, manifest, resource, before, table);
            if (!await PutAsync(store, RepositoryKeys.DeltaCommit(dataset, folder, number), commit, cancellationToken).ConfigureAwait(false))
                return DeltaLogState.Foreign;
            number++;
            before = resource;
        }
        for (var stale = number; stale < written; stale++)
            await store.DeleteAsync(RepositoryKeys.DeltaCommit(dataset, folder, stale), cancellationToken).ConfigureAwait(false);
        foreach (var key in beyondGap.Where(k => string.CompareOrdinal(k, RepositoryKeys.DeltaCommit(dataset, folder, number)) >= 0))
            await store.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
        return DeltaLogState.Complete;
    }

    // The number of commits from 0 without a gap, and the keys of those after one: what a removal that was broken off leaves.
    private static async ValueTask<(long Count, IReadOnlyList<string> BeyondGap)> FindCommitsAsync(
        IObjectStore store, DatasetName dataset, string folder, CancellationToken cancellationToken)
    {
        var count = 0L;
        var beyondGap = new List<string>();
        await foreach (var entry in store.ListFolderAsync(RepositoryKeys.DeltaLog(dataset, folder), cancellationToken).ConfigureAwait(false))
        {
            if (entry.Key == RepositoryKeys.DeltaCommit(dataset, folder, count)) count++;
            else if (RepositoryKeys.IsDeltaCommit(entry.Key)) beyondGap.Add(entry.Key);
        }
        return (count, beyondGap);
    }

    // The manifest that the last commit stands for; none when there is no commit, or when it stands for a manifest that is not there.
    private static async ValueTask<(StoredManifest? Manifest, bool IsForeign)> ReadLastAsync(
        IObjectStore store, VersionCatalog catalog, DatasetName dataset, string folder, long written, CancellationToken cancellationToken)
    {
        if (written == 0) return (null, false);
        var commit = await store.TryGetAsync(RepositoryKeys.DeltaCommit(dataset, folder, written - 1), cancellationToken).ConfigureAwait(false);
        if (commit is null) return (null, false);
        if (DeltaCommit.TryReadOrigin(commit) is not { } origin) return (null, true);
        var manifest = await catalog.TryReadAsync(dataset, origin.Version, cancellationToken).ConfigureAwait(false);
        return (manifest?.Sha256 == origin.ManifestSha256 ? manifest : null, false);
    }

    private static async ValueTask<DeltaTable> ReadTableAsync(
        IObjectStore store, VersionCatalog catalog, DatasetName dataset, string folder, CancellationToken cancellationToken)
    {
        var first = await store.TryGetAsync(RepositoryKeys.DeltaCommit(dataset, folder, 0), cancellationToken).ConfigureAwait(false);
        var origin = first is null ? null : DeltaCommit.TryReadOrigin(first);
        var manifest = origin is { } found ? await catalog.TryReadAsync(dataset, found.Version, cancellationToken).ConfigureAwait(false) : null;
        return manifest is null
            ? throw new IntegrityException(
                CoreErrors.Damaged, $"the Delta log {RepositoryKeys.DeltaLog(dataset, folder)} does not begin with a version of {dataset}",
                "Delete the folder; the next commit writes it anew.")
            : DeltaTable.BeginningWith(manifest, folder);
    }

    // False when another program has taken the number.
    private static async ValueTask<bool> PutAsync(IObjectStore store, string key, byte[] commit, CancellationToken cancellationToken)
    {
        if (await store.PutIfAbsentAsync(key, commit, cancellationToken).ConfigureAwait(false)) return true;
        var there = await store.TryGetAsync(key, cancellationToken).ConfigureAwait(false);
        if (there is not null && there.AsSpan().SequenceEqual(commit)) return true;
        if (there is not null && DeltaCommit.TryReadOrigin(there) is null) return false;
        await store.PutAsync(key, commit, cancellationToken).ConfigureAwait(false);
        return true;
    }
}

/// <summary>How a Delta log stands.</summary>
internal enum DeltaLogState
{
    /// <summary>It says what the manifests say.</summary>
    Complete,
    /// <summary>Another program has committed to it; it is left as it is.</summary>
    Foreign,
}
