using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zenset.Hdf5.Native;

/// <summary>What <c>H5FD_class_t</c> has in every version, from its name to the function that writes.</summary>
/// <remarks>H5FDpublic.h of 1.10, H5FDdevelop.h of 1.14.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DriverFunctions
{
    public nint Name;
    public ulong MaxAddress;
    public int CloseDegree;
    public nint Terminate, SuperblockSize, SuperblockEncode, SuperblockDecode;
    public nuint AccessSize;
    public nint AccessGet, AccessCopy, AccessFree;
    public nuint TransferSize;
    public nint TransferCopy, TransferFree;
    public delegate* unmanaged[Cdecl]<byte*, uint, nint, ulong, DriverFile*> Open;
    public delegate* unmanaged[Cdecl]<DriverFile*, int> Close;
    public nint Compare;
    public delegate* unmanaged[Cdecl]<DriverFile*, CULong*, int> Query;
    public nint GetTypeMap, Allocate, Free;
    public delegate* unmanaged[Cdecl]<DriverFile*, int, ulong> GetEndOfAddresses;
    public delegate* unmanaged[Cdecl]<DriverFile*, int, ulong, int> SetEndOfAddresses;
    public delegate* unmanaged[Cdecl]<DriverFile*, int, ulong> GetEndOfFile;
    public nint GetHandle;
    public delegate* unmanaged[Cdecl]<DriverFile*, int, nint, ulong, nuint, byte*, int> Read;
    public delegate* unmanaged[Cdecl]<DriverFile*, int, nint, ulong, nuint, byte*, int> Write;
}

/// <summary>The places of free blocks by kind (<c>H5FD_MEM_NTYPES</c> is 7): a reader has none, and all are the default.</summary>
[InlineArray(7)]
internal struct DriverFreeLists
{
    private int _first;
}

/// <summary><c>H5FD_class_t</c> of 1.10.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DriverClass110
{
    public DriverFunctions Functions;
    public nint Flush, Truncate, Lock, Unlock;
    public DriverFreeLists FreeLists;
}

/// <summary><c>H5FD_class_t</c> of 1.14, which says its version; a later one refuses it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DriverClass114
{
    public uint Version;
    public int Value;
    public DriverFunctions Functions;
    public nint ReadVector, WriteVector, ReadSelection, WriteSelection, Flush, Truncate, Lock, Unlock, Delete, Control;
    public DriverFreeLists FreeLists;
}

/// <summary><c>H5FD_t</c>: what the library keeps of an open file, and behind it what the driver does.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DriverFile
{
    /// <summary>The library's: 80 bytes in 1.10 and 1.14.</summary>
    public DriverFileHead Head;
    public ulong EndOfAddresses;
    public nint Source;
}

/// <summary>Room for the library's own.</summary>
[InlineArray(32)]
internal struct DriverFileHead
{
    private long _first;
}
