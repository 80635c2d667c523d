using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zenset.Hdf5.Native;

/// <summary><c>H5E_error2_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ErrorEntry
{
    public long ClassId, MajorNumber, MinorNumber;
    public uint Line;
    public byte* Function;
    public byte* File;
    public byte* Description;
}

/// <summary>What the library says of its last failure, read before anything else is called.</summary>
internal static unsafe class ErrorStack
{
    [ThreadStatic]
    private static List<string>? _collected;

    /// <summary>The failure of <paramref name="action"/>, with the innermost and outermost of the library's words.</summary>
    public static Hdf5Exception Failure(string action)
    {
        _collected = [];
        // H5E_DEFAULT, H5E_WALK_UPWARD: from where it began to the function that was called.
        if (NativeMethods.H5Ewalk2(0, 0, &Collect, 0) < 0) _collected.Clear();
        _ = NativeMethods.H5Eclear2(0);
        var words = _collected;
        _collected = null;
        // What was refused is what began it.
        if (FileDriver.TakeRefusal() is { } refusal) return new Hdf5Exception($"the HDF5 library could not {action}: {refusal.Message}") { IsOutside = refusal.IsOutside };
        return new Hdf5Exception(words.Count == 0 ? $"the HDF5 library could not {action}" : $"the HDF5 library could not {action}: {words[0]}");
    }

    /// <summary>Throws when <paramref name="code"/> is a failure.</summary>
    public static void Check(int code, string action)
    {
        if (code < 0) throw Failure(action);
    }

    /// <summary>Forgets a failure that was expected.</summary>
    public static void Clear()
    {
        _ = NativeMethods.H5Eclear2(0);
        _ = FileDriver.TakeRefusal();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Collect(uint n, ErrorEntry* entry, nint data)
    {
        if (_collected is { Count: < 16 } list && entry->Description != null) list.Add(Marshal.PtrToStringUTF8((nint)entry->Description)!);
        return 0;
    }
}
