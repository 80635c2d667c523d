using System.Collections.Immutable;
using System.Globalization;
using Zenset.Delta;
using Zenset.History;
using Zenset.Integrity;
using Zenset.Model;
using Zenset.Storage;

namespace Zenset.Commit;

/// <summary>
/// One commit on top of the version that was the latest when it began: stage parts, seal them, commit the manifest. Parts may be
/// staged and sealed from several threads. Disposing it without a commit removes what was staged; sealed parts stay as orphans, which
/// <c>gc</c> collects.
/// </summary>
public sealed class CommitSession : IAsyncDisposable
{
    private readonly IObjectStore _store;
    private readonly VersionCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly StagingArea _staging;
    private readonly StoredManifest? _base;
    private int _staged;

    private CommitSession(IObjectStore store, VersionCatalog catalog, TimeProvider time, StagingArea staging, DatasetName dataset, StoredManifest? latest)
    {
        _store = store;
        _catalog = catalog;
        _time = time;
        _staging = staging;
        _base = latest;
        Dataset = dataset;
    }

    /// <summary>The dataset.</summary>
    public DatasetName Dataset { get; }

    /// <summary>The version that this commit is made on top of; null when it is the first.</summary>
    public Manifest? Base => _base?.Manifest;

    /// <summary>The number of the version that this commit makes.</summary>
    public int Version => (Base?.Version ?? 0) + 1;

    /// <summary>A folder on the store's volume for other files of this commit; removed with it.</summary>
    public string StagingFolder => _staging.Folder;

    internal static async ValueTask<CommitSession> BeginAsync(
        IObjectStore store, VersionCatalog catalog, TimeProvider time, DatasetName dataset, CancellationToken cancellationToken)
    {
        var versions = await catalog.FindVersionsAsync(dataset, cancellationToken).ConfigureAwait(false);
        if (versions.Count == 0) await catalog.CheckNameIsFreeAsync(dataset, cancellationToken).ConfigureAwait(false);
        var latest = versions.Count == 0 ? null : await catalog.TryReadAsync(dataset, versions[^1], cancellationToken).ConfigureAwait(false);
        return new CommitSession(store, catalog, time, StagingArea.Make(store, time), dataset, latest);
    }

    /// <summary>A fresh path at which to write a part; pass it to <see cref="SealPartAsync"/> when it is whole.</summary>
    public string StagePart() =>
        Path.Combine(_staging.Folder, string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _staged):D6}.parquet"));

    /// <summary>
    /// Hashes a staged part, flushes it to disk and stores it under the name that its content gives it. The staged file is consumed.
    /// Reads it once, on the calling thread.
    /// </summary>
    /// <param name="stagedPath">Where the part was written.</param>
    /// <param name="resourceFolder"><see cref="Resource.Folder"/> of the resource that it belongs to.</param>
    /// <param name="rows">Its number of rows.</param>
    /// <param name="cancellationToken">Checked for every chunk.</param>
    public async ValueTask<Part> SealPartAsync(string stagedPath, string resourceFolder, long rows, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        CheckFolder(resourceFolder);
        Part part;
        try
        {
            part = PartHasher.HashFile(stagedPath, rows, cancellationToken);
        }
        catch (Exception e) when (StorageFailure.IsFailure(e))
        {
            throw StorageFailure.From(e, "cannot read a part that was just written", _store.Location);
        }
        await _store.PutFileAsync(RepositoryKeys.Part(Dataset, resourceFolder, part), stagedPath, cancellationToken).ConfigureAwait(false);
        return part;
    }

    /// <summary>
    /// Commits: <see cref="Manifest.Version"/>, <see cref="Manifest.Parent"/> and <see cref="Manifest.Created"/> of the draft are filled
    /// in. When this returns, the version survives a crash; when it throws, there is no such version.
    /// </summary>
    /// <param name="draft">What the version is to be; its parts are sealed, or those of versions before.</param>
    /// <param name="cancellationToken">Heeded until the manifest is written.</param>
    /// <exception cref="VersionConflictException">Somebody else committed since this session began.</exception>
    /// <exception cref="IntegrityException">A part that the draft names is not stored.</exception>
    public async ValueTask<Manifest> CommitAsync(Manifest draft, CancellationToken cancellationToken = default)
    {
        CheckDraft(draft);
        var now = _time.GetUtcNow();
        var manifest = draft with
        {
            Version = Version,
            Parent = _base is null ? null : new ParentLink(_base.Manifest.Version, _base.Sha256),
            // The manifest keeps milliseconds.
            Created = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero),
            Resources = [.. draft.Resources.Select(NumberCopies)],
        };
        foreach (var resource in manifest.Resources) await CheckPartsAsync(resource, cancellationToken).ConfigureAwait(false);

        cancellationToken.ThrowIfCancellationRequested();
        var key = RepositoryKeys.Manifest(Dataset, manifest.Version);
        // From here on the token is not passed: after the put, "cancelled" would be a lie.
        if (!await _store.PutIfAbsentAsync(key, ManifestJson.Write(manifest), CancellationToken.None).ConfigureAwait(false))
            throw await DescribeConflictAsync().ConfigureAwait(false);
        await CheckBaseIsThereAsync(key).ConfigureAwait(false);
        await DeriveDeltaLogsAsync(manifest).ConfigureAwait(false);
        return manifest;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _staging.Dispose();
        return ValueTask.CompletedTask;
    }

    private void CheckDraft(Manifest draft)
    {
        if (draft.Dataset != Dataset)
            throw new ArgumentException($"The draft is of '{draft.Dataset}', the session of '{Dataset}': begin a session with BeginCommitAsync(draft.Dataset).", nameof(draft));
        if (draft.Resources.IsDefaultOrEmpty)
            throw new ArgumentException("A version has at least one resource.", nameof(draft));
        var names = new HashSet<string>(StringComparer.Ordinal);
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in draft.Resources)
        {
            CheckFolder(resource.Folder);
            if (!names.Add(resource.Name) || !folders.Add(resource.Folder))
                throw new ArgumentException($"Two resources are called '{Quoting.Shorten(resource.Name)}', or have the folder '{resource.Folder}'.", nameof(draft));
            if (resource.Fields.IsDefaultOrEmpty || resource.Parts.IsDefaultOrEmpty)
                throw new ArgumentException($"Resource '{Quoting.Shorten(resource.Name)}' needs a field and a part: a table without rows has one part of no rows.", nameof(draft));
        }
    }

    private static void CheckFolder(string folder)
    {
        if (!RepositoryKeys.IsResourceFolder(folder))
            throw new ArgumentException($"'{Quoting.Shorten(folder)}' is no folder for a resource: ASCII letters, digits, '.', '_' and '-', beginning with a letter or digit, and not 'tags'.", nameof(folder));
    }

    // Equal parts of one resource need names of their own, since a Delta log may name a file only once.
    private static Resource NumberCopies(Resource resource)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return resource with
        {
            Parts = [.. resource.Parts.Select(part =>
            {
                var copy = seen.GetValueOrDefault(part.Sha256);
                seen[part.Sha256] = copy + 1;
                return part.Copy == copy ? part : part with { Copy = copy };
            })],
        };
    }

    // The last moment to notice that a part is gone, such as an orphan that gc took because this import lasted longer than its grace.
    private async ValueTask CheckPartsAsync(Resource resource, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var item in _store.ListAsync(RepositoryKeys.Table(Dataset, resource.Folder) + "part-", cancellationToken).ConfigureAwait(false))
            stored[item.Key] = item.Bytes;
        foreach (var part in resource.Parts)
        {
            var key = RepositoryKeys.Part(Dataset, resource.Folder, part);
            if (part.Copy > 0 && !stored.ContainsKey(key)) await PutCopyAsync(resource, part, cancellationToken).ConfigureAwait(false);
            else if (!stored.TryGetValue(key, out var bytes) || bytes != part.Bytes)
            {
                throw new IntegrityException(
                    CoreErrors.Damaged, $"the part {key} is not stored as it should be, so {Dataset}@{Version} was not committed",
                    "Run the command again.");
            }
        }
    }

    private async ValueTask PutCopyAsync(Resource resource, Part part, CancellationToken cancellationToken)
    {
        var staged = StagePart();
        try
        {
            var source = await _store.OpenReadAsync(
                RepositoryKeys.Part(Dataset, resource.Folder, part with { Copy = 0 }), cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                var target = File.Create(staged);
                await using (target.ConfigureAwait(false)) await source.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (StorageFailure.IsFailure(e))
        {
            throw StorageFailure.From(e, "cannot copy a part", _store.Location);
        }
        await _store.PutFileAsync(RepositoryKeys.Part(Dataset, resource.Folder, part), staged, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<VersionConflictException> DescribeConflictAsync()
    {
        var versions = await _catalog.FindVersionsAsync(Dataset, CancellationToken.None).ConfigureAwait(false);
        var current = versions.Count == 0 ? Version : versions[^1];
        return new VersionConflictException(
            CoreErrors.VersionConflict, $"somebody else committed {Dataset}@{Version} first", Version, current,
            $"Nothing was lost or overwritten; run the command again to commit on top of {Dataset}@{current}.");
    }

    // If the dataset was removed meanwhile, this version would have no past. Removal looks again until it finds no manifest, so between
    // the two nothing is left over.
    private async ValueTask CheckBaseIsThereAsync(string key)
    {
        if (_base is null || await _store.TryGetAsync(RepositoryKeys.Manifest(Dataset, _base.Manifest.Version), CancellationToken.None).ConfigureAwait(false) is not null)
            return;
        await _store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
        throw new VersionConflictException(
            CoreErrors.VersionConflict, $"somebody removed {Dataset} while {Dataset}@{Version} was being made", Version, 0,
            "Run the command again to make it anew.");
    }

    private async ValueTask DeriveDeltaLogsAsync(Manifest manifest)
    {
        try
        {
            var before = Base?.Resources ?? ImmutableArray<Resource>.Empty;
            foreach (var folder in manifest.Resources.Concat(before).Select(r => r.Folder).Distinct(StringComparer.Ordinal))
                await DeltaLog.CompleteAsync(_store, _catalog, Dataset, folder, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ZensetException)
        {
            // The version is committed. The next commit, or gc, completes the log.
        }
    }
}
