using System.Numerics;

namespace Zenset.Model;

/// <summary>
/// Consecutive positions of a long vector. In the parts each block is a column of its own, a list, so that a few of 100,000 positions are read
/// without the others.
/// </summary>
/// <param name="Column">Name of the column, after the field and the first position: <c>features_0</c>, <c>features_512</c>.</param>
/// <param name="From">First position.</param>
/// <param name="Length">Number of positions.</param>
public readonly record struct StoredBlock(string Column, int From, int Length)
{
    // Longest vector that stays one list: embeddings and the like, which are read whole, and by readers that look for a list.
    private const int LongestWhole = 4096;

    // Ten positions of 100,000 in 200 rows: 15-30 ms with 512, 30-60 ms with 1,024.
    private const int LeastLength = 512;

    // Thousands of columns cost the engine quadratic time.
    private const int MostBlocks = 256;

    /// <summary>First position and number of positions of each block of a field; none when it is no vector, or one that stays whole.</summary>
    public static IEnumerable<(int From, int Length)> Of(Field field)
    {
        var length = field.Block ?? LengthFor(field.Type);
        if (length <= 0 || field.Type.Kind != FieldKind.FixedList || field.Type.Length <= length) yield break;
        for (var from = 0; from < field.Type.Length; from += length) yield return (from, (int)Math.Min(length, field.Type.Length - from));
    }

    /// <summary>How many positions of a vector of this type stand together; 0: all of them.</summary>
    public static int LengthFor(FieldType type) =>
        type is { Kind: FieldKind.FixedList, Length: > LongestWhole and <= int.MaxValue / 2, Item.IsNested: false }
            ? Math.Max(LeastLength, (int)BitOperations.RoundUpToPowerOf2((uint)((type.Length + MostBlocks - 1) / MostBlocks)))
            : 0;
}
