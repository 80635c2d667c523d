using Zenset.DuckDb;

namespace Zenset.Formats.Csv;

/// <summary>A vector field in a chunk: every row has as many items, one row's after the other's.</summary>
/// <param name="output">Column of the chunk.</param>
/// <param name="length">Items of a row.</param>
internal sealed class VectorColumn(int output, int length)
{
    /// <summary>Items of a row.</summary>
    public int Length => length;

    /// <summary>Makes room for <paramref name="rows"/> rows.</summary>
    public void Begin(ChunkBuilder chunk, int rows)
    {
        if (chunk[output].Type.Id == EngineTypeId.List) chunk[output].ReserveItems((long)rows * length);
    }

    /// <summary>Rows that are used again: what was marked missing in them must not stay so.</summary>
    public void Revive(ChunkBuilder chunk, int first, int rows)
    {
        var validity = chunk[output].Items.Validity();
        for (var i = first * length; i < (first + rows) * length; i++) validity[i >> 6] |= 1UL << (i & 63);
    }

    /// <summary>Says where the items of each row lie.</summary>
    public void Finish(ChunkBuilder chunk, int rows)
    {
        var vector = chunk[output];
        if (vector.Type.Id != EngineTypeId.List) return;
        var entries = vector.Entries;
        for (var row = 0; row < rows; row++) entries[row] = new ListEntry((ulong)row * (ulong)length, (ulong)length);
        vector.SetItemCount((long)rows * length);
    }
}
