using Zenset.DuckDb;

namespace Zenset.Formats.Arrow.Reading.Columns;

/// <summary>A struct of two lists that Zenset wrote for a sparse field. Others rely on its indices, so they are checked.</summary>
internal sealed unsafe class SparseReader(ColumnReader indices, ColumnReader values, long length) : ColumnReader
{
    private readonly StructReader _members = new([indices, values]);

    public override void Begin() => _members.Begin();

    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        _members.Copy(array, start, count, target, at);
        var (positions, items) = (array.Children[0], array.Children[1]);
        for (var row = start; row < start + count; row++)
        {
            if (array.IsMissing(row)) continue;
            // Copying has checked that the ranges lie in the arrays.
            var (from, entries) = positions.IsMissing(row) ? (0, -1) : default(Offsets32).Of(positions, row);
            var stored = items.IsMissing(row) ? -1 : default(Offsets32).Of(items, row).Item2;
            if (entries < 0 || entries != stored) throw ArrowDataException.Damaged($"a sparse row has not as many indices as values");
            var last = -1L;
            for (var i = from; i < from + entries; i++)
            {
                var position = ((int*)positions.Children[0].First.Start)[i];
                if (positions.Children[0].IsMissing(i) || position <= last || position >= length) throw ArrowDataException.Damaged($"index {position} after {last} in a sparse row of {length:N0} positions");
                last = position;
            }
        }
    }

    public override long Measure(ArrowArray array, long start, long count, long most) => _members.Measure(array, start, count, most);
}
