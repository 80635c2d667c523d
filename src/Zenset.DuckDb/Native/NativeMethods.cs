namespace Zenset.DuckDb.Native;

/// <summary>
/// The functions of duckdb.h that Zenset uses, one partial file per section of the header. Names are the header's, so that either side can
/// be searched for the other; a test compares every name and signature with the header and with what the library exports.
/// Borrowed pointers (vectors, callback infos, the chunk of a scan) are <c>nint</c>; owned ones have a handle class each.
/// </summary>
internal static partial class NativeMethods
{
    /// <summary>The loader adds prefix and suffix of the platform.</summary>
    private const string Library = "duckdb";
}
