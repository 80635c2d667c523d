namespace Zenset.Formats.Hdf5;

/// <summary>A value that cannot be taken over; the scan adds the place.</summary>
internal sealed class CellException(string problem) : Exception(problem);
