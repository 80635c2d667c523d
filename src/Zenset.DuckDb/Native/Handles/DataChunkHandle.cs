namespace Zenset.DuckDb.Native.Handles;

/// <summary>An owned <c>duckdb_data_chunk</c>.</summary>
internal sealed class DataChunkHandle(nint value) : EngineHandle(value)
{
    protected override void Destroy(nint value) => NativeMethods.duckdb_destroy_data_chunk(ref value);
}
