namespace Zenset.Formats.Arrow.Reading;

/// <summary>
/// The values of a dictionary as they are for some batches. A delta adds a piece: the pieces are shared with the dictionary before it,
/// of which this one sees more.
/// </summary>
internal sealed class ArrowDictionary
{
    private readonly List<(long Start, ArrowArray Values)> _pieces;
    private readonly int _visible;

    private ArrowDictionary(List<(long, ArrowArray)> pieces, int generation)
    {
        _pieces = pieces;
        _visible = pieces.Count;
        Generation = generation;
        Count = _visible == 0 ? 0 : checked(_pieces[^1].Start + _pieces[^1].Values.Length);
    }

    /// <summary>Counts replacements: what an index meant stays the same within one.</summary>
    public int Generation { get; }

    /// <summary>Values.</summary>
    public long Count { get; }

    /// <summary>One without values.</summary>
    public static ArrowDictionary Empty(int generation) => new([], generation);

    /// <summary>This one and a further piece.</summary>
    public ArrowDictionary With(ArrowArray piece)
    {
        _pieces.Add((Count, piece));
        return new ArrowDictionary(_pieces, Generation);
    }

    /// <summary>Where a value stands.</summary>
    /// <exception cref="ArrowDataException">There is none of that index.</exception>
    public (ArrowArray Piece, long Row) Find(long index)
    {
        if ((ulong)index >= (ulong)Count) throw OutOfRange(index);
        // The last piece that begins at the index or before; empty ones before it begin there too.
        int low = 0, high = _visible - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_pieces[middle].Start <= index) low = middle;
            else high = middle - 1;
        }
        return (_pieces[low].Values, index - _pieces[low].Start);
    }

    /// <summary>An index leads out of the dictionary.</summary>
    public ArrowDataException OutOfRange(long index) => ArrowDataException.Damaged($"index {index} leads out of a dictionary of {Count:N0} values");
}
