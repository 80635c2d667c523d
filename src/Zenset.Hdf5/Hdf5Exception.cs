namespace Zenset.Hdf5;

/// <summary>The library refused or failed: the file is damaged, or uses what the library cannot do.</summary>
public sealed class Hdf5Exception(string message) : Exception(message)
{
    /// <summary>The file is in order: values lie in files beside it, which are not opened.</summary>
    public bool IsOutside { get; init; }

    /// <summary>The file is in order: it has a type that is not read.</summary>
    public bool IsUnsupported { get; init; }
}

/// <summary>The HDF5 library is not on this machine; the message says how to install it.</summary>
public sealed class Hdf5MissingException(string message) : Exception(message);
