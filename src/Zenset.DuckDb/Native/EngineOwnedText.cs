using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace Zenset.DuckDb.Native;

/// <summary>A <c>const char *</c> that stays the engine's: copied, never freed.</summary>
[CustomMarshaller(typeof(string), MarshalMode.ManagedToUnmanagedOut, typeof(EngineOwnedText))]
internal static unsafe class EngineOwnedText
{
    public static string? ConvertToManaged(byte* text) => Marshal.PtrToStringUTF8((nint)text);
}
