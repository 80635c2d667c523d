using Microsoft.Win32.SafeHandles;

namespace Zenset.Storage;

/// <summary>A repository in a local folder.</summary>
/// <remarks>
/// A put goes in five steps: (1) write a file in the staging folder, (2) flush it to disk, (3) give it its name at once, by a rename, or
/// by a hard link when it must not replace, (4) flush the folder that has the new name, (5) for folders made on the way, flush their
/// parents. A crash before (3) leaves a file in the staging folder that <c>gc</c> removes.
/// </remarks>
public sealed partial class FileSystemStore : IObjectStore
{
    // Not a valid segment of a key, so that it is never taken for a dataset.
    private const string StagingName = ".staging";

    // Folders that became empty are removed, so that a folder may vanish between making it and using it; each round needs another removal.
    private const int MaxRounds = 100;

    private readonly string _root;
    private readonly string _staging;
    private readonly TimeProvider _time;

    /// <summary>A store in <paramref name="folder"/>, which is made on the first put.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <param name="time">Clock that <see cref="StoredObject.Modified"/> is set from; null: the system's.</param>
    public FileSystemStore(string folder, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        _staging = Path.Combine(_root, StagingName);
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Location => _root;

    /// <inheritdoc/>
    public string StagingFolder => _staging;

    /// <inheritdoc/>
    public string? LocalPath(string key) => PathOf(ObjectKey.Checked(key));

    /// <inheritdoc/>
    public ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken = default)
    {
        ObjectKey.Checked(key);
        ArgumentException.ThrowIfNullOrEmpty(localPath);
        cancellationToken.ThrowIfCancellationRequested();
        // A rename is atomic on one volume only; anything else is copied into the staging folder first.
        var isStaged = Path.GetFullPath(localPath).StartsWith(_staging + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        string? copy = null;
        try
        {
            if (!isStaged) File.Copy(localPath, copy = NewStagedPath());
            var staged = copy ?? localPath;
            OpenToReaders(staged);
            using (var file = File.OpenHandle(staged, FileMode.Open, FileAccess.ReadWrite)) FinishFile(file);
            Place(key, path => { File.Move(staged, path, overwrite: true); return true; });
            if (!isStaged) File.Delete(localPath);
            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (StorageFailure.IsFailure(e))
        {
            throw StorageFailure.From(e, $"cannot write '{key}'", _root);
        }
        finally
        {
            if (copy is not null) TryDelete(copy);
        }
    }

    /// <inheritdoc/>
    public ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        WithStaged(key, content, (staged, path) => { File.Move(staged, path, overwrite: true); return true; }, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(WithStaged(key, content, TryNameExclusively, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<byte[]?> TryGetAsync(string key, CancellationToken cancellationToken = default)
    {
        var path = PathOf(ObjectKey.Checked(key));
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult<byte[]?>(File.ReadAllBytes(path));
        }
        catch (Exception e) when (IsAbsence(e, path))
        {
            return ValueTask.FromResult<byte[]?>(null);
        }
        catch (Exception e) when (StorageFailure.IsFailure(e))
        {
            throw StorageFailure.From(e, $"cannot read '{key}'", _root);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenReadAsync(string key, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        var path = PathOf(ObjectKey.Checked(key));
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // No buffer: callers read in large pieces.
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            file.Position = offset;
            return ValueTask.FromResult<Stream>(length is { } limit ? new LimitedStream(file, limit) : file);
        }
        catch (Exception e) when (IsAbsence(e, path))
        {
            throw new NotFoundException(CoreErrors.ObjectNotFound, $"the repository has no object '{key}'", "`zenset verify` tells what is missing.");
        }
        catch (Exception e) when (StorageFailure.IsFailure(e))
        {
            throw StorageFailure.From(e, $"cannot read '{key}'", _root);
        }
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        var path = PathOf(ObjectKey.Checked(key));
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (!File.Exists(path)) return ValueTask.CompletedTask;
            File.Delete(path);
            if (Directory.Exists(Path.GetDirectoryName(path))) FlushFolder(Path.GetDirectoryName(path)!);
            RemoveEmptyFolders(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else removed it, and the folder with it.
        }
        catch (Exception e) when (StorageFailure.IsFailure(e))
        {
            throw StorageFailure.From(e, $"cannot remove '{key}'", _root);
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteOlderAsync(string key, DateTimeOffset limit, CancellationToken cancellationToken = default)
    {
        var path = PathOf(ObjectKey.Checked(key));
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (File.Exists(path) && File.GetLastWriteTimeUtc(path) >= limit.UtcDateTime) return ValueTask.FromResult(false);
            // Between this check and the removal the object may be stored anew. So it is taken aside first and looked at again.
            var aside = NewStagedPath();
            File.Move(path, aside, overwrite: true);
            if (File.GetLastWriteTimeUtc(aside) >= limit.UtcDateTime)
            {
                TryNameExclusively(aside, path);
                File.Delete(aside);
                return ValueTask.FromResult(false);
            }
            File.Delete(aside);
            RemoveEmptyFolders(path);
            return ValueTask.FromResult(true);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return ValueTask.FromResult(true);
        }
        catch (Exception e) when (StorageFailure.IsFailure(e))
        {
            throw StorageFailure.From(e, $"cannot remove '{key}'", _root);
        }
    }

    // Steps 1 and 2 with content, then 3 to 5. The staged file is gone afterwards, whatever happened.
    private bool WithStaged(string key, ReadOnlyMemory<byte> content, Func<string, string, bool> name, CancellationToken cancellationToken)
    {
        ObjectKey.Checked(key);
        cancellationToken.ThrowIfCancellationRequested();
        string? staged = null;
        try
        {
            staged = NewStagedPath();
            using (var file = File.OpenHandle(staged, FileMode.CreateNew, FileAccess.Write))
            {
                RandomAccess.Write(file, content.Span, 0);
                FinishFile(file);
            }
            return Place(key, path => name(staged, path));
        }
        catch (Exception e) when (StorageFailure.IsFailure(e))
        {
            throw StorageFailure.From(e, $"cannot write '{key}'", _root);
        }
        finally
        {
            if (staged is not null) TryDelete(staged);
        }
    }

    // A file that was copied has the permissions of its source, perhaps read-only, perhaps for one user alone. An object is to be read by
    // whoever may read the repository, which the staging folder shows: it was made with the user's umask.
    private void OpenToReaders(string staged)
    {
        if (OperatingSystem.IsWindows()) return;
        var readers = File.GetUnixFileMode(_staging) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.SetUnixFileMode(staged, UnixFileMode.UserRead | UnixFileMode.UserWrite | readers);
    }

    // The time is set because a rename does not: a part may have been written hours before it is put.
    private void FinishFile(SafeFileHandle file)
    {
        File.SetLastWriteTimeUtc(file, _time.GetUtcNow().UtcDateTime);
        RandomAccess.FlushToDisk(file);
    }

    // Steps 3 to 5.
    private bool Place(string key, Func<string, bool> name)
    {
        var path = PathOf(key);
        var folder = Path.GetDirectoryName(path)!;
        for (var round = 1; ; round++)
        {
            try
            {
                MakeFolder(folder);
                var named = name(path);
                FlushFolder(folder);
                return named;
            }
            catch (IOException e) when (round < MaxRounds && (e is DirectoryNotFoundException || e is FileNotFoundException { FileName: var missing } && missing == path))
            {
                // A move names the target when the folder goes while it looks for the reason.
                // The folder was empty for a moment and somebody's removal took it away.
            }
        }
    }

    // True when the file now also has the name 'path', false when that name was taken. File.Move(overwrite: false) is no help: on Unix
    // it looks first and then renames over whatever has come in between (.NET 10; see the decision page of Posix).
    private static bool TryNameExclusively(string staged, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(staged, path, overwrite: false);
                return true;
            }
            catch (IOException) when (File.Exists(path))
            {
                return false;
            }
        }
        var error = Posix.HardLink(staged, path);
        // Volumes without hard links, such as exFAT.
        if (error == Posix.PermissionDenied || error == Posix.NotSupported || error == Posix.NoSuchCall || error == Posix.TooManyLinks)
            error = Posix.RenameExclusively(staged, path);
        if (error == 0) return true;
        if (error == Posix.Exists) return false;
        if (error == Posix.NotFound) throw new DirectoryNotFoundException();
        if (error == Posix.InvalidArgument || error == Posix.NoSuchCall || error == Posix.NotSupported)
            throw new NotSupportedException("its file system has neither hard links nor renames that do not replace, so that two commits could overwrite each other");
        throw StorageFailure.FromErrorNumber(error);
    }

    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder);
        if (parent is null)
        {
            Directory.CreateDirectory(folder);
            return;
        }
        MakeFolder(parent);
        Directory.CreateDirectory(folder);
        FlushFolder(parent);
    }

    // Windows keeps names in a journal and has no flush for a folder.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var error = Posix.FlushDirectory(folder);
        // A folder above the repository may be closed to us; its name is as durable as whoever made it made it.
        if (error is 0 or Posix.AccessDenied) return;
        throw error == Posix.NotFound ? new DirectoryNotFoundException() : StorageFailure.FromErrorNumber(error);
    }

    private void RemoveEmptyFolders(string path)
    {
        for (var folder = Path.GetDirectoryName(path)!; folder.Length > _root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            try
            {
                Directory.Delete(folder, recursive: false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return;
            }
        }
    }

    private string NewStagedPath()
    {
        MakeFolder(_staging);
        return Path.Combine(_staging, $"put-{Guid.NewGuid():N}");
    }

    // A folder of that name is no object; opening one is answered with "access denied".
    private static bool IsAbsence(Exception e, string path) =>
        e is FileNotFoundException or DirectoryNotFoundException || (e is UnauthorizedAccessException && Directory.Exists(path));

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays in the staging folder until gc.
        }
    }

    private string PathOf(string key) => Path.Combine(_root, key.Replace('/', Path.DirectorySeparatorChar));
}
