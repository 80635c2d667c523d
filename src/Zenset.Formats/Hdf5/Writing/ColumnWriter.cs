using Zenset.DuckDb;

namespace Zenset.Formats.Hdf5.Writing;

/// <summary>Writes the values of a field, or of the items or members of one.</summary>
internal abstract class ColumnWriter : IDisposable
{
    /// <summary>Adds values.</summary>
    public abstract void Append(Vector values, int first, int count);

    /// <summary>Adds missing values: the items of a missing vector.</summary>
    public abstract void AppendMissing(int count);

    /// <summary>Writes what is still in memory.</summary>
    public abstract void Finish();

    public abstract void Dispose();
}
