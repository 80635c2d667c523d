using Zenset.DuckDb.Native;
using Zenset.DuckDb.Native.Handles;

namespace Zenset.DuckDb;

/// <summary>
/// A chunk that belongs to no query: for rows that go through other hands before they reach the engine. Filled and read back as often as
/// needed; used by one thread at a time.
/// </summary>
public sealed unsafe class ChunkBuffer : IDisposable
{
    private readonly DataChunkHandle _chunk;
    private readonly VectorState[] _columns;
    private readonly int _capacity;
    private VectorState[] _mixed = [];

    /// <summary>Makes one.</summary>
    /// <param name="types">Types of its columns.</param>
    /// <param name="capacity">
    /// Rows that <see cref="Begin()"/> offers, at most 2,048. The engine takes address space for 2,048 whatever is asked, but memory that is never
    /// written is never there.
    /// </param>
    public ChunkBuffer(IReadOnlyList<EngineType> types, int capacity = ChunkBuilder.MaxRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, ChunkBuilder.MaxRows);
        _capacity = capacity;
        _columns = [.. types.Select(type => new VectorState(type))];
        _chunk = Create(types);
    }

    /// <summary>Empties it and offers it to be filled. What was read from it before is no longer valid.</summary>
    public ChunkBuilder Begin()
    {
        ObjectDisposedException.ThrowIf(_chunk.IsClosed, this);
        var chunk = _chunk.DangerousGetHandle();
        NativeMethods.duckdb_data_chunk_reset(chunk);
        for (var i = 0; i < _columns.Length; i++) _columns[i].AttachForWriting(NativeMethods.duckdb_data_chunk_get_vector(chunk, (ulong)i), _capacity);
        return new ChunkBuilder(_columns, _capacity);
    }

    /// <summary>As <see cref="Begin()"/>, with columns of another chunk among its own: those are filled where they are.</summary>
    /// <param name="chunk">The other chunk.</param>
    /// <param name="places">For each column of the result, the column of <paramref name="chunk"/> that it is, or <c>~n</c> for this buffer's column <c>n</c>.</param>
    public ChunkBuilder Begin(ChunkBuilder chunk, ReadOnlySpan<int> places)
    {
        _ = Begin();
        if (_mixed.Length != places.Length) _mixed = new VectorState[places.Length];
        for (var i = 0; i < places.Length; i++) _mixed[i] = places[i] < 0 ? _columns[~places[i]] : chunk.StateOf(places[i]);
        return new ChunkBuilder(_mixed, Math.Min(_capacity, chunk.Capacity));
    }

    /// <summary>What its own columns hold, for the first <paramref name="rows"/> rows.</summary>
    public Chunk View(int rows) => new ChunkBuilder(_columns, _capacity).View(rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in _columns) column.Detach();
        _chunk.Dispose();
    }

    private static DataChunkHandle Create(IReadOnlyList<EngineType> types)
    {
        var handles = new List<LogicalTypeHandle>(types.Count);
        try
        {
            foreach (var type in types) handles.Add(LogicalTypes.Create(type));
            var pointers = handles.Select(handle => handle.DangerousGetHandle()).ToArray();
            fixed (nint* first = pointers)
            {
                var chunk = new DataChunkHandle(NativeMethods.duckdb_create_data_chunk(first, (ulong)pointers.Length));
                return chunk.IsInvalid ? throw new NotSupportedException($"The engine cannot make a chunk of {types.Count} columns.") : chunk;
            }
        }
        finally
        {
            foreach (var handle in handles) handle.Dispose();
        }
    }
}
