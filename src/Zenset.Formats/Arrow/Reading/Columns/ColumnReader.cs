using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Arrow.Reading.Columns;

/// <summary>Copies rows of an array into a vector of the engine. Belongs to one scan; keeps what it has written of the current chunk.</summary>
internal abstract unsafe class ColumnReader
{
    /// <summary>A new chunk begins.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Copies <paramref name="count"/> rows from <paramref name="start"/> on to the vector's rows from <paramref name="at"/> on.</summary>
    /// <exception cref="ArrowDataException">A value is not what it should be.</exception>
    public abstract void Copy(ArrowArray array, long start, int count, VectorBuilder target, int at);

    /// <summary>
    /// Number of values, of all depths, that <see cref="Copy"/> would write, sixteen bytes of text for one, so that a chunk of long lists
    /// gets fewer rows. Stops counting at about <paramref name="most"/>: what rows share may add up to anything.
    /// </summary>
    public virtual long Measure(ArrowArray array, long start, long count, long most) => count;

    /// <summary>Marks missing rows of a vector without members and items.</summary>
    protected static void CopyValidity(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        if (array.Validity == null || Bits.AreAllSet(array.Validity, start, count)) return;
        Bits.CopyZeros(array.Validity, start, count, target.Validity(), at);
    }

    /// <summary>Marks missing rows, and with them their members and items.</summary>
    protected static void CopyMissing(ArrowArray array, long start, int count, VectorBuilder target, int at)
    {
        if (array.Validity == null || Bits.AreAllSet(array.Validity, start, count)) return;
        for (var i = 0; i < count; i++)
        {
            if (array.IsMissing(start + i)) target.SetMissing(at + i);
        }
    }

    /// <summary>Where the values of a vector stand, from a row on.</summary>
    protected static T* Target<T>(VectorBuilder target, int at, int count) where T : unmanaged =>
        (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(target.Values<T>().Slice(at, count)));
}
