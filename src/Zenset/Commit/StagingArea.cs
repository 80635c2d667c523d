using System.Globalization;
using Zenset.Storage;

namespace Zenset.Commit;

/// <summary>
/// A folder in the staging folder that belongs to one commit. Its name tells when and by which process it was made; a locked file in
/// it tells whether that process still lives, however it ended.
/// </summary>
internal sealed class StagingArea : IDisposable
{
    private const string LockName = "lock";

    private readonly FileStream _lock;

    private StagingArea(string folder, FileStream held)
    {
        Folder = folder;
        _lock = held;
    }

    public string Folder { get; }

    public static StagingArea Make(IObjectStore store, TimeProvider time)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyyMMdd'T'HHmmss}-{Environment.ProcessId}-{Guid.NewGuid():N}");
        var folder = Path.Combine(store.StagingFolder, name);
        try
        {
            Directory.CreateDirectory(folder);
            return new StagingArea(folder, OpenLock(folder, FileMode.CreateNew));
        }
        catch (Exception e) when (StorageFailure.IsFailure(e))
        {
            throw StorageFailure.From(e, "cannot make a staging folder", store.Location);
        }
    }

    /// <summary>
    /// What dead processes left in the staging folder: areas that nobody holds, and single files, that were not written since
    /// <paramref name="limit"/>. The limit covers the moments in which an area has no lock yet, and stores whose files are never locked.
    /// </summary>
    public static IEnumerable<string> FindAbandoned(string stagingFolder, DateTimeOffset limit)
    {
        if (!Directory.Exists(stagingFolder)) yield break;
        foreach (var entry in new DirectoryInfo(stagingFolder).EnumerateFileSystemInfos())
        {
            if (entry.LastWriteTimeUtc >= limit.UtcDateTime) continue;
            if (entry is FileInfo || IsAbandoned(entry.FullName, limit)) yield return entry.FullName;
        }
    }

    /// <summary>Bytes of what was found abandoned.</summary>
    public static long SizeOf(string path)
    {
        try
        {
            return File.Exists(path) ? new FileInfo(path).Length : new DirectoryInfo(path).EnumerateFiles().Sum(f => f.Length);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Removes what was found abandoned; what cannot be removed now is found again.</summary>
    public static void Remove(string path)
    {
        try
        {
            if (File.Exists(path)) File.Delete(path);
            else Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else removes it too, or it is not ours to remove.
        }
    }

    public void Dispose()
    {
        _lock.Dispose();
        Remove(Folder);
    }

    private static bool IsAbandoned(string folder, DateTimeOffset limit)
    {
        try
        {
            if (Directory.EnumerateFiles(folder).Any(f => File.GetLastWriteTimeUtc(f) >= limit.UtcDateTime)) return false;
            if (!File.Exists(Path.Combine(folder, LockName))) return true;
            OpenLock(folder, FileMode.Open).Dispose();
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // On Unix this is flock(LOCK_EX): the system gives it up when the process dies.
    private static FileStream OpenLock(string folder, FileMode mode) =>
        new(Path.Combine(folder, LockName), mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
}
