using System.Collections.Immutable;

namespace Zenset.Hdf5.Native;

/// <summary>The shape of a dataspace.</summary>
internal readonly record struct Extent(bool IsNull, bool IsScalar, ImmutableArray<long> Dimensions)
{
    private const int MaxRank = 32; // H5S_MAX_RANK

    /// <summary>Number of elements; null when it is beyond 64 bits or any memory.</summary>
    public long? Count
    {
        get
        {
            long count = 1;
            foreach (var n in Dimensions)
            {
                if (n == 0) return 0;
                if (count > (1L << 48) / n) return null;
                count *= n;
            }
            return IsNull ? 0 : count;
        }
    }

    public static unsafe Extent Of(SpaceHandle space)
    {
        var kind = NativeMethods.H5Sget_simple_extent_type(space);
        if (kind == 2) return new Extent(true, false, []);
        var rank = NativeMethods.H5Sget_simple_extent_ndims(space);
        if (kind is < 0 or > 2 || rank is < 0 or > MaxRank) throw new Hdf5Exception("a dataspace is damaged");
        Span<ulong> dimensions = stackalloc ulong[MaxRank];
        fixed (ulong* d = dimensions)
        {
            if (NativeMethods.H5Sget_simple_extent_dims(space, d, null) < 0) throw ErrorStack.Failure("read a dataspace");
        }
        var read = ImmutableArray.CreateBuilder<long>(rank);
        foreach (var n in dimensions[..rank])
        {
            if (n > long.MaxValue) throw new Hdf5Exception("a dimension is beyond any file");
            read.Add((long)n);
        }
        return new Extent(false, rank == 0, read.ToImmutable());
    }
}
