using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Zenset.Formats.TfRecord;

/// <summary>One pass over all records, on several threads: checks them, and finds what holds for every one.</summary>
internal sealed class TfRecordInference
{
    private readonly SortedDictionary<int, Found> _found = [];

    private TfRecordInference(bool isRaw) => IsRaw = isRaw;

    /// <summary>The records are bytes and nothing is known of them.</summary>
    public bool IsRaw { get; }

    /// <summary>The features of all records.</summary>
    public RecordObserver Observed { get; } = new();

    /// <summary>Ranges of the file, in order.</summary>
    public ImmutableArray<RecordRange> Ranges { get; private set; }

    /// <summary>Number of records, those that are left out not counted.</summary>
    public long Rows => _found.Values.Sum(f => f.Range.Records - f.Bad);

    /// <summary>Records of a range that are kept.</summary>
    public long RowsOf(int range) => _found[range].Range.Records - _found[range].Bad;

    /// <summary>Reads all records.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rangeBytes">Least bytes of a range.</param>
    /// <param name="isRaw">Do not look into the records.</param>
    /// <param name="skips">Records that are wrong are left out.</param>
    /// <param name="parallelism">Number of threads.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SourceDataException">Something is wrong: the first in the file.</exception>
    public static TfRecordInference Run(RecordFile file, long rangeBytes, bool isRaw, bool skips, int parallelism, CancellationToken cancellationToken)
    {
        var inference = new TfRecordInference(isRaw);
        var cutter = new RecordCutter(file, rangeBytes);
        var failedAt = int.MaxValue;
        void Work()
        {
            while (true)
            {
                RecordRange? range;
                lock (cutter) range = cutter.Next(cancellationToken);
                if (range is not { } next || next.Index > Volatile.Read(ref failedAt)) return;
                var found = Observe(file, next, isRaw, skips, cancellationToken);
                lock (inference._found)
                {
                    inference._found[next.Index] = found;
                    if (found.Failure is not null) failedAt = Math.Min(failedAt, next.Index);
                }
            }
        }
        var workers = Enumerable.Range(0, Math.Max(1, parallelism)).Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        try
        {
            Task.WaitAll(workers, CancellationToken.None);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        inference.Finish(file, cutter.Failure);
        return inference;
    }

    private void Finish(RecordFile file, ZensetException? endsIn)
    {
        foreach (var found in _found.Values)
        {
            if (found.Failure is { } failure) throw failure;
            try
            {
                Observed.Join(found.Observer);
            }
            catch (TooManyKeysException)
            {
                throw TooManyFeatures(new SourceLocation { Source = file.Name });
            }
            found.Observer = null!;
        }
        if (endsIn is not null) throw endsIn;
        RequireOneKind(file, Observed.Features, Observed.FeatureKeys);
        RequireOneKind(file, Observed.Lists, Observed.ListKeys);
        Ranges = [.. _found.Values.Select(f => f.Range)];
    }

    private static Found Observe(RecordFile file, RecordRange range, bool isRaw, bool skips, CancellationToken cancellationToken)
    {
        var found = new Found(range);
        using var window = new RecordWindow(file, range);
        try
        {
            while (window.Next(canMove: true, out var data) == WindowState.Record)
            {
                if ((window.Record & 0xFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
                if (Check(window, data, isRaw ? null : found.Observer) is not { } failure) continue;
                if (!skips)
                {
                    found.Failure = failure;
                    break;
                }
                found.Bad++;
            }
        }
        catch (TooManyKeysException)
        {
            found.Failure = TooManyFeatures(window.Place());
        }
        catch (SourceDataException e)
        {
            found.Failure = e;
        }
        return found;
    }

    private static SourceDataException? Check(RecordWindow window, ReadOnlySpan<byte> data, RecordObserver? observer)
    {
        if (!window.IsSound) return Damaged(window);
        try
        {
            observer?.Observe(data, window.Record);
            return null;
        }
        catch (MalformedRecordException e)
        {
            return Malformed(window, e);
        }
    }

    /// <summary>The data of the last record are not what its checksum says.</summary>
    public static SourceDataException Damaged(RecordWindow window) => new(
        TfRecordErrors.Data, "the checksum of the record's data is wrong", window.Place(), "Bytes of it were damaged: fetch the file again, or leave such records out with --on-error skip.");

    /// <summary>The last record is no Example.</summary>
    public static SourceDataException Malformed(RecordWindow window, MalformedRecordException e) => new(
        TfRecordErrors.Example, string.Create(CultureInfo.InvariantCulture, $"the record is no tf.train.Example: {e.Message}, at byte {e.Position:N0} of its data"), window.Place(),
        "Take the records as bytes with --records raw, or leave such ones out with --on-error skip.", e);

    private static SourceDataException TooManyFeatures(SourceLocation place) => new(
        TfRecordErrors.TooManyFeatures, "the records up to here have more than 20,000 different features", place, "Names that change from record to record are data: keep them as values, or take the records as bytes with --records raw.");

    private static void RequireOneKind(RecordFile file, List<FeatureShape> shapes, FeatureKeys keys)
    {
        for (var i = 0; i < shapes.Count; i++)
        {
            if (shapes[i].Odd is not { } odd) continue;
            throw new SourceDataException(
                TfRecordErrors.MixedKinds, $"the feature is a {KindName(odd.Kind)} here, and a {KindName(shapes[i].Kind)} in records before",
                new SourceLocation { Source = file.Name, Row = odd.Record, Field = keys.Name(i) }, "Write it as one kind in all records, or take the records as bytes with --records raw.");
        }
    }

    private static string KindName(FeatureKind kind) => kind switch
    {
        FeatureKind.None => "feature without a kind",
        FeatureKind.Bytes => "bytes_list",
        FeatureKind.Float => "float_list",
        FeatureKind.Int64 => "int64_list",
    };

    private sealed class Found(RecordRange range)
    {
        public RecordRange Range { get; } = range;
        public RecordObserver Observer { get; set; } = new();
        public long Bad { get; set; }
        public SourceDataException? Failure { get; set; }
    }
}
