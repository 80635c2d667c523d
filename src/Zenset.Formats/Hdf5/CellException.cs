namespace Zenset.Formats.Hdf5;

/// <summary>A value that cannot be taken over; the scan adds the place.</summary>
internal sealed class CellException(string problem) : Exception(problem)
{
    /// <summary>Row among those that were taken at once.</summary>
    public int Row { get; init; }
}
