using System.Runtime.InteropServices;

namespace Zenset.DuckDb;

/// <summary>
/// Zstandard, of which the engine's library has a copy for its Parquet files. Its functions are exported under the names that a C++
/// compiler gives them, on Linux and macOS; a test holds that they are there. Safe from several threads.
/// </summary>
/// <remarks>zstd.h 1.5.6, "Simple API"; why not another: docs/decisions/0009-zstd.md.</remarks>
public static unsafe class Zstd
{
    // Itanium C++ ABI: namespace duckdb_zstd, then the parameters (void*, size_t, void const*, size_t, int).
    private static readonly delegate* unmanaged[Cdecl]<void*, nuint, void*, nuint, int, nuint> CompressFunction;
    private static readonly delegate* unmanaged[Cdecl]<void*, nuint, void*, nuint, nuint> DecompressFunction;
    private static readonly delegate* unmanaged[Cdecl]<nuint, nuint> BoundFunction;
    private static readonly delegate* unmanaged[Cdecl]<nuint, uint> IsErrorFunction;

    static Zstd()
    {
        if (!NativeLibrary.TryLoad("duckdb", typeof(Zstd).Assembly, null, out var library)) return;
        if (!NativeLibrary.TryGetExport(library, "_ZN11duckdb_zstd13ZSTD_compressEPvmPKvmi", out var compress)
            || !NativeLibrary.TryGetExport(library, "_ZN11duckdb_zstd15ZSTD_decompressEPvmPKvm", out var decompress)
            || !NativeLibrary.TryGetExport(library, "_ZN11duckdb_zstd18ZSTD_compressBoundEm", out var bound)
            || !NativeLibrary.TryGetExport(library, "_ZN11duckdb_zstd12ZSTD_isErrorEm", out var isError))
        {
            return;
        }
        CompressFunction = (delegate* unmanaged[Cdecl]<void*, nuint, void*, nuint, int, nuint>)compress;
        DecompressFunction = (delegate* unmanaged[Cdecl]<void*, nuint, void*, nuint, nuint>)decompress;
        BoundFunction = (delegate* unmanaged[Cdecl]<nuint, nuint>)bound;
        IsErrorFunction = (delegate* unmanaged[Cdecl]<nuint, uint>)isError;
    }

    /// <summary>The engine's library on this platform has the functions.</summary>
    public static bool IsAvailable => IsErrorFunction != null;

    /// <summary>Most bytes that <paramref name="length"/> bytes take, compressed.</summary>
    /// <exception cref="PlatformNotSupportedException">Not <see cref="IsAvailable"/>.</exception>
    public static int MostBytes(int length)
    {
        Require();
        return checked((int)BoundFunction((nuint)length));
    }

    /// <summary>Compresses into <paramref name="packed"/>, which has room for <see cref="MostBytes"/>, as one frame; returns its bytes.</summary>
    /// <param name="plain">What to compress.</param>
    /// <param name="packed">Where to.</param>
    /// <param name="level">1, fast, to 22, small.</param>
    /// <exception cref="PlatformNotSupportedException">Not <see cref="IsAvailable"/>.</exception>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    public static int Compress(ReadOnlySpan<byte> plain, Span<byte> packed, int level)
    {
        Require();
        fixed (byte* from = plain, to = packed)
        {
            var written = CompressFunction(to, (nuint)packed.Length, from, (nuint)plain.Length, level);
            if (IsErrorFunction(written) != 0) throw new ArgumentException($"{packed.Length:N0} bytes are too few; make room for MostBytes.", nameof(packed));
            return (int)written;
        }
    }

    /// <summary>Undoes all frames of <paramref name="packed"/>; returns the bytes written, or -1 when they are damaged or hold more than fit.</summary>
    /// <exception cref="PlatformNotSupportedException">Not <see cref="IsAvailable"/>.</exception>
    public static int TryDecompress(ReadOnlySpan<byte> packed, Span<byte> plain)
    {
        Require();
        fixed (byte* from = packed, to = plain)
        {
            var written = DecompressFunction(to, (nuint)plain.Length, from, (nuint)packed.Length);
            return IsErrorFunction(written) != 0 ? -1 : (int)written;
        }
    }

    private static void Require()
    {
        if (!IsAvailable) throw new PlatformNotSupportedException("The engine's library exports no zstd functions on this platform; ask IsAvailable first.");
    }
}
