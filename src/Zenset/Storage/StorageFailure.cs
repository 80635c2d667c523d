namespace Zenset.Storage;

/// <summary>Turns what the operating system says into <see cref="StorageException"/> with a cause and a way out.</summary>
internal static class StorageFailure
{
    /// <summary>A failure of a file system, as .NET reports it.</summary>
    public static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>What an error number of POSIX means, in the form that .NET gives it: the number is the result code.</summary>
    public static IOException FromErrorNumber(int error) =>
        new(System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error), error);

    /// <summary>The exception for a failed operation: <paramref name="problem"/> says which, without a subject.</summary>
    public static StorageException From(Exception e, string problem, string location)
    {
        var elsewhere = "or choose another repository with --repo";
        return e switch
        {
            _ when IsFull(e) => new StorageException(
                CoreErrors.StorageFull, $"repository {location} {problem}: the disk (or the quota) is full",
                fix: $"Nothing was committed. Free some room, {elsewhere}.", inner: e),
            _ when e.HResult == Posix.ReadOnly || e.HResult == WriteProtected => new StorageException(
                CoreErrors.StorageDenied, $"repository {location} {problem}: it is on a read-only file system",
                fix: $"Mount it writable, {elsewhere}.", inner: e),
            UnauthorizedAccessException => new StorageException(
                CoreErrors.StorageDenied, $"repository {location} {problem}: access is denied",
                fix: $"Check its permissions, {elsewhere}.", inner: e),
            _ => new StorageException(
                CoreErrors.StorageFailed, $"repository {location} {problem}: {e.Message.TrimEnd('.')}",
                fix: $"Check the disk, {elsewhere}.", inner: e),
        };
    }

    // HRESULT_FROM_WIN32 of ERROR_WRITE_PROTECT, ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL.
    private const int WriteProtected = unchecked((int)0x80070013);
    private const int HandleDiskFull = unchecked((int)0x80070027);
    private const int DiskFull = unchecked((int)0x80070070);

    private static bool IsFull(Exception e) =>
        e.HResult == Posix.NoSpace || e.HResult == Posix.OverQuota || e.HResult is HandleDiskFull or DiskFull;
}
