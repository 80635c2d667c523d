using Zenset.DuckDb;

namespace Zenset.Formats.Arrays.Sparse;

/// <summary>Rows of a sparse field from entries that come sorted.</summary>
internal sealed class TripletScan<T>(Query entries, long rows, Func<T, T, T> add, Action<long> onBytes) : ITableScan where T : unmanaged
{
    // Entries of a chunk, unless one row has more.
    private const int MostEntries = 1 << 20;

    private int[] _positions = new int[1 << 12];
    private T[] _values = new T[1 << 12];
    private int _used;
    private int _next;
    private int _inChunk;
    private bool _isEnded;
    private long _row;

    public int Read(ChunkBuilder chunk)
    {
        _used = 0;
        var made = 0;
        var indices = chunk[0].Member(0);
        var values = chunk[0].Member(1);
        var indexEntries = indices.Entries;
        var valueEntries = values.Entries;
        while (made < chunk.Capacity && _row < rows && _used < MostEntries)
        {
            var start = _used;
            TakeRow(_row++);
            var entry = new ListEntry((ulong)start, (ulong)(_used - start));
            indexEntries[made] = entry;
            valueEntries[made++] = entry;
        }
        if (_used > 0)
        {
            indices.ReserveItems(_used);
            values.ReserveItems(_used);
            _positions.AsSpan(0, _used).CopyTo(indices.Items.Values<int>());
            _values.AsSpan(0, _used).CopyTo(values.Items.Values<T>());
            indices.SetItemCount(_used);
            values.SetItemCount(_used);
        }
        onBytes(_used * 8L);
        return made;
    }

    public void Dispose()
    {
    }

    private void TakeRow(long row)
    {
        var start = _used;
        while (Advance())
        {
            var chunk = entries.Current;
            var rowsOf = chunk[0].Values<long>();
            var columns = chunk[1].Values<int>();
            var values = chunk[2].Values<T>();
            for (; _next < _inChunk; _next++)
            {
                if (rowsOf[_next] != row) return;
                if (_used > start && _positions[_used - 1] == columns[_next])
                {
                    _values[_used - 1] = add(_values[_used - 1], values[_next]);
                    continue;
                }
                if (_used == _positions.Length) Grow();
                _positions[_used] = columns[_next];
                _values[_used++] = values[_next];
            }
        }
    }

    // There is an entry to look at.
    private bool Advance()
    {
        while (!_isEnded && _next == _inChunk)
        {
            _isEnded = !entries.Read();
            _next = 0;
            _inChunk = _isEnded ? 0 : entries.Current.RowCount;
        }
        return !_isEnded;
    }

    private void Grow()
    {
        Array.Resize(ref _positions, checked(_positions.Length * 2));
        Array.Resize(ref _values, _positions.Length);
    }
}
