namespace Zenset.Storage;

// Listing. What is not a valid segment (the staging folder, other people's files) is no object and is passed over.
public sealed partial class FileSystemStore
{
    /// <inheritdoc/>
    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        ObjectKey.CheckedPrefix(prefix);
        var folder = prefix[..(prefix.LastIndexOf('/') + 1)];
        return Walk(folder, prefix, cancellationToken).ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<FolderEntry> ListFolderAsync(string folder, CancellationToken cancellationToken = default)
    {
        ObjectKey.CheckedFolder(folder);
        return Entries(folder).Select(e => new FolderEntry(e.Key, e.Info is DirectoryInfo)).ToAsyncEnumerable();
    }

    private IEnumerable<StoredObject> Walk(string folder, string prefix, CancellationToken cancellationToken)
    {
        foreach (var (key, info) in Entries(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (info is DirectoryInfo)
            {
                if (!key.StartsWith(prefix, StringComparison.Ordinal) && !prefix.StartsWith(key, StringComparison.Ordinal)) continue;
                foreach (var deeper in Walk(key, prefix, cancellationToken)) yield return deeper;
            }
            else if (key.StartsWith(prefix, StringComparison.Ordinal))
            {
                // Gone since it was listed: not there.
                if (info.Exists) yield return new StoredObject(key, ((FileInfo)info).Length, new DateTimeOffset(info.LastWriteTimeUtc));
            }
        }
    }

    // A folder's key ends in a slash, which puts "a-b" before what is in "a/", as the order of keys has it.
    private List<(string Key, FileSystemInfo Info)> Entries(string folder)
    {
        try
        {
            var entries = new DirectoryInfo(PathOf(folder)).EnumerateFileSystemInfos()
                .Where(info => ObjectKey.IsSegment(info.Name))
                .Select(info => (Key: info is DirectoryInfo ? $"{folder}{info.Name}/" : folder + info.Name, Info: info))
                .ToList();
            entries.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
            return entries;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (StorageFailure.IsFailure(e))
        {
            throw StorageFailure.From(e, "cannot list its objects", _root);
        }
    }
}
