namespace Zenset.DuckDb;

/// <summary>
/// The part of a source that one engine thread reads. Used by one thread at a time, and disposed by the engine on any thread;
/// <c>Dispose</c> must not throw.
/// </summary>
public interface ITableScan : IDisposable
{
    /// <summary>Fills the chunk from its first row.</summary>
    /// <returns>Rows written, 1 … <see cref="ChunkBuilder.Capacity"/>; 0 at the end.</returns>
    int Read(ChunkBuilder chunk);
}
