using Zenset.DuckDb;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Cells;

/// <summary>
/// Takes values of one type from memory that the library has filled into a vector. One for each place in a type; used by one scan.
/// </summary>
internal abstract unsafe class Cell
{
    /// <summary>A new chunk begins.</summary>
    /// <param name="heap">Where texts and lists of varying length lie.</param>
    public virtual void Begin(GlobalHeap heap)
    {
    }

    /// <summary>Bytes that a value has elsewhere, as it says itself.</summary>
    public virtual long Weight(byte* from) => 0;

    /// <summary>Takes values.</summary>
    /// <param name="target">Vector.</param>
    /// <param name="row">Place of the first in the vector.</param>
    /// <param name="from">The first value.</param>
    /// <param name="stride">Bytes from one value to the next.</param>
    /// <param name="count">Number of values.</param>
    public abstract void Read(VectorBuilder target, int row, byte* from, int stride, int count);

    /// <summary>The chunk is complete.</summary>
    public virtual void Finish(VectorBuilder target)
    {
    }

    /// <summary>A whole number of 1, 2, 4 or 8 bytes.</summary>
    public static long Number(byte* at, int size, bool isSigned) => (size, isSigned) switch
    {
        (1, true) => *(sbyte*)at,
        (1, false) => *at,
        (2, true) => *(short*)at,
        (2, false) => *(ushort*)at,
        (4, true) => *(int*)at,
        (4, false) => *(uint*)at,
        _ => *(long*)at,
    };
}
