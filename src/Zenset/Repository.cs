using System.Runtime.CompilerServices;
using Zenset.Commit;
using Zenset.History;
using Zenset.Model;
using Zenset.Storage;

namespace Zenset;

/// <summary>A folder or bucket that holds datasets. Safe from several threads and processes; holds no state of its own.</summary>
public sealed partial class Repository
{
    private readonly TimeProvider _time;
    private readonly VersionCatalog _catalog;
    private readonly RepositoryMarker _marker;

    private Repository(IObjectStore store, TimeProvider time)
    {
        Store = store;
        _time = time;
        _catalog = new VersionCatalog(store);
        _marker = new RepositoryMarker(store);
    }

    /// <summary>Where its objects are.</summary>
    public IObjectStore Store { get; }

    /// <summary>The repository in <paramref name="store"/>; nothing is read or written yet, and there need not be anything.</summary>
    public static Repository Open(IObjectStore store, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new Repository(store, time ?? TimeProvider.System);
    }

    /// <summary>The repository in a local folder, which the first commit makes.</summary>
    public static Repository OpenFolder(string path, TimeProvider? time = null) => Open(new FileSystemStore(path, time), time);

    /// <summary>Every dataset with its latest version, by name.</summary>
    public async IAsyncEnumerable<DatasetSummary> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await _marker.CheckAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var dataset in _catalog.FindDatasetsAsync(cancellationToken).ConfigureAwait(false))
        {
            var versions = await _catalog.FindVersionsAsync(dataset, cancellationToken).ConfigureAwait(false);
            if (versions.Count > 0) yield return await SummariseAsync(dataset, versions[^1], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The manifest of a version.</summary>
    /// <exception cref="NotFoundException">There is no such dataset, version or tag; near ones are named.</exception>
    /// <exception cref="IntegrityException">Its manifest is damaged.</exception>
    public async ValueTask<Manifest> GetAsync(VersionRef version, CancellationToken cancellationToken = default)
    {
        await _marker.CheckAsync(cancellationToken).ConfigureAwait(false);
        return (await _catalog.ReadAsync(version, cancellationToken).ConfigureAwait(false)).Manifest;
    }

    /// <summary>The versions of a dataset, newest first. Each is checked against the hash that its successor keeps of it.</summary>
    /// <exception cref="NotFoundException">There is no such dataset.</exception>
    /// <exception cref="IntegrityException">A manifest is damaged or missing, or is not the one that its successor was made on.</exception>
    public IAsyncEnumerable<LogEntry> LogAsync(DatasetName dataset, CancellationToken cancellationToken = default) =>
        VersionLog.ReadAsync(Store, _catalog, _marker, dataset, cancellationToken);

    /// <summary>Begins a commit on top of the latest version of <paramref name="dataset"/>, or of its first version.</summary>
    /// <exception cref="NotFoundException"><c>name/taken</c>: the name is that of an owner, or its owner's that of a dataset.</exception>
    /// <exception cref="StorageException">The repository cannot be written.</exception>
    public async ValueTask<CommitSession> BeginCommitAsync(DatasetName dataset, CancellationToken cancellationToken = default)
    {
        await _marker.PutAsync(cancellationToken).ConfigureAwait(false);
        return await CommitSession.BeginAsync(Store, _catalog, _time, dataset, cancellationToken).ConfigureAwait(false);
    }

    // One damaged manifest does not hide the other datasets.
    private async ValueTask<DatasetSummary> SummariseAsync(DatasetName dataset, int version, CancellationToken cancellationToken)
    {
        try
        {
            var found = await _catalog.ReadAsync(new VersionRef(dataset, version), cancellationToken).ConfigureAwait(false);
            var manifest = found.Manifest;
            return new DatasetSummary(dataset, version, manifest.Rows, manifest.Bytes, manifest.Created, manifest.Description.Title, null);
        }
        catch (IntegrityException e)
        {
            return new DatasetSummary(dataset, version, 0, 0, default, null, e.Message);
        }
    }
}
