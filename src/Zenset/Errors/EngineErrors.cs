using Zenset.DuckDb;

namespace Zenset;

/// <summary>From the engine's failures to ours: what lies outside (disk, memory, permissions) is told from what is the statement's fault.</summary>
public static class EngineErrors
{
    /// <summary>
    /// The failure to throw for <paramref name="failure"/>, with it as the inner exception. What a table source of ours threw comes back
    /// as it was thrown.
    /// </summary>
    /// <param name="failure">What the engine reported.</param>
    /// <param name="isUserSql">The statement came from a user, who can mend it.</param>
    public static ZensetException Translate(DuckDbException failure, bool isUserSql = false)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.InnerException is ZensetException ours) return ours;
        var message = FirstLine(failure.Message);
        if (failure.ErrorType == DuckDbErrorType.OutOfMemory && !message.Contains("max_temp_directory_size", StringComparison.Ordinal))
        {
            return new EngineException(
                CoreErrors.OutOfMemory, "the engine ran out of the memory it was allowed", failure.Sql, "Allow more with --memory, or use fewer threads with --threads.", failure);
        }
        if (message.Contains("No space left on device", StringComparison.Ordinal) || message.Contains("max_temp_directory_size", StringComparison.Ordinal)
            || message.Contains("Disk quota exceeded", StringComparison.Ordinal))
        {
            return new StorageException(CoreErrors.StorageFull, "the disk is full", fix: "Free some room, or choose another place.", inner: failure);
        }
        if (message.Contains("Permission denied", StringComparison.Ordinal) || message.Contains("Read-only file system", StringComparison.Ordinal))
        {
            return new StorageException(CoreErrors.StorageDenied, Quoting.Shorten(message, 200), fix: "Check the permissions.", inner: failure);
        }
        if (failure.ErrorType == DuckDbErrorType.IO && !isUserSql)
        {
            return new StorageException(CoreErrors.StorageFailed, Quoting.Shorten(message, 200), inner: failure);
        }
        return new EngineException(isUserSql ? CoreErrors.Sql : CoreErrors.Engine, Quoting.Shorten(message, 400), failure.Sql, inner: failure);
    }

    // The engine adds the statement and a pointer into it on lines of their own.
    private static string FirstLine(string message)
    {
        var end = message.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
