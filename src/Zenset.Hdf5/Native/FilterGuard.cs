using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zenset.Hdf5.Native;

// H5Z_class2_t
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FilterClass
{
    public int Version;
    public int Id;
    public uint EncoderPresent;
    public uint DecoderPresent;
    public nint Name;
    public nint CanApply;
    public nint SetLocal;
    public delegate* unmanaged[Cdecl]<uint, nuint, uint*, nuint, nuint*, nint*, nuint> Filter;
}

/// <summary>
/// Stands around the library's filters: what one unpacks must be a whole chunk. The library (1.10.8) does not look, and reads as many bytes as a
/// chunk should have.
/// </summary>
/// <remarks>
/// Its own filters cannot be replaced through its interface (H5Zregister refuses), so their entry in its table is (H5Z_register, exported on
/// Unix). Where that is not exported, the filters stay as they are.
/// </remarks>
internal static unsafe class FilterGuard
{
    private const uint Reverse = 0x0100; // H5Z_FLAG_REVERSE: reading

    private static readonly delegate* unmanaged[Cdecl]<uint, nuint, uint*, nuint, nuint*, nint*, nuint>[] Originals = new delegate* unmanaged[Cdecl]<uint, nuint, uint*, nuint, nuint*, nint*, nuint>[7];

    /// <summary>Bytes of a chunk of what is being read; set under the library's lock.</summary>
    public static long ChunkBytes { get; set; }

    /// <summary>The filter that chunks go through last when they are read.</summary>
    public static int LastFilter { get; set; }

    public static void Register(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "H5Z_register", out var register)) return;
        Guard(library, register, "H5Z_DEFLATE", 1, &Deflate);
        Guard(library, register, "H5Z_SHUFFLE", 2, &Shuffle);
        Guard(library, register, "H5Z_FLETCHER32", 3, &Fletcher32);
        Guard(library, register, "H5Z_NBIT", 5, &NBit);
        Guard(library, register, "H5Z_SCALEOFFSET", 6, &ScaleOffset);
    }

    /// <summary>What a filter has unpacked, checked: as many bytes as it may give, in room for a whole chunk; 0 is a failure.</summary>
    public static nuint Checked(int filter, nuint written, nuint* bufferSize, nint* buffer)
    {
        if (written == 0 || written > *bufferSize) return 0;
        if (filter == LastFilter && written != (nuint)ChunkBytes) return 0;
        if (*bufferSize >= (nuint)ChunkBytes) return written;
        // A chunk may leave out the last filter; then this is what is read as a chunk.
        var room = NativeMethods.H5allocate_memory((nuint)ChunkBytes, 1);
        if (room == 0) return 0;
        new ReadOnlySpan<byte>((void*)*buffer, (int)written).CopyTo(new Span<byte>((void*)room, (int)ChunkBytes));
        _ = NativeMethods.H5free_memory(*buffer);
        *buffer = room;
        *bufferSize = (nuint)ChunkBytes;
        return written;
    }

    private static void Guard(
        nint library, nint register, string name, int id, delegate* unmanaged[Cdecl]<uint, nuint, uint*, nuint, nuint*, nint*, nuint> guarded)
    {
        if (!NativeLibrary.TryGetExport(library, name, out var known)) return;
        var original = (FilterClass*)known;
        if (original->Version != 1 || original->Id != id) return;
        Originals[id] = original->Filter;
        // The library copies what it is given.
        var copy = *original;
        copy.Filter = guarded;
        _ = ((delegate* unmanaged[Cdecl]<FilterClass*, int>)register)(&copy);
    }

    private static nuint Run(int filter, uint flags, nuint valueCount, uint* values, nuint bytes, nuint* bufferSize, nint* buffer)
    {
        var written = Originals[filter](flags, valueCount, values, bytes, bufferSize, buffer);
        return (flags & Reverse) == 0 ? written : Checked(filter, written, bufferSize, buffer);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint Deflate(uint flags, nuint valueCount, uint* values, nuint bytes, nuint* bufferSize, nint* buffer) => Run(1, flags, valueCount, values, bytes, bufferSize, buffer);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint Shuffle(uint flags, nuint valueCount, uint* values, nuint bytes, nuint* bufferSize, nint* buffer) => Run(2, flags, valueCount, values, bytes, bufferSize, buffer);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint Fletcher32(uint flags, nuint valueCount, uint* values, nuint bytes, nuint* bufferSize, nint* buffer) =>
        // It takes off a checksum of four bytes without looking whether there are as many.
        bytes < 4 && (flags & Reverse) != 0 ? 0 : Run(3, flags, valueCount, values, bytes, bufferSize, buffer);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint NBit(uint flags, nuint valueCount, uint* values, nuint bytes, nuint* bufferSize, nint* buffer) => Run(5, flags, valueCount, values, bytes, bufferSize, buffer);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint ScaleOffset(uint flags, nuint valueCount, uint* values, nuint bytes, nuint* bufferSize, nint* buffer) => Run(6, flags, valueCount, values, bytes, bufferSize, buffer);
}
