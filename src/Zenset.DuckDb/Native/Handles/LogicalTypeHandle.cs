namespace Zenset.DuckDb.Native.Handles;

/// <summary>An owned <c>duckdb_logical_type</c>.</summary>
internal sealed class LogicalTypeHandle(nint value) : EngineHandle(value)
{
    protected override void Destroy(nint value) => NativeMethods.duckdb_destroy_logical_type(ref value);
}
