using System.Collections.Immutable;
using Zenset.Commit;
using Zenset.DuckDb;
using Zenset.Formats;
using Zenset.Integrity;
using Zenset.Model;

namespace Zenset.Import;

/// <summary>
/// Stores the segments of a table, several at once: each is parsed, digested, written as a part by its own COPY on its own connection,
/// hashed and sealed, and shares nothing with the others.
/// </summary>
/// <remarks>
/// When segments fail, the failure of the first of them in the source is reported, however the threads ran: a segment that fails stops
/// those after it, and those before it are read to their end.
/// </remarks>
internal sealed class SegmentPipeline(
    Engine engine, CommitSession session, string folder, ImmutableArray<Field> fields, ImmutableSortedDictionary<string, string> sourceMetadata,
    int parallelism, ImportMeter meter)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, (Part Part, ImmutableArray<ContentDigest> Digests)> _stored = [];
    private readonly Dictionary<int, CancellationTokenSource> _running = [];
    private int _failedIndex = int.MaxValue;
    private Exception? _failure;

    public async Task<StoredTable> RunAsync(ISegments segments, CancellationToken cancellationToken)
    {
        // With workers of its own the engine hands a segment's tasks to them, and the segment's thread spins until they are done.
        using var alone = engine.WorkOnCallingThreads();
        var workers = Enumerable.Range(0, Math.Max(1, parallelism))
            .Select(_ => Task.Factory.StartNew(
                () => Work(segments, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        await Task.WhenAll(workers).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (_failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);

        var digests = new ContentDigest[fields.Length];
        foreach (var (_, stored) in _stored)
        {
            for (var i = 0; i < digests.Length; i++) digests[i].Append(stored.Digests[i]);
        }
        return new StoredTable(fields, [.. WithoutEmpty(_stored.Values.Select(s => s.Part))], [.. digests]);
    }

    // A segment may turn out to hold comments only. One part without rows stays when there is no other.
    private static IEnumerable<Part> WithoutEmpty(IEnumerable<Part> parts)
    {
        var all = parts.ToList();
        var filled = all.Where(p => p.Rows > 0).ToList();
        return filled.Count > 0 ? filled : all.Take(1);
    }

    private void Work(ISegments segments, CancellationToken cancellationToken)
    {
        var index = -1;
        try
        {
            using var connection = engine.Connect();
            while (true)
            {
                ISegment? segment;
                CancellationTokenSource stop;
                lock (_lock)
                {
                    if (_failure is not null) return;
                }
                segment = segments.Next(cancellationToken);
                if (segment is null) return;
                using (segment)
                {
                    index = segment.Index;
                    stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    lock (_lock)
                    {
                        _running[index] = stop;
                        if (index > _failedIndex) return;
                    }
                    var stored = Store(connection, segment, stop.Token);
                    lock (_lock) _stored[index] = stored;
                }
            }
        }
        catch (Exception e)
        {
            Fail(index, EngineFailures.Translate(e));
        }
    }

    private (Part, ImmutableArray<ContentDigest>) Store(Connection connection, ISegment segment, CancellationToken cancellationToken)
    {
        var hasher = new ContentHasher(fields);
        var path = session.StagePart();
        long rows;
        using (var track = meter.Track(segment))
        using (var source = engine.Register(CutSource.For(new HashingSource(segment, hasher, track.AddRows), fields)))
        {
            rows = connection.Execute(PartOptions.CopySql(fields, sourceMetadata, source.Sql, path), cancellationToken);
        }
        // Local work on a thread that is ours: nothing to wait for asynchronously.
        var part = session.SealPartAsync(path, folder, rows, cancellationToken).AsTask().GetAwaiter().GetResult();
        return (part, hasher.Digests);
    }

    private void Fail(int index, Exception failure)
    {
        lock (_lock)
        {
            // A cancelled segment was stopped by the failure of one before it, or by the user; both are known.
            if (failure is OperationCanceledException || index >= _failedIndex) return;
            _failedIndex = index;
            _failure = failure;
            foreach (var (running, stop) in _running)
            {
                if (running > index) stop.Cancel();
            }
        }
    }
}
