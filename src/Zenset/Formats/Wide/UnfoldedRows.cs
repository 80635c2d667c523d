using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>The rows of a wide table as its columns, without the engine seeing thousands of them.</summary>
internal sealed class UnfoldedRows : TableRows
{
    private readonly Unfolding _unfolding;
    private readonly Query _query;
    private readonly ChunkBuffer _buffer;
    private int _rows;
    private int _done;

    public UnfoldedRows(WideTable table, Connection connection, CancellationToken cancellationToken)
    {
        _unfolding = new Unfolding(table, [.. Enumerable.Range(0, table.Columns.Length)]);
        _buffer = new ChunkBuffer([.. table.Columns.Select(FieldEngine.TypeOf)], _unfolding.MostRows);
        _query = connection.Query(_unfolding.Select, cancellationToken);
    }

    public override Chunk Current => _buffer.View(_rows);

    public override bool Read()
    {
        _rows = _unfolding.Fill(_query, ref _done, _buffer.Begin());
        return _rows > 0;
    }

    public override void Dispose()
    {
        _query.Dispose();
        _buffer.Dispose();
    }
}
