using System.Runtime.InteropServices;

namespace Zenset.DuckDb.Native;

/// <summary>The C library's allocator, which the engine's memory comes from (glibc, malloc.h: mallopt).</summary>
internal static partial class ProcessMemory
{
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;

    /// <summary>Keeps freed memory in the process. False where the C library is another.</summary>
    public static bool KeepFreed()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            // Blocks up to 1 GiB come from the heap, which is not given back and grows by 16 MiB.
            return mallopt(MmapThreshold, 1 << 30) == 1 && mallopt(TrimThreshold, int.MaxValue) == 1 && mallopt(TopPad, 16 << 20) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int param, int value);
}
