namespace Zenset.Hdf5.Metadata;

/// <summary>Checks a dataspace before the library decodes it.</summary>
/// <remarks>HDF5 File Format Specification 3.0, §IV.A.2.b.</remarks>
internal static class SpaceCheck
{
    private const int MaxRank = 32; // H5S_MAX_RANK
    private const ulong MaxElements = 1UL << 62;

    /// <returns>What it says.</returns>
    /// <exception cref="Hdf5Exception">It is damaged.</exception>
    public static Shape Check(ref Piece space)
    {
        var (version, rank, flags, kind) = (space.Byte(), space.Byte(), space.Byte(), space.Byte());
        if (version is not (1 or 2) || rank > MaxRank) throw new Hdf5Exception("a dataspace is damaged");
        if (version == 1) space.Skip(4);
        var elements = version == 2 && kind == 2 ? 0UL : 1;
        var dimensions = new ulong[rank];
        for (var i = 0; i < rank; i++)
        {
            dimensions[i] = space.Length();
            // The library multiplies without looking for what does not fit.
            if (dimensions[i] != 0 && elements > MaxElements / dimensions[i]) throw new Hdf5Exception("a dataspace has more elements than there can be");
            elements *= dimensions[i];
        }
        if ((flags & 1) == 0) return new Shape(dimensions, dimensions, elements);
        var most = new ulong[rank];
        for (var i = 0; i < rank; i++)
        {
            most[i] = space.Length();
            if (most[i] < dimensions[i]) throw new Hdf5Exception("a dataspace is larger than it may be");
        }
        return new Shape(dimensions, most, elements);
    }
}

/// <summary>A dataspace.</summary>
/// <param name="Dimensions">What it has of each dimension.</param>
/// <param name="Most">What it may have.</param>
/// <param name="Elements">Number of elements.</param>
internal sealed record Shape(ulong[] Dimensions, ulong[] Most, ulong Elements);
