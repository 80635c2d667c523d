namespace Zenset.DuckDb;

/// <summary>A named, typed column of a result, a table source or a struct.</summary>
/// <param name="Name">Any text without NUL.</param>
/// <param name="Type">The engine's type.</param>
public sealed record EngineColumn(string Name, EngineType Type);
