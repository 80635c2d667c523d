using Zenset.Hdf5.Metadata;
using Zenset.Hdf5.Native;

namespace Zenset.Hdf5;

/// <summary>An open file.</summary>
public sealed class Hdf5File : IDisposable
{
    private readonly FileHandle _handle;
    private readonly FileBytes? _bytes;

    private Hdf5File(FileHandle handle, FileBytes? bytes, GlobalHeap? heap)
    {
        _handle = handle;
        _bytes = bytes;
        Heap = heap;
        lock (Hdf5Library.Gate) Root = new Hdf5Group(IdHandle.Checked(new GroupHandle(NativeMethods.H5Gopen2(handle, "/", 0)), "open the root group"), "/", heap);
    }

    /// <summary>Where texts and lists of varying length lie; null for a file that is being written.</summary>
    public GlobalHeap? Heap { get; }

    /// <summary>The group that everything is in.</summary>
    public Hdf5Group Root { get; }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="Hdf5MissingException">The library is not there.</exception>
    /// <exception cref="Hdf5Exception">It is no HDF5 file, or damaged.</exception>
    public static Hdf5File OpenRead(string path)
    {
        Hdf5Library.RequireForReading();
        lock (Hdf5Library.Gate)
        {
            using var access = Properties.Make("H5P_CLS_FILE_ACCESS_ID_g");
            // H5F_CLOSE_STRONG: closing the file closes all that is still open in it.
            ErrorStack.Check(NativeMethods.H5Pset_fclose_degree(access, 3), "open the file");
            var bytes = new FileBytes(path);
            try
            {
                var superblock = Superblock.Find(bytes);
                return Guarded(FileDriver.Open(path, new MetadataGuard(bytes, superblock), access), bytes, new GlobalHeap(bytes, superblock));
            }
            catch
            {
                bytes.Dispose();
                throw;
            }
        }
    }

    /// <summary>Makes a file, which must not be there. Every version of the library since 1.8 can read it.</summary>
    public static Hdf5File Create(string path)
    {
        Hdf5Library.Require();
        lock (Hdf5Library.Gate)
        {
            using var access = Properties.Make("H5P_CLS_FILE_ACCESS_ID_g");
            // H5F_LIBVER_V18 for both: long attributes are stored in a way that 1.6 did not know.
            ErrorStack.Check(NativeMethods.H5Pset_libver_bounds(access, 1, 1), "create the file");
            // Nobody else knows the file yet, and a process that is started meanwhile would inherit the lock and keep it.
            if (Hdf5Library.Has("H5Pset_file_locking")) ErrorStack.Check(NativeMethods.H5Pset_file_locking(access, 0, 1), "create the file");
            // The root is a group like others: with times, the same tables would give other bytes each second.
            using var creation = Properties.Make("H5P_CLS_FILE_CREATE_ID_g");
            ErrorStack.Check(NativeMethods.H5Pset_obj_track_times(creation, 0), "create the file");
            // H5F_ACC_EXCL
            return Guarded(IdHandle.Checked(new FileHandle(NativeMethods.H5Fcreate(path, 4, creation, access)), "create the file"), null, null);
        }
    }

    /// <summary>Writes everything to the file.</summary>
    public void Flush()
    {
        lock (Hdf5Library.Gate) ErrorStack.Check(NativeMethods.H5Fflush(_handle, 1), "write the file");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Root.Dispose();
        _handle.Dispose();
        _bytes?.Dispose();
    }

    private static Hdf5File Guarded(FileHandle handle, FileBytes? bytes, GlobalHeap? heap)
    {
        try
        {
            return new Hdf5File(handle, bytes, heap);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
