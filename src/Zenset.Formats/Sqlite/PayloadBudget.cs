namespace Zenset.Formats.Sqlite;

/// <summary>
/// Rows and bytes that a table can have at most, given the size of its file. Pages that refer to one another in circles would give more without end. Safe
/// from several threads.
/// </summary>
/// <param name="mostRows">Most rows: each takes more than a byte.</param>
/// <param name="mostBytes">Most bytes of texts and blobs.</param>
internal sealed class PayloadBudget(long mostRows, long mostBytes)
{
    private long _rows, _bytes;

    /// <summary>Takes in what was read; false when that is more than the file can have.</summary>
    public bool TryTake(long rows, long bytes) =>
        Interlocked.Add(ref _rows, rows) <= mostRows && Interlocked.Add(ref _bytes, bytes) <= mostBytes;
}
