using System.Globalization;

namespace Zenset.Formats.Arrays.Columns;

/// <summary>
/// Where the items of each row begin: one number more than there are rows, none less than the one before. The rows' items lie one
/// after the other.
/// </summary>
internal sealed unsafe class Offsets(ArrayWindow window, long items)
{
    // Items of a chunk, unless one row has more.
    private const long MostItems = 1 << 20;

    private readonly int _bytes = window.Array.Shape.Type.Bytes;
    private byte* _loaded;

    /// <summary>The place of the first item of row <paramref name="index"/> of those loaded.</summary>
    public long this[int index] => _bytes == 4 ? ((int*)_loaded)[index] : ((long*)_loaded)[index];

    /// <summary>As many rows as have no more items together than a chunk should have, at least one.</summary>
    public int LimitRows(long start, int rows)
    {
        Load(start, rows);
        var fitting = 1;
        while (fitting < rows && this[fitting + 1] - this[0] <= MostItems) fitting++;
        return fitting;
    }

    /// <summary>Loads and checks the places of <paramref name="count"/> rows.</summary>
    public void Load(long start, int count)
    {
        _loaded = window.Load(start, count + 1);
        var last = this[0];
        if (last < 0) throw Bad(start, last);
        for (var i = 1; i <= count; i++)
        {
            var next = this[i];
            if (next < last || next > items) throw Bad(start + i - 1, next);
            last = next;
        }
        if (last - this[0] > int.MaxValue)
            throw new NotSupportedSourceException(ArrayErrors.TooLarge, string.Create(CultureInfo.InvariantCulture, $"a row has {last - this[0]:N0} items"), window.Array.Bytes.Locate(start));
    }

    private SourceDataException Bad(long row, long offset) => new(
        ArrayErrors.BadSparse, string.Create(CultureInfo.InvariantCulture, $"the items of the row end at {offset:N0}, which is before they begin or after the last of {items:N0}"),
        window.Array.Bytes.Locate(row), "Write the file again.");
}
