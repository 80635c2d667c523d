using Zenset.DuckDb;

namespace Zenset.Formats.Arff;

/// <summary>A column of text vectors of a chunk: every row has <c>length</c> texts, one row's after the other's.</summary>
internal sealed class TextVectorOutput(int output, int length)
{
    private bool _hasMissing;

    public void Begin(ChunkBuilder chunk, int rows)
    {
        _hasMissing = false;
        var vector = chunk[output];
        if (vector.Type.Id == EngineTypeId.List) vector.ReserveItems((long)rows * length);
    }

    /// <param name="chunk">The chunk.</param>
    /// <param name="row">Row.</param>
    /// <param name="position">Position in its vector.</param>
    /// <param name="label">The text, in memory that does not move while the scan lives.</param>
    public void Write(ChunkBuilder chunk, int row, int position, ReadOnlySpan<byte> label) => chunk[output].Items.SetTextInPlace(row * length + position, label);

    public void WriteMissing(ChunkBuilder chunk, int row, int position)
    {
        _hasMissing = true;
        chunk[output].Items.SetMissing(row * length + position);
    }

    /// <summary>Nothing in the row is missing any more.</summary>
    public void Restore(ChunkBuilder chunk, int row)
    {
        if (!_hasMissing) return;
        var validity = chunk[output].Items.Validity();
        for (var i = row * length; i < (row + 1) * length; i++) validity[i >> 6] |= 1UL << (i & 63);
    }

    public void Finish(ChunkBuilder chunk, int rows)
    {
        var vector = chunk[output];
        if (vector.Type.Id != EngineTypeId.List) return;
        var entries = vector.Entries;
        for (var row = 0; row < rows; row++) entries[row] = new ListEntry((ulong)row * (ulong)length, (ulong)length);
        vector.SetItemCount((long)rows * length);
    }
}
