using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Reading;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>Where the items of some rows begin, checked: none before those of the row before it, none after the last.</summary>
/// <param name="window">The offsets.</param>
/// <param name="end">How many there are.</param>
/// <param name="items">Items there are in all.</param>
internal sealed unsafe class ItemOffsets(RowWindow window, long end, long items)
{
    // Of a chunk, unless one row has more.
    private const long MostItems = 1 << 20;

    private long[] _loaded = [0];

    /// <summary>The first item of the rows that were loaded.</summary>
    public long First => _loaded[0];

    /// <summary>Items of a row.</summary>
    public long LengthOf(int row) => _loaded[row + 1] - _loaded[row];

    /// <summary>Where the engine finds those of a row.</summary>
    public ListEntry EntryOf(int row) => new((ulong)(_loaded[row] - _loaded[0]), (ulong)LengthOf(row));

    /// <summary>Loads rows.</summary>
    /// <returns>How many items they have.</returns>
    public int Load(long row, int rows)
    {
        if (Read(row, rows) <= rows)
        {
            throw new CellException(string.Create(
                CultureInfo.InvariantCulture, $"its items begin or end where those of the row before have not ended, or after the last of {items:N0}"));
        }
        var total = _loaded[rows] - First;
        return total <= int.MaxValue / 2 ? (int)total : throw new CellException(string.Create(CultureInfo.InvariantCulture, $"the rows have {total:N0} items"));
    }

    /// <summary>Of some rows, how many can be filled at once. A row that cannot be read at all is left to be filled alone, which tells its place.</summary>
    public int Limit(long row, int rows, NodeReader of)
    {
        if (rows <= 1) return rows;
        var sound = Read(row, rows) - 1;
        var fitting = 1;
        while (fitting < sound && _loaded[fitting + 1] - First <= MostItems) fitting++;
        if (fitting == 1) return 1;
        var total = (int)(_loaded[fitting] - First);
        var room = total == 0 ? 0 : of.Limit(First, total);
        while (fitting > 1 && _loaded[fitting] - First > room) fitting--;
        return fitting;
    }

    // Gives the place of the first offset that is wrong, or one more than the last.
    private int Read(long row, int rows)
    {
        if (_loaded.Length <= rows) _loaded = new long[rows + 1];
        for (var done = 0; done <= rows;)
        {
            var count = Math.Min(rows + 1 - done, window.Load(row + done, end));
            new ReadOnlySpan<long>(window.At(row + done), count).CopyTo(_loaded.AsSpan(done));
            done += count;
        }
        var last = 0L;
        for (var i = 0; i <= rows; i++)
        {
            if (_loaded[i] < last || _loaded[i] > items) return i;
            last = _loaded[i];
        }
        return rows + 1;
    }
}
