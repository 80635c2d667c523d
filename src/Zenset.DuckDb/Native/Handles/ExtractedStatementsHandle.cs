namespace Zenset.DuckDb.Native.Handles;

/// <summary>An owned <c>duckdb_extracted_statements</c>.</summary>
internal sealed class ExtractedStatementsHandle(nint value) : EngineHandle(value)
{
    protected override void Destroy(nint value) => NativeMethods.duckdb_destroy_extracted(ref value);
}
