using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>The rows of a wide table as its columns, without the engine seeing thousands of them.</summary>
internal sealed class UnfoldedRows : TableRows
{
    private readonly Unfolding _unfolding;
    private readonly QueryCursor _source;
    private readonly ChunkBuffer _buffer;
    private int _rows;

    public UnfoldedRows(WideTable table, Connection connection, CancellationToken cancellationToken)
    {
        _unfolding = new Unfolding(table, [.. Enumerable.Range(0, table.Columns.Length)]);
        _buffer = new ChunkBuffer([.. table.Columns.Select(FieldEngine.TypeOf)], _unfolding.MostRows);
        _source = new QueryCursor(connection, _unfolding.Select, cancellationToken);
    }

    public override Chunk Current => _buffer.View(_rows);

    public override bool Read()
    {
        _rows = _unfolding.Fill(_source, _buffer.Begin());
        return _rows > 0;
    }

    public override void Dispose()
    {
        _source.Dispose();
        _buffer.Dispose();
    }
}
