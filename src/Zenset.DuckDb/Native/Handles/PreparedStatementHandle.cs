namespace Zenset.DuckDb.Native.Handles;

/// <summary>An owned <c>duckdb_prepared_statement</c>.</summary>
internal sealed class PreparedStatementHandle(nint value) : EngineHandle(value)
{
    protected override void Destroy(nint value) => NativeMethods.duckdb_destroy_prepare(ref value);
}
