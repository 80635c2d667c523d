namespace Zenset.DuckDb.Native;

/// <summary>What an error message of the engine lacks.</summary>
internal readonly record struct FailureContext(Session Session, string? Sql, CancellationToken CancellationToken);
