using System.Runtime.InteropServices;

namespace Zenset.Hdf5;

/// <summary>A text or list of varying length as it stands in a file: its length, and where its items lie.</summary>
/// <remarks>HDF5 File Format Specification 3.0, §VIII.B: length, then a global heap ID (address of a collection, index in it). The length counts items.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct HeapReference
{
    /// <summary>Bytes of one, in files with addresses of 8 bytes.</summary>
    public const int Bytes = 16;

    /// <summary>Number of items.</summary>
    public readonly uint Length;

    /// <summary>Address of the collection; 0 when there is none.</summary>
    public readonly long Collection;

    /// <summary>Object in the collection.</summary>
    public readonly uint Index;

    /// <summary>The type as which the library hands references out, instead of following them.</summary>
    internal static Hdf5Type Type { get; } = Hdf5Type.Opaque(Bytes, "zenset heap reference");
}
