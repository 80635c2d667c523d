namespace Zenset.Formats.Arrow.Reading;

/// <summary>Some rows of a batch.</summary>
/// <param name="Batch">Number of the batch.</param>
/// <param name="Start">First row, in the batch.</param>
/// <param name="Rows">How many.</param>
/// <param name="FirstRow">The first row, in the table.</param>
/// <param name="Bytes">Bytes of the file that they take.</param>
internal readonly record struct BatchPiece(int Batch, long Start, long Rows, long FirstRow, long Bytes);

/// <summary>
/// Cuts the batches of a table into segments. Small batches go together; a large one whose buffers lie in the file as they are used is cut
/// by rows.
/// </summary>
internal sealed class ArrowSegments(ArrowTable table, long segmentBytes) : ISegments
{
    // Rows of a cut: a multiple of a chunk, so that all chunks but the last are full.
    private const long CutRows = 2048;

    private readonly Lock _lock = new();
    private int _batch;
    private long _start;
    private long _firstRow;
    private int _index;

    public long? RowEstimate { get; } = Rows(table.Batches);

    public ISegment? Next(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pieces = new List<BatchPiece>();
            var room = segmentBytes;
            while (room > 0 && _batch < table.Batches.Count)
            {
                var piece = NextPiece(room);
                pieces.Add(piece);
                room -= piece.Bytes;
            }
            // A table without rows still has one segment.
            return pieces.Count == 0 && _index > 0 ? null : new ArrowSegment(table, _index++, pieces);
        }
    }

    public void Dispose()
    {
    }

    private BatchPiece NextPiece(long room)
    {
        var facts = table.Batches[_batch];
        var rows = facts.Rows - _start;
        var bytes = facts.Rows == 0 ? facts.Bytes : (long)((Int128)facts.Bytes * rows / facts.Rows);
        if (facts.IsPlain && bytes > room)
        {
            var fitting = (long)((Int128)facts.Rows * room / facts.Bytes);
            // What would leave a small rest takes all.
            var cut = Math.Max(CutRows, fitting / CutRows * CutRows);
            if (cut < rows - CutRows) (bytes, rows) = ((long)((Int128)facts.Bytes * cut / facts.Rows), cut);
        }
        var piece = new BatchPiece(_batch, _start, rows, _firstRow, Math.Max(1, bytes));
        _firstRow += rows;
        _start += rows;
        if (_start >= facts.Rows) (_batch, _start) = (_batch + 1, 0);
        return piece;
    }

    private static long Rows(IBatches batches)
    {
        long rows = 0;
        for (var i = 0; i < batches.Count; i++) rows += batches[i].Rows;
        return rows;
    }
}
