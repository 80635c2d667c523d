using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>A field of a table and the datasets that hold it.</summary>
internal abstract record TableColumn(Field Field)
{
    /// <summary>The datasets.</summary>
    public abstract ImmutableArray<StoredDataset> Datasets { get; }

    /// <summary>Rows.</summary>
    public abstract long Rows { get; }

    /// <summary>Bytes of all values in memory, without what texts and lists have beyond their addresses.</summary>
    public abstract long Bytes { get; }

    /// <summary>Makes what fills vectors; one for each scan.</summary>
    public abstract ColumnReader Open(Windows windows);
}

/// <summary>Fills vectors with the values of a column.</summary>
internal abstract class ColumnReader
{
    /// <summary>Of some rows, how many can be filled at once: at least one.</summary>
    public abstract int Limit(long row, int rows, long end);

    /// <summary>Fills the first rows of a vector.</summary>
    /// <exception cref="CellException">A value cannot be taken over.</exception>
    public abstract void Fill(VectorBuilder target, long row, int rows);
}
