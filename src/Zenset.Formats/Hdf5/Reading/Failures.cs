using Zenset.Hdf5;

namespace Zenset.Formats.Hdf5.Reading;

/// <summary>What the library says, as errors of the source.</summary>
internal static class Failures
{
    public static SourceDataException Damaged(Hdf5Exception e, SourceLocation place) => new(Hdf5Errors.Damaged, e.Message, place, "Fetch or write the file again.", e);

    public static NotSupportedSourceException NoLibrary(Hdf5MissingException e) => new(
        Hdf5Errors.NoLibrary, "HDF5 files are read with the HDF5 library, which is not on this machine",
        fix: "Install it: `apt install libhdf5-103-1` (Debian, Ubuntu; or the libhdf5 of your release), `brew install hdf5` (macOS); or name its file in ZENSET_HDF5.", inner: e);
}
