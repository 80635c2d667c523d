using System.Collections.Immutable;
using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>What is known of a dataset without its values. It is closed again: a file may have tens of thousands.</summary>
internal sealed record StoredDataset
{
    public required string Name { get; init; }

    /// <summary>Path in the file, without the first slash.</summary>
    public required string Path { get; init; }

    /// <summary>Type in the file.</summary>
    public required Hdf5Type Type { get; init; }

    /// <summary>Type in memory.</summary>
    public required Hdf5Type Memory { get; init; }

    /// <summary>Dimensions; none for a single value.</summary>
    public required ImmutableArray<long> Dimensions { get; init; }

    /// <summary>Rows of a chunk; 0 when it is in one piece.</summary>
    public required long ChunkRows { get; init; }

    /// <summary>Bytes in memory of the chunks that lie side by side; 0 when it is in one piece.</summary>
    public required long StripeBytes { get; init; }

    /// <summary>Attributes.</summary>
    public required StoredAttributes Attributes { get; init; }

    /// <summary>Rows: one for a single value.</summary>
    public long Rows => Dimensions.IsEmpty ? 1 : Dimensions[0];

    /// <summary>Values of a row.</summary>
    public long RowElements => Dimensions.Skip(1).Aggregate(1L, (product, n) => checked(product * n));

    /// <summary>Bytes of a row in memory.</summary>
    public long RowBytes => checked(RowElements * Memory.Size);

    /// <summary>Bytes of all rows in memory.</summary>
    public long Bytes => checked(Rows * RowBytes);

    /// <summary>A table of its own: one row of named members for each row.</summary>
    public bool IsTable => Dimensions.Length <= 1 && Type is { Class: Hdf5Class.Compound, Members.Length: > 0 } && !IsComplex;

    /// <summary>Has one value for each row.</summary>
    public bool IsColumn => Dimensions.Length <= 1 && (Type.Class != Hdf5Class.Compound || IsComplex);

    // Complex numbers of h5py and PyTables.
    private bool IsComplex => Type.Members is [{ Name: "r", Type.Class: Hdf5Class.Float }, { Name: "i", Type.Class: Hdf5Class.Float }];
}
