using System.Diagnostics.CodeAnalysis;
using Zenset.Hdf5;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>Types and forms that writing and reading have in common.</summary>
internal static class OwnTypes
{
    // A row of a dataset is read and written as a whole.
    private const long MostRowBytes = 1 << 20;

    /// <summary>A UUID: 36 characters, zeros where there is none.</summary>
    public static Hdf5Type Uuid { get; } = new() { Class = Hdf5Class.String, Size = 36, Padding = 1 };

    /// <summary>The narrowest codes for so many categories.</summary>
    public static Hdf5Type Codes(int categories) => Hdf5Type.Integer(categories <= sbyte.MaxValue ? 1 : categories <= short.MaxValue ? 2 : 4, true);

    /// <summary>A vector is a row of a dataset of two dimensions; others are stored as lists are.</summary>
    public static bool IsMatrix(FieldType vector, [NotNullWhen(true)] out FlatStorage? item)
    {
        item = FlatStorage.Of(vector.Item!);
        return item is not null && vector.Length > 0 && vector.Length <= MostRowBytes / item.Memory.Size;
    }
}
