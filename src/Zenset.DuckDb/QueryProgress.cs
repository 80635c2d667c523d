namespace Zenset.DuckDb;

/// <summary>How far the running statement of a connection is.</summary>
/// <param name="Fraction">0 … 1; null while nobody can tell.</param>
/// <param name="RowsProcessed">Rows that the engine has read, by its estimate; 0 when a source of ours tells the fraction.</param>
/// <param name="RowsTotal">Rows to read in all, by its estimate.</param>
public readonly record struct QueryProgress(double? Fraction, long RowsProcessed, long RowsTotal);
