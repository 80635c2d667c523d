using Zenset.DuckDb;

namespace Zenset.Formats.Arrow.Reading.Columns;

/// <summary>Indices of a dictionary.</summary>
/// <param name="width">Bits of an index.</param>
/// <param name="isSigned">It has a sign.</param>
internal readonly unsafe struct Indices(int width, bool isSigned)
{
    /// <summary>The index of a row; of an unsigned one beyond what is signed, a negative number, which leads nowhere.</summary>
    public long Of(ArrowArray array, long row) => (width, isSigned) switch
    {
        (8, true) => ((sbyte*)array.First.Start)[row],
        (8, false) => array.First.Start[row],
        (16, true) => ((short*)array.First.Start)[row],
        (16, false) => ((ushort*)array.First.Start)[row],
        (32, true) => ((int*)array.First.Start)[row],
        (32, false) => ((uint*)array.First.Start)[row],
        _ => ((long*)array.First.Start)[row],
    };
}

/// <summary>A dictionary of text whose values are the categories of a nominal field: codes of an ENUM.</summary>
/// <param name="indices">How indices lie.</param>
/// <param name="codes">For each generation of the dictionary, the category of each value, or -1 for a missing one.</param>
internal sealed unsafe class CategoryReader<TCode>(Indices indices, IReadOnlyList<int[]> codes) : ColumnReader where TCode : unmanaged
{
    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        var map = codes[array.Dictionary!.Generation].AsSpan(0, (int)array.Dictionary.Count);
        var values = Target<TCode>(target, at, count);
        CopyValidity(array, start, count, target, at);
        for (var i = 0; i < count; i++)
        {
            if (array.IsMissing(start + i)) continue;
            var index = indices.Of(array, start + i);
            if ((ulong)index >= (ulong)map.Length) throw array.Dictionary.OutOfRange(index);
            var code = map[(int)index];
            if (code < 0) target.SetMissing(at + i);
            else if (sizeof(TCode) == 1) *(byte*)(values + i) = (byte)code;
            else if (sizeof(TCode) == 2) *(ushort*)(values + i) = (ushort)code;
            else *(int*)(values + i) = code;
        }
    }
}

/// <summary>A dictionary of text without a text: all rows are missing, in a column of text, as the engine has no ENUM without labels.</summary>
internal sealed class NoCategoryReader(Indices indices) : ColumnReader
{
    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        for (var i = 0; i < count; i++)
        {
            if (!array.IsMissing(start + i) && indices.Of(array, start + i) is var index && (ulong)index >= (ulong)array.Dictionary!.Count) throw array.Dictionary.OutOfRange(index);
            target.SetMissing(at + i);
        }
    }
}

/// <summary>Any other dictionary: each row gets the value that its index leads to.</summary>
internal sealed class DictionaryReader(Indices indices, ColumnReader value) : ColumnReader
{
    public override void Begin() => value.Begin();

    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        for (var i = 0; i < count; i++)
        {
            if (array.IsMissing(start + i))
            {
                target.SetMissing(at + i);
                continue;
            }
            var (piece, row) = array.Dictionary!.Find(indices.Of(array, start + i));
            value.Copy(piece, row, 1, target, at + i);
        }
    }

    public override long Measure(ArrowArray array, long start, long count, long most)
    {
        var total = count;
        for (var row = start; row < start + count && total < most; row++)
        {
            if (array.IsMissing(row)) continue;
            var index = indices.Of(array, row);
            if ((ulong)index >= (ulong)array.Dictionary!.Count) continue;
            var (piece, at) = array.Dictionary.Find(index);
            total += value.Measure(piece, at, 1, most - total);
        }
        return total;
    }
}

/// <summary>Runs: each row gets the value of the run it is in.</summary>
internal sealed class RunsReader(int width, ColumnReader value) : ColumnReader
{
    private readonly Indices _ends = new(width, isSigned: true);

    public override void Begin() => value.Begin();

    public override void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        var (ends, values) = (array.Children[0], array.Children[1]);
        var run = FindRun(ends, start);
        for (var i = 0; i < count; run++)
        {
            if (run >= ends.Length || run >= values.Length) throw ArrowDataException.Damaged($"{ends.Length:N0} runs end before row {start + i:N0}");
            var end = _ends.Of(ends, run);
            if (end <= start + i) throw ArrowDataException.Damaged($"run {run:N0} ends at {end:N0}, where it begins");
            for (; i < count && start + i < end; i++) value.Copy(values, run, 1, target, at + i);
        }
    }

    public override long Measure(ArrowArray array, long start, long count, long most)
    {
        var (ends, values) = (array.Children[0], array.Children[1]);
        var total = count;
        var row = start;
        for (var run = FindRun(ends, start); run < ends.Length && run < values.Length && row < start + count && total < most; run++)
        {
            var end = Math.Min(_ends.Of(ends, run), start + count);
            if (end <= row) return total;
            // No more than some 2^28 times the rows that are asked for.
            total += value.Measure(values, run, 1, most) * (end - row);
            row = end;
        }
        return total;
    }

    // The first run that ends behind the row.
    private long FindRun(ArrowArray ends, long row)
    {
        long low = 0, high = ends.Length;
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (_ends.Of(ends, middle) > row) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
