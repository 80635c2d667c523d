using System.Runtime.CompilerServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Csv;

/// <summary>Where the values of one column go: a column of the chunk, or one position in every vector of it.</summary>
/// <param name="vector">The column, or the items of its vectors.</param>
/// <param name="first">Place of the first row.</param>
/// <param name="stride">From one row to the next: 1, or the length of the vectors.</param>
internal readonly ref struct CellTarget(VectorBuilder vector, int first, int stride)
{
    /// <summary>The column, or the items of its vectors.</summary>
    public VectorBuilder Vector { get; } = vector;

    /// <summary>Place of a row of the batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int At(int row) => first + row * stride;

    /// <summary>From one row to the next.</summary>
    public int Stride => stride;
}
