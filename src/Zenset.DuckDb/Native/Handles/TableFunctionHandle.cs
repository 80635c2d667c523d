namespace Zenset.DuckDb.Native.Handles;

/// <summary>An owned <c>duckdb_table_function</c>.</summary>
internal sealed class TableFunctionHandle(nint value) : EngineHandle(value)
{
    protected override void Destroy(nint value) => NativeMethods.duckdb_destroy_table_function(ref value);
}
