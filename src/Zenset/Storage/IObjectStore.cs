namespace Zenset.Storage;

/// <summary>One stored object.</summary>
/// <param name="Key">Key below the repository, with <c>/</c> between segments.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="Modified">When it was last written.</param>
public readonly record struct StoredObject(string Key, long Bytes, DateTimeOffset Modified);

/// <summary>Something directly inside a folder: an object, or a folder that holds objects.</summary>
/// <param name="Key">Key below the repository; a folder's ends in <c>/</c>.</param>
/// <param name="IsFolder">It is a folder.</param>
public readonly record struct FolderEntry(string Key, bool IsFolder);

/// <summary>
/// Where a repository's objects are: a folder, or a bucket. Keys are relative, of ASCII letters, digits and <c>._-</c>, with <c>/</c>
/// between segments; no segment begins with a dot, so none ever climbs (<see cref="ObjectKey"/>). Safe from several threads and
/// processes.
/// </summary>
/// <remarks>
/// What every store promises: an object appears whole or not at all; once a put returns, it survives a crash of the machine; a list
/// that begins after a put returned shows the object. Retries: every operation but <see cref="PutIfAbsentAsync"/> can be repeated
/// without harm, and a store repeats transient failures itself. A <see cref="PutIfAbsentAsync"/> whose answer was lost is settled by
/// reading the object back and comparing. Failures are <see cref="StorageException"/>; a key of another form is
/// <see cref="ArgumentException"/>.
/// </remarks>
public interface IObjectStore
{
    /// <summary>The store as a user names it: a path, or <c>s3://bucket/prefix</c>.</summary>
    string Location { get; }

    /// <summary>
    /// A local folder in which to write files that <see cref="PutFileAsync"/> then takes; on the same volume where the store is a
    /// folder. May not be there before the first write. <c>gc</c> clears what dead processes left in it.
    /// </summary>
    string StagingFolder { get; }

    /// <summary>
    /// Stores a local file under <paramref name="key"/>; the file is consumed. An object of that key is replaced (which mends it, if
    /// it was damaged) or, where the store knows its bytes to be equal, only gets a new <see cref="StoredObject.Modified"/>: either
    /// way the grace period of <c>gc</c> begins anew.
    /// </summary>
    ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken = default);

    /// <summary>Stores bytes under <paramref name="key"/>, over an object that was there.</summary>
    ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Stores bytes under <paramref name="key"/> only if there is no such object: exactly one of several callers gets true.</summary>
    ValueTask<bool> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>All bytes of a small object, or null when there is none.</summary>
    ValueTask<byte[]?> TryGetAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// A stream of <paramref name="length"/> bytes (null: to the end) from <paramref name="offset"/>; fewer when the object ends before.
    /// The caller disposes it.
    /// </summary>
    /// <exception cref="NotFoundException">There is no such object.</exception>
    ValueTask<Stream> OpenReadAsync(string key, long offset = 0, long? length = null, CancellationToken cancellationToken = default);

    /// <summary>Objects whose key begins with <paramref name="prefix"/>, in ordinal order of their keys.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>
    /// What is directly in <paramref name="folder"/> (a key that ends in <c>/</c>; empty: the repository), in ordinal order: cheap
    /// however many objects lie deeper. A folder may turn out to hold no object. None there: nothing.
    /// </summary>
    IAsyncEnumerable<FolderEntry> ListFolderAsync(string folder, CancellationToken cancellationToken = default);

    /// <summary>Removes an object; none there is fine.</summary>
    ValueTask DeleteAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes an object unless it was written at or after <paramref name="limit"/>; true when it is gone. What <c>gc</c> uses, so that an
    /// orphan which a running import has just stored again is left alone.
    /// </summary>
    ValueTask<bool> DeleteOlderAsync(string key, DateTimeOffset limit, CancellationToken cancellationToken = default);

    /// <summary>The local file that holds the object, for a reader that maps files, or null where there is none.</summary>
    string? LocalPath(string key);
}
