namespace Zenset.DuckDb.Native.Handles;

/// <summary>An owned <c>duckdb_value</c>.</summary>
internal sealed class ValueHandle(nint value) : EngineHandle(value)
{
    protected override void Destroy(nint value) => NativeMethods.duckdb_destroy_value(ref value);
}
