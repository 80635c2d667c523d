using System.Runtime.InteropServices;

namespace Zenset.Storage;

/// <summary>
/// The calls of POSIX that .NET does not offer: for a commit, flush a directory, link a file without replacing, rename without replacing; for a
/// source, tell a file from a pipe. Why they stand here and not in an assembly of their own: <c>docs/decisions/0006-posix-calls.md</c>.
/// </summary>
/// <remarks>
/// Constants: POSIX, where Linux and macOS agree; else both are named. Everything returns an error number instead of throwing, 0 for done.
/// </remarks>
internal static partial class Posix
{
    public const int PermissionDenied = 1;      // EPERM
    public const int NotFound = 2;              // ENOENT
    public const int Interrupted = 4;           // EINTR
    public const int AccessDenied = 13;         // EACCES
    public const int Exists = 17;               // EEXIST
    public const int InvalidArgument = 22;      // EINVAL
    public const int NoSpace = 28;              // ENOSPC
    public const int ReadOnly = 30;             // EROFS
    public const int TooManyLinks = 31;         // EMLINK

    /// <summary>EDQUOT.</summary>
    public static int OverQuota => OperatingSystem.IsLinux() ? 122 : 69;

    /// <summary>EOPNOTSUPP.</summary>
    public static int NotSupported => OperatingSystem.IsLinux() ? 95 : 102;

    /// <summary>ENOSYS.</summary>
    public static int NoSuchCall => OperatingSystem.IsLinux() ? 38 : 78;

    /// <summary>Flushes a directory, so that names made in it survive a crash of the machine.</summary>
    public static int FlushDirectory(string path)
    {
        var descriptor = Open(path, OperatingSystem.IsLinux() ? 0x80000 : 0x1000000); // O_RDONLY | O_CLOEXEC
        if (descriptor < 0) return Marshal.GetLastPInvokeError();
        int error;
        do error = Fsync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        while (error == Interrupted);
        _ = Close(descriptor);
        // Some network and FUSE file systems have no flush for directories and say EINVAL; their metadata is as durable as they make it.
        return error == InvalidArgument ? 0 : error;
    }

    /// <summary>
    /// Whether a file is one that has a place to read from: no pipe, socket or terminal. .NET tells these apart only by opening them, and
    /// opening a pipe waits for somebody to write to it. What cannot be opened counts as a file; whoever opens it will hear why.
    /// </summary>
    public static bool IsSeekable(string path)
    {
        var descriptor = Open(path, OperatingSystem.IsLinux() ? 0x80800 : 0x1000004); // O_RDONLY | O_CLOEXEC | O_NONBLOCK
        if (descriptor < 0) return true;
        var isSeekable = Seek(descriptor, 0, 1) >= 0; // SEEK_CUR: ESPIPE
        _ = Close(descriptor);
        return isSeekable;
    }

    /// <summary>Gives a file a second name, unless that name is taken (EEXIST). Atomic: one of several callers succeeds.</summary>
    public static int HardLink(string existing, string name) => Link(existing, name) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Renames a file unless the new name is taken (EEXIST). ENOSYS where the system has no such call.</summary>
    public static int RenameExclusively(string from, string to)
    {
        try
        {
            var result = OperatingSystem.IsLinux()
                ? RenameAt2(-100, from, -100, to, 1)    // AT_FDCWD, RENAME_NOREPLACE
                : RenamexNp(from, to, 4);               // RENAME_EXCL
            return result == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        catch (EntryPointNotFoundException)
        {
            return NoSuchCall;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial long Seek(int descriptor, long offset, int from);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenamexNp(string from, string to, uint flags);
}
