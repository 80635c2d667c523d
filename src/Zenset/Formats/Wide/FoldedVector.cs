using System.Text;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>One vector that columns of a chunk are gathered into.</summary>
/// <param name="output">The vector's column in the chunk that is filled.</param>
/// <param name="columns">The columns of the chunk that is read, by position.</param>
/// <param name="fields">What they are.</param>
internal sealed class FoldedVector(int output, int[] columns, Field[] fields)
{
    // Texts stay where they are until the next chunk is read, and so must the categories that codes become.
    private readonly byte[][]?[] _categories = [.. fields.Select(f => f.Categories is { Values.IsEmpty: false } categories ? Pinned(categories) : null)];
    private readonly nint[] _addresses = new nint[columns.Length];

    public void Gather(Chunk from, ChunkBuilder to, int rows)
    {
        var vector = to[output];
        var stride = columns.Length;
        if (vector.Type.Id == EngineTypeId.List)
        {
            vector.ReserveItems((long)rows * stride);
            for (var row = 0; row < rows; row++) vector.Entries[row] = new ListEntry((ulong)((long)row * stride), (ulong)stride);
            vector.SetItemCount((long)rows * stride);
        }
        var items = vector.Items;
        if (items.Type.IsText)
        {
            for (var i = 0; i < columns.Length; i++) GatherTexts(from[columns[i]], _categories[i], items, i, rows);
        }
        else
        {
            for (var i = 0; i < columns.Length; i++) _addresses[i] = StridedCopy.AddressOf(from[columns[i]]);
            StridedCopy.Gather(_addresses, StridedCopy.AddressOf(items), rows, stride, items.Type.ValueBytes);
        }
        for (var i = 0; i < columns.Length; i++) GatherMissing(from[columns[i]], items, i, rows);
    }

    private void GatherTexts(Vector column, byte[][]? categories, VectorBuilder items, int position, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            if (column.IsMissing(row)) continue;
            var text = categories is null ? column.Text(row) : categories[CodeOf(column, row)];
            items.SetTextInPlace(row * columns.Length + position, text);
        }
    }

    private static int CodeOf(Vector column, int row) => column.Type.ValueBytes switch
    {
        1 => column.Values<byte>()[row],
        2 => column.Values<ushort>()[row],
        _ => (int)column.Values<uint>()[row],
    };

    private void GatherMissing(Vector column, VectorBuilder items, int position, int rows)
    {
        if (!column.HasMissing) return;
        for (var row = 0; row < rows; row++)
        {
            if (column.IsMissing(row)) items.SetMissing(row * columns.Length + position);
        }
    }

    private static byte[][] Pinned(Categories categories)
    {
        var texts = new byte[categories.Values.Length][];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(categories.Values[i]), pinned: true);
            Encoding.UTF8.GetBytes(categories.Values[i], texts[i]);
        }
        return texts;
    }
}
