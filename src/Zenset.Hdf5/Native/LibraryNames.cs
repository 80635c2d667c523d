using System.Reflection;
using System.Runtime.InteropServices;

namespace Zenset.Hdf5.Native;

/// <summary>Finds the library under the names that systems give it.</summary>
internal static class LibraryNames
{
    /// <summary>Names a library to load instead of the usual ones; for an unusual place, and for the test of a machine without any.</summary>
    public const string Variable = "ZENSET_HDF5";

    // Debian and Ubuntu have the serial build under its own name; other Linuxes, and builds from source, under the plain one. The number is
    // that of the binary interface: 103 is 1.10, 200 is 1.12, 310 is 1.14.
    private static readonly string[] Usual =
    [
        "libhdf5_serial.so.103", "libhdf5_serial.so.310", "libhdf5_serial.so.200", "libhdf5.so.103", "libhdf5.so.310", "libhdf5.so.200", "libhdf5_serial.so", "libhdf5.so",
        "libhdf5.dylib", "/opt/homebrew/lib/libhdf5.dylib", "/usr/local/lib/libhdf5.dylib", "hdf5.dll",
    ];

    /// <summary>The library, loaded; 0 when there is none.</summary>
    public static nint Load()
    {
        IEnumerable<string> names = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? [named] : Usual;
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library)) return library;
        }
        return 0;
    }

    /// <summary>Makes every import of this assembly go to <paramref name="library"/>.</summary>
    public static void Resolve(nint library) => NativeLibrary.SetDllImportResolver(
        Assembly.GetExecutingAssembly(), (name, _, _) => name == "hdf5" ? library : 0);
}
