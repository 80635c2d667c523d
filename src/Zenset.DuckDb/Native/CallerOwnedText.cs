using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace Zenset.DuckDb.Native;

/// <summary>A <c>char *</c> that the engine gives away: copied, then freed with <c>duckdb_free</c>.</summary>
[CustomMarshaller(typeof(string), MarshalMode.ManagedToUnmanagedOut, typeof(CallerOwnedText))]
internal static unsafe class CallerOwnedText
{
    public static string? ConvertToManaged(byte* text) => Marshal.PtrToStringUTF8((nint)text);

    public static void Free(byte* text) => NativeMethods.duckdb_free((nint)text);
}
