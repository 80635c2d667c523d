namespace Zenset;

/// <summary>What every failure of Zenset derives from: what is wrong, where, and how to mend it.</summary>
/// <remarks>Cancelled is never one of these: it is <see cref="OperationCanceledException"/> with the caller's token.</remarks>
public abstract class ZensetException : Exception
{
    private protected ZensetException(ErrorCode code, string problem, SourceLocation? location, string? fix, Exception? inner)
        : base(Compose(problem, location, fix), inner)
    {
        Code = code;
        Problem = problem;
        Location = location;
        Fix = fix;
    }

    /// <summary>Stable name of the kind of failure.</summary>
    public ErrorCode Code { get; }

    /// <summary>What is wrong, without place and fix.</summary>
    public string Problem { get; }

    /// <summary>Where, if the failure has a place in a source.</summary>
    public SourceLocation? Location { get; }

    /// <summary>What the user can do, as a sentence.</summary>
    public string? Fix { get; }

    private static string Compose(string problem, SourceLocation? location, string? fix)
    {
        var message = location is null ? problem : $"{location}: {problem}";
        return fix is null ? message : $"{message.TrimEnd('.')}. {fix}";
    }
}

/// <summary>The input is wrong: the user changes the file or an option.</summary>
public sealed class SourceDataException(ErrorCode code, string problem, SourceLocation? location = null, string? fix = null, Exception? inner = null)
    : ZensetException(code, problem, location, fix, inner);

/// <summary>The input is valid but outside what Zenset reads or writes; names the feature and a way round.</summary>
public sealed class NotSupportedSourceException(ErrorCode code, string problem, SourceLocation? location = null, string? fix = null, Exception? inner = null)
    : ZensetException(code, problem, location, fix, inner);

/// <summary>The target cannot hold everything and the user did not say that this is fine. Nothing was written.</summary>
public sealed class LossException(ErrorCode code, string problem, IReadOnlyList<Formats.Loss> losses, string? fix = null)
    : ZensetException(code, problem, null, fix, null)
{
    /// <summary>Everything that would be lost.</summary>
    public IReadOnlyList<Formats.Loss> Losses { get; } = losses;
}

/// <summary>There is no such repository, dataset, version, resource or tag; near names are in the fix.</summary>
public sealed class NotFoundException(ErrorCode code, string problem, string? fix = null)
    : ZensetException(code, problem, null, fix, null);

/// <summary>Someone committed first. Nothing of this commit is visible; retry on top of <see cref="Current"/>.</summary>
public sealed class VersionConflictException(ErrorCode code, string problem, int attempted, int current, string? fix = null)
    : ZensetException(code, problem, null, fix, null)
{
    /// <summary>The version number that this commit tried to create.</summary>
    public int Attempted { get; } = attempted;

    /// <summary>The latest version as it stands now.</summary>
    public int Current { get; } = current;
}

/// <summary>Stored bytes are not those that were committed.</summary>
public sealed class IntegrityException(ErrorCode code, string problem, string? fix = null, Exception? inner = null)
    : ZensetException(code, problem, null, fix, inner);

/// <summary>The store failed: disk full, no permission, network.</summary>
public sealed class StorageException(ErrorCode code, string problem, bool isTransient = false, string? fix = null, Exception? inner = null)
    : ZensetException(code, problem, null, fix, inner)
{
    /// <summary>The same call may succeed later.</summary>
    public bool IsTransient { get; } = isTransient;
}

/// <summary>The engine refused: a mistake in the user's SQL, or a bug of ours.</summary>
public sealed class EngineException(ErrorCode code, string problem, string? sql = null, string? fix = null, Exception? inner = null)
    : ZensetException(code, problem, null, fix, inner)
{
    /// <summary>The statement, shortened, when the failure belongs to one.</summary>
    public string? Sql { get; } = sql;
}
