using Zenset.DuckDb;
using Zenset.Formats.Arrow.Reading;

namespace Zenset.Formats.Arrow.Writing.Columns;

/// <summary>Collects the rows of a vector of the engine as an array of Arrow, batch by batch. Belongs to one thread.</summary>
internal abstract unsafe class ColumnWriter
{
    /// <summary>Which values are there.</summary>
    protected BitBuffer Present { get; } = new();

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> of a vector.</summary>
    public abstract void Append(Vector vector, int start, int count);

    /// <summary>Missing values. What stands in their place is 0, so that the same rows always give the same bytes.</summary>
    public abstract void AppendMissing(int count);

    /// <summary>About how many bytes <see cref="Append"/> would add.</summary>
    public abstract long Measure(Vector vector, int start, int count);

    /// <summary>Adds the array to a batch; <see cref="Clear"/> follows when that is written.</summary>
    public abstract void AddTo(BatchBuilder batch);

    /// <summary>Begins the next batch.</summary>
    public virtual void Clear() => Present.Clear();

    /// <summary>Adds the node, and the bitmap, which nothing needs when all values are there.</summary>
    protected void AddValidity(BatchBuilder batch)
    {
        batch.AddNode(Present.Count, Present.Zeros);
        batch.AddBuffer(Present.Zeros == 0 ? default : Present.Memory);
    }

    /// <summary>Whether any of these rows is missing. Looks at no others: the items of all lists are one vector.</summary>
    protected static bool HasMissing(Vector vector, int start, int count)
    {
        var validity = vector.Validity;
        if (validity.IsEmpty || count == 0) return false;
        fixed (ulong* words = validity) return !Bits.AreAllSet((byte*)words, start, count);
    }

    /// <summary>The end of the rows from <paramref name="start"/> on that are all there or all missing, as the first is.</summary>
    protected static int RunEnd(Vector vector, int start, int end)
    {
        var isMissing = vector.IsMissing(start);
        var at = start + 1;
        while (at < end && vector.IsMissing(at) == isMissing) at++;
        return at;
    }
}
