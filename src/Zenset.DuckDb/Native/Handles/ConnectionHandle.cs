namespace Zenset.DuckDb.Native.Handles;

/// <summary>An owned <c>duckdb_connection</c>.</summary>
internal sealed class ConnectionHandle(nint value) : EngineHandle(value)
{
    protected override void Destroy(nint value) => NativeMethods.duckdb_disconnect(ref value);
}
