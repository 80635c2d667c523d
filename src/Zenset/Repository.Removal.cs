using Zenset.Commit;
using Zenset.Delta;
using Zenset.History;
using Zenset.Model;
using Zenset.Storage;

namespace Zenset;

public sealed partial class Repository
{
    /// <summary>Grace of <see cref="GcAsync"/> unless another is given: far longer than any import between its first part and its manifest.</summary>
    public static TimeSpan DefaultGrace { get; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Removes a dataset with all its versions: the manifests, newest first, then tags, Delta logs and parts. If it is broken off, the
    /// versions that are still there are whole, and running it again, or <see cref="GcAsync"/>, takes the rest.
    /// </summary>
    /// <exception cref="NotFoundException">There is no such dataset.</exception>
    public async ValueTask<RemovalResult> RemoveAsync(DatasetName dataset, CancellationToken cancellationToken = default)
    {
        await _marker.CheckAsync(cancellationToken).ConfigureAwait(false);
        var began = _time.GetUtcNow();
        var versions = await _catalog.FindVersionsAsync(dataset, cancellationToken).ConfigureAwait(false);
        if (versions.Count == 0) throw await _catalog.DescribeAbsentAsync(new VersionRef(dataset), cancellationToken).ConfigureAwait(false);

        var removed = 0;
        // Again until there is none: a commit may have come in between.
        while (versions.Count > 0)
        {
            foreach (var version in versions.Reverse())
            {
                await Store.DeleteAsync(RepositoryKeys.Manifest(dataset, version), cancellationToken).ConfigureAwait(false);
                removed++;
            }
            versions = await _catalog.FindVersionsAsync(dataset, cancellationToken).ConfigureAwait(false);
        }
        var (objects, bytes) = (0L, 0L);
        foreach (var item in await FindRemainsAsync(dataset, cancellationToken).ConfigureAwait(false))
        {
            if (!await Store.DeleteOlderAsync(item.Key, began, cancellationToken).ConfigureAwait(false)) continue;
            objects++;
            bytes += item.Bytes;
        }
        return new RemovalResult(removed, objects, bytes);
    }

    /// <summary>
    /// Collects what no version needs: parts that no manifest names and that were stored longer than <paramref name="grace"/> ago, what
    /// removed datasets left behind, and the staging files of dead processes. Completes Delta logs that a crash left behind.
    /// </summary>
    /// <param name="dryRun">Only tell.</param>
    /// <param name="grace">Age under which an orphan may belong to an import that is still running; null: <see cref="DefaultGrace"/>.</param>
    /// <param name="cancellationToken">Checked between objects.</param>
    /// <exception cref="IntegrityException">A manifest cannot be read, so it is not known which parts it needs: nothing is removed.</exception>
    public async ValueTask<GcResult> GcAsync(bool dryRun = false, TimeSpan? grace = null, CancellationToken cancellationToken = default)
    {
        await _marker.CheckAsync(cancellationToken).ConfigureAwait(false);
        var limit = _time.GetUtcNow() - (grace ?? DefaultGrace);
        var abandoned = StagingArea.FindAbandoned(Store.StagingFolder, limit).ToList();
        var orphans = await OrphanSearch.FindAsync(Store, _catalog, limit, cancellationToken).ConfigureAwait(false);

        var (objects, bytes) = (0L, 0L);
        foreach (var orphan in orphans.Objects)
        {
            if (!dryRun && !await Store.DeleteOlderAsync(orphan.Key, limit, cancellationToken).ConfigureAwait(false)) continue;
            objects++;
            bytes += orphan.Bytes;
        }
        foreach (var path in abandoned)
        {
            bytes += StagingArea.SizeOf(path);
            if (!dryRun) StagingArea.Remove(path);
        }
        if (!dryRun)
        {
            foreach (var (dataset, folder) in orphans.Tables)
                await DeltaLog.CompleteAsync(Store, _catalog, dataset, folder, cancellationToken).ConfigureAwait(false);
        }
        return new GcResult(objects, abandoned.Count, bytes);
    }

    // Everything of a dataset without manifests, except the datasets of an owner of the same name, which have manifests of their own.
    private async ValueTask<List<StoredObject>> FindRemainsAsync(DatasetName dataset, CancellationToken cancellationToken)
    {
        var remains = new List<StoredObject>();
        await foreach (var item in Store.ListAsync(RepositoryKeys.Folder(dataset), cancellationToken).ConfigureAwait(false))
        {
            var inside = item.Key[RepositoryKeys.Folder(dataset).Length..];
            if (inside.StartsWith("tags/", StringComparison.Ordinal) || OrphanSearch.IsOfTable(inside)) remains.Add(item);
        }
        return remains;
    }
}
