using System.Runtime.InteropServices;

namespace Zenset.DuckDb.Native.Handles;

/// <summary>An owned native object: destroyed exactly once, by its own destroy function, and counted while alive.</summary>
internal abstract class EngineHandle : SafeHandle
{
    protected EngineHandle(nint value) : base(0, ownsHandle: true)
    {
        SetHandle(value);
        if (value != 0) LiveHandles.Opened();
    }

    public override bool IsInvalid => handle == 0;

    protected sealed override bool ReleaseHandle()
    {
        Destroy(handle);
        LiveHandles.Closed();
        return true;
    }

    protected abstract void Destroy(nint value);
}
