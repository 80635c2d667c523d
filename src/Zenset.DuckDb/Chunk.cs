using Zenset.DuckDb.Native;

namespace Zenset.DuckDb;

/// <summary>
/// Up to 2,048 rows of a result, column by column. Valid until the next <see cref="Query.Read"/>; its vectors are empty afterwards.
/// </summary>
public readonly ref struct Chunk
{
    private readonly VectorState[] _columns;

    internal Chunk(VectorState[] columns, int rowCount)
    {
        _columns = columns;
        RowCount = rowCount;
    }

    /// <summary>Rows of this chunk, 0 … 2,048.</summary>
    public int RowCount { get; }

    /// <summary>Columns of the result.</summary>
    public int ColumnCount => _columns.Length;

    /// <summary>A column.</summary>
    public Vector this[int column] => new(_columns[column]);
}
