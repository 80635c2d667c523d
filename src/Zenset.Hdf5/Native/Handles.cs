using System.Runtime.InteropServices;

namespace Zenset.Hdf5.Native;

/// <summary>An owned <c>hid_t</c>: closed exactly once, by the function of its kind, under the library's lock.</summary>
internal abstract class IdHandle(nint id) : SafeHandle(id, ownsHandle: true)
{
    private static long _live;

    /// <summary>Handles of this process that are open; the leak test brings it back to where it was.</summary>
    public static long Live => Interlocked.Read(ref _live);

    // 0 is H5P_DEFAULT and H5S_ALL, which nobody closes; a negative id is a failure.
    public sealed override bool IsInvalid => handle <= 0;

    protected sealed override bool ReleaseHandle()
    {
        lock (Hdf5Library.Gate)
        {
            Interlocked.Decrement(ref _live);
            return Close(handle) >= 0;
        }
    }

    protected abstract int Close(nint id);

    /// <summary>The handle, counted; a failure becomes an exception with what the library says of it.</summary>
    public static T Checked<T>(T handle, string action) where T : IdHandle
    {
        if (handle.IsInvalid)
        {
            handle.SetHandleAsInvalid();
            throw ErrorStack.Failure(action);
        }
        Interlocked.Increment(ref _live);
        return handle;
    }
}

/// <summary>An open file.</summary>
internal sealed class FileHandle(nint id) : IdHandle(id)
{
    protected override int Close(nint id) => NativeMethods.H5Fclose(id);
}

/// <summary>An open group.</summary>
internal sealed class GroupHandle(nint id) : IdHandle(id)
{
    protected override int Close(nint id) => NativeMethods.H5Gclose(id);
}

/// <summary>An open dataset.</summary>
internal sealed class DatasetHandle(nint id) : IdHandle(id)
{
    protected override int Close(nint id) => NativeMethods.H5Dclose(id);
}

/// <summary>An open attribute.</summary>
internal sealed class AttributeHandle(nint id) : IdHandle(id)
{
    protected override int Close(nint id) => NativeMethods.H5Aclose(id);
}

/// <summary>A datatype.</summary>
internal sealed class TypeHandle(nint id) : IdHandle(id)
{
    protected override int Close(nint id) => NativeMethods.H5Tclose(id);
}

/// <summary>A dataspace.</summary>
internal sealed class SpaceHandle(nint id) : IdHandle(id)
{
    protected override int Close(nint id) => NativeMethods.H5Sclose(id);
}

/// <summary>A property list; 0 is the default one.</summary>
internal sealed class PropertyHandle(nint id) : IdHandle(id)
{
    /// <summary><c>H5P_DEFAULT</c>.</summary>
    public static PropertyHandle Default { get; } = new(0);

    protected override int Close(nint id) => NativeMethods.H5Pclose(id);
}
