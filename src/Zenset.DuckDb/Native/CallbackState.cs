using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zenset.DuckDb.Native;

/// <summary>Managed objects that the engine holds for its callbacks, as GC handles; its delete callback frees them.</summary>
internal static unsafe class CallbackState
{
    public static delegate* unmanaged[Cdecl]<nint, void> Delete => &Release;

    public static nint Hold(object state)
    {
        LiveHandles.Opened();
        return GCHandle.ToIntPtr(GCHandle.Alloc(state));
    }

    public static T Get<T>(nint handle) where T : class => (T)GCHandle.FromIntPtr(handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint state)
    {
        if (state == 0) return;
        var handle = GCHandle.FromIntPtr(state);
        try
        {
            (handle.Target as IDisposable)?.Dispose();
        }
        catch (Exception)
        {
            // Nothing may throw through the engine's frames, and the query's outcome is decided by now.
        }
        finally
        {
            handle.Free();
            LiveHandles.Closed();
        }
    }
}
