namespace Zenset.DuckDb.Native.Handles;

/// <summary>An owned <c>duckdb_config</c>.</summary>
internal sealed class ConfigHandle(nint value) : EngineHandle(value)
{
    protected override void Destroy(nint value) => NativeMethods.duckdb_destroy_config(ref value);
}
