using System.Collections.Immutable;

namespace Zenset.Formats.Hdf5;

/// <summary>What can be wrong with an HDF5 file.</summary>
internal static class Hdf5Errors
{
    public static readonly ErrorCode NoLibrary = new("hdf5/no-library", "The HDF5 library is not on this machine. Install it: `apt install libhdf5-103-1` (or your release's libhdf5), `brew install hdf5`.");
    public static readonly ErrorCode Damaged = new("hdf5/damaged", "The file is not HDF5, is cut off or damaged. The message has the library's words. Fetch or write it again.");
    public static readonly ErrorCode Type = new("hdf5/type", "A dataset has a type that is not read (references, times, numbers of more than 64 bits). Write it with another type.");
    public static readonly ErrorCode Filter = new("hdf5/filter", "A dataset is packed with a filter that the library does not have. Pack it again: `h5repack -f GZIP=4 in.h5 out.h5`.");
    public static readonly ErrorCode Outside = new("hdf5/outside", "A dataset lies in other files (external storage or a virtual dataset). Those are not opened; copy it into one file: `h5repack in.h5 out.h5`.");
    public static readonly ErrorCode TooLarge = new("hdf5/too-large", "A dataset claims far more values than its file can hold, a row is too large, or there are too many objects.");
    public static readonly ErrorCode Value = new("hdf5/value", "A value is not one of its enumeration's, a text is not UTF-8, or an index of a sparse matrix is out of range.");
    public static readonly ErrorCode Layout = new("hdf5/layout", "Datasets that belong together (a frame, a sparse matrix, a table of Zenset) do not fit each other.");
    public static readonly ErrorCode Pickled = new("hdf5/pickled", "A column holds pickled Python objects, which are programs and are not run. Write the frame with `format='table'`, or its texts as strings.");
    public static readonly ErrorCode NoTables = new("hdf5/no-tables", "The file holds no dataset that could be a table.");

    public static ImmutableArray<ErrorCode> All { get; } = [NoLibrary, Damaged, Type, Filter, Outside, TooLarge, Value, Layout, Pickled, NoTables];
}
