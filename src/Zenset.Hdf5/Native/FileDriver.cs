using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zenset.Hdf5.Metadata;

namespace Zenset.Hdf5.Native;

/// <summary>
/// A file driver for reading: every byte that the library decodes comes through it, and is looked at first. It has none of the features that
/// the library builds upon its own drivers; of these, the buffer of metadata (H5F__accum_read, 1.10.8) copies whole address spaces when an
/// address overflows.
/// </summary>
internal static unsafe class FileDriver
{
    private const ulong MaxAddress = long.MaxValue;
    private const int CloseWeak = 1; // H5F_CLOSE_WEAK, as the library's own have it

    // H5FD_class_value_t: up to 255 are the library's, and from 512 on registered with it.
    private const int Value = 411;

    /// <summary>The file that is being opened, under the library's lock.</summary>
    [ThreadStatic]
    private static MetadataGuard? _opening;

    [ThreadStatic]
    private static Hdf5Exception? _refusal;

    private static readonly Lazy<nint> Registered = new(Register);

    /// <summary>Why the last read was refused, taken: the library itself says that a read failed, and no more.</summary>
    public static Hdf5Exception? TakeRefusal()
    {
        var refusal = _refusal;
        _refusal = null;
        return refusal;
    }

    /// <summary>Opens a file for reading. Under the library's lock.</summary>
    public static FileHandle Open(string path, MetadataGuard guard, PropertyHandle access)
    {
        if (Registered.Value > 0) ErrorStack.Check(NativeMethods.H5Pset_driver(access, Registered.Value, 0), "open the file");
        try
        {
            _opening = guard;
            return IdHandle.Checked(new FileHandle(NativeMethods.H5Fopen(path, 0, access)), "open the file");
        }
        finally
        {
            _opening = null;
        }
    }

    // 0 where the library is of a version whose class is not known: it reads with its own driver then.
    private static nint Register()
    {
        var functions = new DriverFunctions
        {
            // Never freed: the library keeps the name.
            Name = Marshal.StringToCoTaskMemUTF8("zenset"),
            MaxAddress = MaxAddress, CloseDegree = CloseWeak,
            Open = &OpenFile, Close = &CloseFile, Query = &Query,
            GetEndOfAddresses = &GetEndOfAddresses, SetEndOfAddresses = &SetEndOfAddresses, GetEndOfFile = &GetEndOfFile,
            Read = &Read, Write = &Write,
        };
        var version = Hdf5Library.Version;
        if (version is { Major: 1, Minor: 10 })
        {
            var known = new DriverClass110 { Functions = functions };
            return NativeMethods.H5FDregister(&known);
        }
        if (version is { Major: 1, Minor: >= 14 } or { Major: > 1 })
        {
            var known = new DriverClass114 { Version = 1, Value = Value, Functions = functions };
            return NativeMethods.H5FDregister(&known);
        }
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static DriverFile* OpenFile(byte* name, uint flags, nint access, ulong maxAddress)
    {
        // Anything but reading (0), or a file that another one refers to.
        if (_opening is null || flags != 0) return null;
        var file = (DriverFile*)NativeMemory.AllocZeroed((nuint)sizeof(DriverFile));
        file->Source = GCHandle.ToIntPtr(GCHandle.Alloc(_opening));
        return file;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CloseFile(DriverFile* file)
    {
        GCHandle.FromIntPtr(file->Source).Free();
        NativeMemory.Free(file);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Query(DriverFile* file, CULong* features)
    {
        *features = new CULong(0);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ulong GetEndOfAddresses(DriverFile* file, int kind) => file->EndOfAddresses;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SetEndOfAddresses(DriverFile* file, int kind, ulong address)
    {
        file->EndOfAddresses = address;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ulong GetEndOfFile(DriverFile* file, int kind) => (ulong)Of(file).Bytes.Length;

    // Nothing may be thrown through the library: what is wrong waits for whoever asked.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(DriverFile* file, int kind, nint transfer, ulong address, nuint size, byte* buffer)
    {
        try
        {
            Of(file).Read(kind, address, size, buffer);
            return 0;
        }
        catch (Exception e)
        {
            _refusal = e as Hdf5Exception ?? new Hdf5Exception($"the file could not be read: {e.Message}");
            return -1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(DriverFile* file, int kind, nint transfer, ulong address, nuint size, byte* buffer) => -1;

    private static MetadataGuard Of(DriverFile* file) => (MetadataGuard)GCHandle.FromIntPtr(file->Source).Target!;
}
