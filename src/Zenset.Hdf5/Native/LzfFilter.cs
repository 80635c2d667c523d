using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zenset.Hdf5.Native;

/// <summary>h5py's compression <c>lzf</c> (filter 32000) as a filter of the library, which has none: reading only.</summary>
/// <remarks>The stream is that of LibLZF 3; the third of the filter's values is the size of a chunk (h5py, lzf_filter.c).</remarks>
internal static unsafe class LzfFilter
{
    public const int Id = 32000;

    private const uint Reverse = 0x0100; // H5Z_FLAG_REVERSE: reading

    /// <summary>Tells the library of it. The class is read again whenever a chunk is, so it is never freed.</summary>
    public static void Register()
    {
        var filter = (FilterClass*)NativeMemory.AllocZeroed((nuint)sizeof(FilterClass));
        *filter = new FilterClass { Version = 1, Id = Id, EncoderPresent = 0, DecoderPresent = 1, Name = Marshal.StringToCoTaskMemUTF8("lzf"), Filter = &Run };
        _ = NativeMethods.H5Zregister(filter);
    }

    // Gives the number of bytes, 0 for a failure; nothing may be thrown through the library.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint Run(uint flags, nuint valueCount, uint* values, nuint bytes, nuint* bufferSize, nint* buffer)
    {
        if ((flags & Reverse) == 0 || bytes > int.MaxValue) return 0;
        // What three bytes can stand for at most (264), whatever size the file claims.
        var most = Math.Min((bytes + 1) * 264, int.MaxValue);
        var wanted = valueCount >= 3 && values[2] != 0 ? values[2] : *bufferSize;
        if (wanted > most) return 0;
        var target = NativeMethods.H5allocate_memory(wanted, 0);
        if (target == 0) return 0;
        var written = Lzf.Decompress(new ReadOnlySpan<byte>((void*)*buffer, (int)bytes), new Span<byte>((void*)target, (int)wanted));
        if (written <= 0)
        {
            _ = NativeMethods.H5free_memory(target);
            return 0;
        }
        _ = NativeMethods.H5free_memory(*buffer);
        *buffer = target;
        *bufferSize = wanted;
        return FilterGuard.Checked(Id, (nuint)written, bufferSize, buffer);
    }
}
