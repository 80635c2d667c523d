using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats;
using Zenset.Model;

namespace Zenset.Import;

/// <summary>The rows of a relation as one segment: for what has to be done to them that the engine does badly.</summary>
internal sealed class RelationSegments(Engine engine, TableContent.Relation relation, ImmutableArray<Field> fields) : ISegments, ISegment
{
    private bool _isTaken;

    public int Index => 0;
    public long BytesRead => 0;
    public long? RowEstimate => relation.RowEstimate;
    public bool RowEstimateIsExact => false;
    public int MaxThreads => 1;
    public double Progress => 0;
    public IReadOnlyList<EngineColumn> Columns { get; } = [.. fields.Select((f, i) => new EngineColumn(PartOptions.ColumnName(i), FieldEngine.TypeOf(f)))];

    public ISegment? Next(CancellationToken cancellationToken)
    {
        if (_isTaken) return null;
        _isTaken = true;
        return this;
    }

    public ITableScan OpenScan(ReadOnlySpan<int> columns)
    {
        var all = string.Join(", ", fields.Select((_, i) => PartOptions.ColumnName(i)));
        return new Scan(engine, $"SELECT {string.Join(", ", columns.ToArray().Select(PartOptions.ColumnName))} FROM ({relation.Sql}) AS t({all})");
    }

    public void Dispose() { }

    private sealed class Scan(Engine engine, string sql) : ITableScan
    {
        private readonly QueryCursor _source = new(engine, sql);

        public int Read(ChunkBuilder chunk)
        {
            var rows = _source.Next(chunk.Capacity);
            for (var i = 0; rows > 0 && i < _source.Chunk.ColumnCount; i++) VectorCopy.Copy(_source.Chunk[i], _source.From, rows, chunk[i]);
            return rows;
        }

        public void Dispose() => _source.Dispose();
    }
}
