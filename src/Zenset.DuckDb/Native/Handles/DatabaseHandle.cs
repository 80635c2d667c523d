namespace Zenset.DuckDb.Native.Handles;

/// <summary>An owned <c>duckdb_database</c>.</summary>
internal sealed class DatabaseHandle(nint value) : EngineHandle(value)
{
    protected override void Destroy(nint value) => NativeMethods.duckdb_close(ref value);
}
