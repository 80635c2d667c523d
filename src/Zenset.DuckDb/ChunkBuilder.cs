using Zenset.DuckDb.Native;

namespace Zenset.DuckDb;

/// <summary>
/// A chunk that a scan fills: one column per column asked for, all rows valid (not missing) at first. Valid until <c>Read</c> returns.
/// </summary>
public readonly ref struct ChunkBuilder
{
    /// <summary>Rows of a chunk: the engine's vector size (<c>duckdb_vector_size</c>), fixed when the engine is compiled.</summary>
    internal const int MaxRows = 2048;

    private readonly VectorState[] _columns;

    internal ChunkBuilder(VectorState[] columns, int capacity = MaxRows)
    {
        _columns = columns;
        Capacity = capacity;
    }

    /// <summary>Rows that fit: 2,048, or what its <see cref="ChunkBuffer"/> was made for.</summary>
    public int Capacity { get; }

    /// <summary>Columns asked for.</summary>
    public int ColumnCount => _columns.Length;

    /// <summary>A column, in the order of <see cref="ITableSource.OpenScan"/>.</summary>
    public VectorBuilder this[int column] => new(_columns[column]);

    internal VectorState StateOf(int column) => _columns[column];

    /// <summary>What has been written, to read it back; for the first <paramref name="rows"/> rows.</summary>
    public Chunk View(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)MaxRows, nameof(rows));
        foreach (var column in _columns) column.SetReadable(rows);
        return new Chunk(_columns, rows);
    }
}
