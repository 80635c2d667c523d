namespace Zenset.DuckDb.Native.Layouts;

/// <summary><c>duckdb_state</c>.</summary>
internal enum State
{
    Success = 0,
    Error = 1,
}
