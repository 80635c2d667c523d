using System.Diagnostics;
using Zenset.Formats;

namespace Zenset.Import;

/// <summary>Counts what segments have done and reports it a few times a second, on one thread at a time.</summary>
internal sealed class ImportMeter(IProgress<ImportProgress>? progress, Source source)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private long _nextReport;
    private long _rows;
    private long _bytes;

    public TimeSpan Elapsed => _clock.Elapsed;

    public ImportStage Stage { get; private set; }

    /// <summary>A new stage begins; it is always reported.</summary>
    public void Enter(ImportStage stage)
    {
        Stage = stage;
        if (stage == ImportStage.Restart)
        {
            _rows = 0;
            _bytes = 0;
        }
        Report();
    }

    /// <summary>Follows a segment while it is read.</summary>
    public Tracker Track(ISegment segment) => new(this, segment);

    public void Add(long rows, long bytes)
    {
        Interlocked.Add(ref _rows, rows);
        Interlocked.Add(ref _bytes, bytes);
        if (progress is null || _clock.ElapsedTicks < Interlocked.Read(ref _nextReport)) return;
        if (!_lock.TryEnter()) return;
        try
        {
            Interlocked.Exchange(ref _nextReport, _clock.ElapsedTicks + (long)(Interval.TotalSeconds * Stopwatch.Frequency));
            Report();
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Report() => progress?.Report(new ImportProgress(Stage, Interlocked.Read(ref _bytes), source.PlainBytes, Interlocked.Read(ref _rows), _clock.Elapsed));

    /// <summary>Adds up what one segment does. Belongs to one thread.</summary>
    public sealed class Tracker(ImportMeter meter, ISegment segment) : IDisposable
    {
        private long _seen;

        public void AddRows(int rows)
        {
            var bytes = segment.BytesRead;
            meter.Add(rows, bytes - _seen);
            _seen = bytes;
        }

        public void Dispose() { }
    }
}
