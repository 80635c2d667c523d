using System.Runtime.InteropServices;
using Zenset.Hdf5.Native;

namespace Zenset.Hdf5;

/// <summary>The library as a whole: whether it is there, and what it is allowed to do in this process.</summary>
/// <remarks>
/// Distributions build it without thread safety, so every call is made under <see cref="Gate"/>. Loaded at the first use; plugins, links to
/// other files and its printing of errors are switched off, since a file may come from anybody.
/// </remarks>
public static class Hdf5Library
{
    private const int ExternalLinkClass = 64; // H5L_TYPE_EXTERNAL

    private static readonly Lazy<nint> Loaded = new(Load);

    private static readonly Lazy<bool> ReferencesStay = new(() =>
    {
        Native.ReferenceConversion.Register();
        return true;
    });

    private static readonly Lock Entrance = new();

    [ThreadStatic]
    private static bool _isQuiet;

    /// <summary>
    /// Taken around all calls. Where a build does keep threads apart, each has its own stack of errors, which prints until it is told not to.
    /// </summary>
    internal static Lock Gate
    {
        get
        {
            if (_isQuiet) return Entrance;
            lock (Entrance) _ = NativeMethods.H5Eset_auto2(0, 0, 0);
            _isQuiet = true;
            return Entrance;
        }
    }

    /// <summary>The library can be used.</summary>
    public static bool IsAvailable => Loaded.Value != 0;

    /// <summary>Version, such as 1.10.8.</summary>
    /// <exception cref="Hdf5MissingException">There is none.</exception>
    public static Version Version
    {
        get
        {
            Require();
            lock (Gate)
            {
                ErrorStack.Check(NativeMethods.H5get_libversion(out var major, out var minor, out var release), "tell its version");
                return new Version((int)major, (int)minor, (int)release);
            }
        }
    }

    internal static void Require()
    {
        if (Loaded.Value == 0)
        {
            throw new Hdf5MissingException(
                "the HDF5 library is not on this machine; install it (Debian and Ubuntu: apt install libhdf5-103-1, or the libhdf5 package of your release; macOS: brew install hdf5), "
                + $"or name its file in {LibraryNames.Variable}");
        }
    }

    /// <summary>Makes sure that files can be read without the library following what they refer to.</summary>
    internal static void RequireForReading()
    {
        Require();
        lock (Gate) _ = ReferencesStay.Value;
    }

    /// <summary>A type or property class that the library keeps in a global variable, such as <c>H5T_STD_I32LE_g</c>.</summary>
    internal static unsafe nint Predefined(string name)
    {
        Require();
        return (nint)(*(long*)NativeLibrary.GetExport(Loaded.Value, name));
    }

    /// <summary>The library has a function that came later than the oldest version that is used.</summary>
    internal static bool Has(string function) => NativeLibrary.TryGetExport(Loaded.Value, function, out _);

    private static nint Load()
    {
        var library = LibraryNames.Load();
        if (library == 0) return 0;
        LibraryNames.Resolve(library);
        lock (Entrance)
        {
            if (NativeMethods.H5open() < 0) return 0;
            _ = NativeMethods.H5Eset_auto2(0, 0, 0);
            _ = NativeMethods.H5PLset_loading_state(0);
            _ = NativeMethods.H5Lunregister(ExternalLinkClass);
            LzfFilter.Register();
            FilterGuard.Register(library);
        }
        return library;
    }
}
