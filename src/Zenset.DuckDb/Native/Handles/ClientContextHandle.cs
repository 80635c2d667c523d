namespace Zenset.DuckDb.Native.Handles;

/// <summary>An owned <c>duckdb_client_context</c>.</summary>
internal sealed class ClientContextHandle(nint value) : EngineHandle(value)
{
    protected override void Destroy(nint value) => NativeMethods.duckdb_destroy_client_context(ref value);
}
