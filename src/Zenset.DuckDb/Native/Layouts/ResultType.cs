namespace Zenset.DuckDb.Native.Layouts;

/// <summary><c>duckdb_result_type</c>.</summary>
internal enum ResultType
{
    Invalid = 0,
    ChangedRows = 1,
    Nothing = 2,
    QueryResult = 3,
}
