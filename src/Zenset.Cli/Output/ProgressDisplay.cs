using System.Diagnostics;
using System.Globalization;
using System.Text;
using Zenset.Export;
using Zenset.Import;
using Zenset.Integrity;

namespace Zenset.Cli.Output;

/// <summary>
/// Shows how far long work is, on standard error: a bar that is drawn over and gone at the end when that is a terminal, a plain line
/// every few seconds when it is not, nothing when asked to be quiet. Short work shows nothing.
/// </summary>
internal sealed class ProgressDisplay(Terminal terminal, bool isQuiet, string what) : IProgress<ImportProgress>, IProgress<ExportProgress>, IProgress<VerifyProgress>, IDisposable
{
    // Work that takes less is over before a bar could be read.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan BarInterval = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private const int BarWidth = 24;

    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = terminal.IsErrorInteractive ? Patience : LineInterval;
    private TimeSpan _phaseBegan;
    private string? _phase;
    private int _drawn;
    private bool _isOver;

    /// <inheritdoc/>
    public void Report(ImportProgress value) => Show(value.Stage switch
    {
        ImportStage.Understand => new State("looking at the source", null, 0, 0),
        ImportStage.Store => new State(null, ShareOf(value.Bytes, value.TotalBytes), value.Rows, value.Bytes),
        ImportStage.Restart => new State("again, with wider types", ShareOf(value.Bytes, value.TotalBytes), value.Rows, value.Bytes),
        ImportStage.Seal => new State("sealing the parts", null, 0, 0),
        ImportStage.Commit => new State("committing", null, 0, 0),
    });

    /// <inheritdoc/>
    public void Report(ExportProgress value) => Show(value.IsSurvey
        ? new State("finding the types", null, value.Rows, 0)
        : new State(null, ShareOf(value.Rows, value.TotalRows), value.Rows, 0));

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_drawn > 0) terminal.Error.Write($"\r{new string(' ', _drawn)}\r");
            terminal.Error.Flush();
            _drawn = 0;
            _isOver = true;
        }
    }

    /// <inheritdoc/>
    public void Report(VerifyProgress value) => Show(new State(null, ShareOf(value.Bytes, value.TotalBytes), 0, value.Bytes));

    /// <summary>One line on the state of the work.</summary>
    internal static string Describe(string what, State state, TimeSpan elapsed, bool withBar)
    {
        var text = new StringBuilder(what);
        if (state.Share is { } share)
        {
            text.Append("  ");
            if (withBar)
            {
                var full = (int)(share * BarWidth);
                text.Append('█', full).Append('░', BarWidth - full).Append("  ");
            }
            text.Append(CultureInfo.InvariantCulture, $"{(int)(share * 100)} %");
            if (share is > 0.01 and < 1) text.Append(CultureInfo.InvariantCulture, $"  {Units.Duration(elapsed / share * (1 - share))} left");
        }
        if (state.Rows > 0) text.Append("  ").Append(Units.Count(state.Rows, "row"));
        if (state.Bytes > 0 && elapsed > TimeSpan.Zero) text.Append("  ").Append(Units.Bytes((long)(state.Bytes / elapsed.TotalSeconds))).Append("/s");
        if (state.Remark is not null) text.Append("  ").Append(state.Remark);
        return text.ToString();
    }

    /// <summary>What a display shows.</summary>
    /// <param name="Remark">What is being done, when it is not the obvious.</param>
    /// <param name="Share">Share that is done, 0 … 1, when known.</param>
    /// <param name="Rows">Rows done.</param>
    /// <param name="Bytes">Bytes read.</param>
    internal readonly record struct State(string? Remark, double? Share, long Rows, long Bytes);

    private static double? ShareOf(long done, long? total) => total is > 0 and var all ? Math.Clamp((double)done / all, 0, 1) : null;

    private void Show(State state)
    {
        if (isQuiet) return;
        lock (_lock)
        {
            var now = _clock.Elapsed;
            // What is left is told from the pace of this phase, not from that of the one before.
            if (state.Remark != _phase) (_phase, _phaseBegan) = (state.Remark, now);
            if (_isOver || now < _next) return;
            _next = now + (terminal.IsErrorInteractive ? BarInterval : LineInterval);
            var text = Describe(what, state, now - _phaseBegan, terminal.IsErrorInteractive);
            if (terminal.IsErrorInteractive) Draw(text);
            else terminal.Error.WriteLine(text);
            terminal.Error.Flush();
        }
    }

    private void Draw(string text)
    {
        var width = (terminal.Width ?? 80) - 1;
        text = TextWidth.Cut(text, width);
        var columns = TextWidth.Of(text);
        terminal.Error.Write($"\r{text}{new string(' ', Math.Max(0, _drawn - columns))}");
        _drawn = columns;
    }
}
