using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>The rows of a resource, the blocks of its long vectors put together.</summary>
internal sealed class JoinedSource(Engine engine, CutTable table, long? rows) : ITableSource
{
    // Values of a chunk: few rows of long vectors.
    private const int MostValues = 1 << 21;

    // Named by number: names may differ in case only.
    public IReadOnlyList<EngineColumn> Columns { get; } =
        [.. table.Columns.Select((c, i) => new EngineColumn(string.Create(CultureInfo.InvariantCulture, $"c{i}"), FieldEngine.TypeOf(c.Field)))];

    public long? RowEstimate => rows;
    public bool RowEstimateIsExact => false;

    // Rows are in order.
    public int MaxThreads => 1;
    public double Progress => 0;

    public ITableScan OpenScan(ReadOnlySpan<int> columns) => new Scan(engine, table, columns.ToArray());

    private sealed class Scan : ITableScan
    {
        private readonly QueryCursor _source;
        private readonly ImmutableArray<StoredBlock>[] _blocks;
        private readonly long[] _lengths;
        private readonly int _mostRows;

        public Scan(Engine engine, CutTable table, int[] columns)
        {
            _blocks = [.. columns.Select(c => table.Columns[c].Blocks)];
            _lengths = [.. columns.Select(c => table.Columns[c].Field.Type.Length)];
            _mostRows = (int)Math.Clamp(MostValues / Math.Max(1, _lengths.Where((_, i) => !_blocks[i].IsEmpty).Sum()), 1, 2048);
            // A query has a column at least, even when only rows are counted.
            _source = new QueryCursor(engine, columns.Length == 0 ? $"SELECT 0 FROM {table.From}" : table.Select(columns));
        }

        public int Read(ChunkBuilder chunk)
        {
            var rows = _source.Next(Math.Min(_mostRows, chunk.Capacity));
            var column = 0;
            for (var i = 0; rows > 0 && i < _blocks.Length; i++)
            {
                if (_blocks[i].IsEmpty) VectorCopy.Copy(_source.Chunk[column++], _source.From, rows, chunk[i]);
                else Join(ref column, i, rows, chunk[i]);
            }
            return rows;
        }

        public void Dispose() => _source.Dispose();

        private void Join(ref int column, int field, int rows, VectorBuilder target)
        {
            var length = _lengths[field];
            target.ReserveItems(rows * length);
            target.SetItemCount(rows * length);
            var items = target.Items;
            var isFirst = true;
            foreach (var block in _blocks[field])
            {
                var list = _source.Chunk[column++];
                for (var row = 0; row < rows; row++)
                {
                    if (isFirst) target.Entries[row] = new ListEntry((ulong)(row * length), (ulong)length);
                    if (list.IsMissing(_source.From + row))
                    {
                        if (isFirst) target.SetMissing(row);
                        continue;
                    }
                    var entry = list.Entries[_source.From + row];
                    if (entry.Length != (ulong)block.Length)
                        throw new IntegrityException(CoreErrors.Damaged, $"a list of the column '{Quoting.Shorten(block.Column)}' has {entry.Length:N0} values instead of {block.Length:N0}", "`zenset verify` names what is damaged.");
                    VectorCopy.CopyValues(list.Items, (int)entry.Offset, block.Length, items, (int)(row * length) + block.From);
                }
                isFirst = false;
            }
        }
    }
}
