namespace Zenset.DuckDb;

/// <summary>
/// A table that the engine pulls from: what a reader is to the engine. All members are called from several engine threads.
/// </summary>
/// <remarks>
/// A source must not use the connection whose query it serves, which waits for it; another connection of the same engine is fine. An
/// exception thrown here ends the query and returns as the inner exception of its <see cref="DuckDbException"/>, or unchanged if it is
/// an
/// <see cref="OperationCanceledException"/>.
/// </remarks>
public interface ITableSource
{
    /// <summary>
    /// The columns; the same on every call. Names differ in more than case; the engine calls a nameless column <c>C1</c>, by its index.
    /// </summary>
    IReadOnlyList<EngineColumn> Columns { get; }

    /// <summary>Rows in all, for the engine's planning; null when nobody knows.</summary>
    long? RowEstimate { get; }

    /// <summary>Whether <see cref="RowEstimate"/> is exact. A wrong claim gives wrong results.</summary>
    bool RowEstimateIsExact { get; }

    /// <summary>
    /// Most scans at once. An engine that keeps the row order (the default) still runs one for <c>SELECT</c> and <c>COPY</c>.
    /// </summary>
    int MaxThreads { get; }

    /// <summary>Share of the work done by all scans, 0 … 1.</summary>
    double Progress { get; }

    /// <summary>Starts the work of one engine thread. Scans share the rows among themselves: each row is given once.</summary>
    /// <param name="columns">
    /// Which of <see cref="Columns"/> the query needs, in the order of the chunk's columns. For <c>count(*)</c> the engine asks for the
    /// first.
    /// </param>
    ITableScan OpenScan(ReadOnlySpan<int> columns);
}
