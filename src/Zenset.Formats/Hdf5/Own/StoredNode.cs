using Zenset.DuckDb;
using Zenset.Formats.Hdf5.Reading;

namespace Zenset.Formats.Hdf5.Own;

/// <summary>Where the values of a field, or of the items or members of one, lie in a file that Zenset wrote.</summary>
internal abstract class StoredNode
{
    /// <summary>The datasets.</summary>
    public abstract IEnumerable<StoredDataset> Datasets { get; }

    /// <summary>Values.</summary>
    public abstract long Rows { get; }

    /// <summary>Makes what reads them; one for each scan.</summary>
    public abstract NodeReader Open(Windows windows);
}

/// <summary>Fills vectors with the values of a node.</summary>
internal abstract class NodeReader
{
    /// <summary>Of some rows, how many can be filled at once: at least one.</summary>
    public abstract int Limit(long row, int rows);

    /// <summary>Fills the first rows of a vector, whose items have not been written yet.</summary>
    /// <exception cref="CellException">A value cannot be taken over.</exception>
    public abstract void Fill(VectorBuilder target, long row, int rows);
}
