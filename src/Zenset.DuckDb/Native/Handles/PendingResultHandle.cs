namespace Zenset.DuckDb.Native.Handles;

/// <summary>An owned <c>duckdb_pending_result</c>.</summary>
internal sealed class PendingResultHandle(nint value) : EngineHandle(value)
{
    protected override void Destroy(nint value) => NativeMethods.duckdb_destroy_pending(ref value);
}
