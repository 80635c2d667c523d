using System.Diagnostics;

namespace Zenset.Export;

/// <summary>Reports progress a few times a second at most.</summary>
internal sealed class ProgressClock(IProgress<ExportProgress>? progress)
{
    private const int IntervalMilliseconds = 200;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _next = IntervalMilliseconds;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Reports, unless it is too early.</summary>
    public void Report(long rows, long? totalRows, bool isSurvey = false)
    {
        if (progress is null || _clock.ElapsedMilliseconds < Interlocked.Read(ref _next)) return;
        Interlocked.Exchange(ref _next, _clock.ElapsedMilliseconds + IntervalMilliseconds);
        progress.Report(new ExportProgress(rows, totalRows, isSurvey, _clock.Elapsed));
    }
}
