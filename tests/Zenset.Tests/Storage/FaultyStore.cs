using Zenset.Storage;

namespace Zenset.Tests.Storage;

/// <summary>A store that stops working at its n-th change, as if the process had died there: this change and all later ones fail.</summary>
internal sealed class FaultyStore(IObjectStore inner, int failAt) : IObjectStore
{
    private int _changes;

    public int Changes => _changes;

    public string Location => inner.Location;
    public string StagingFolder => inner.StagingFolder;

    public ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken = default)
    {
        Count();
        return inner.PutFileAsync(key, localPath, cancellationToken);
    }

    public ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        Count();
        return inner.PutAsync(key, content, cancellationToken);
    }

    public ValueTask<bool> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        Count();
        return inner.PutIfAbsentAsync(key, content, cancellationToken);
    }

    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        Count();
        return inner.DeleteAsync(key, cancellationToken);
    }

    public ValueTask<bool> DeleteOlderAsync(string key, DateTimeOffset limit, CancellationToken cancellationToken = default)
    {
        Count();
        return inner.DeleteOlderAsync(key, limit, cancellationToken);
    }

    public ValueTask<byte[]?> TryGetAsync(string key, CancellationToken cancellationToken = default) => inner.TryGetAsync(key, cancellationToken);

    public ValueTask<Stream> OpenReadAsync(string key, long offset = 0, long? length = null, CancellationToken cancellationToken = default) =>
        inner.OpenReadAsync(key, offset, length, cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, cancellationToken);

    public IAsyncEnumerable<FolderEntry> ListFolderAsync(string folder, CancellationToken cancellationToken = default) => inner.ListFolderAsync(folder, cancellationToken);

    public string? LocalPath(string key) => inner.LocalPath(key);

    private void Count()
    {
        if (++_changes >= failAt) throw new StorageException(CoreErrors.StorageFailed, $"change {_changes} failed, as asked");
    }
}
