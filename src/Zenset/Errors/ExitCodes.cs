namespace Zenset;

/// <summary>The one table from failures to exit codes and HTTP status.</summary>
public static class ExitCodes
{
    /// <summary>Exit code and HTTP status for <paramref name="failure"/>; anything unknown is a bug: 1 and 500.</summary>
    public static (int Exit, int HttpStatus) For(Exception failure) => failure switch
    {
        SourceDataException => (3, 422),
        NotSupportedSourceException => (3, 415),
        LossException => (3, 422),
        // What can be no name is a slip of whoever typed it; that there is none of it is another matter.
        NotFoundException { Code: var code } when code == CoreErrors.InvalidName => (2, 400),
        NotFoundException => (5, 404),
        VersionConflictException => (6, 409),
        IntegrityException => (7, 500),
        StorageException => (8, 503),
        EngineException => (9, 500),
        ArgumentException => (2, 400),
        OperationCanceledException => (130, 499),
        _ => (1, 500),
    };
}
