using System.Diagnostics;
using System.Globalization;
using System.Text;
using Zenset.Import;

namespace Zenset.Cli.Output;

/// <summary>
/// Shows how far long work is, on standard error: a bar that is drawn over and gone at the end when that is a terminal, a plain line
/// every few seconds when it is not, nothing when asked to be quiet. Short work shows nothing.
/// </summary>
internal sealed class ProgressDisplay(Terminal terminal, bool isQuiet, string what) : IProgress<ImportProgress>, IDisposable
{
    // Work that takes less is over before a bar could be read.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan BarInterval = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private const int BarWidth = 24;

    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = terminal.IsErrorInteractive ? Patience : LineInterval;
    private int _drawn;
    private bool _isOver;

    /// <inheritdoc/>
    public void Report(ImportProgress value)
    {
        if (isQuiet) return;
        lock (_lock)
        {
            var now = _clock.Elapsed;
            if (_isOver || now < _next) return;
            _next = now + (terminal.IsErrorInteractive ? BarInterval : LineInterval);
            var text = Describe(what, value, now, terminal.IsErrorInteractive);
            if (terminal.IsErrorInteractive) Draw(text);
            else terminal.Error.WriteLine(text);
            terminal.Error.Flush();
        }
    }

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

    /// <summary>One line on the state of the work.</summary>
    internal static string Describe(string what, ImportProgress state, TimeSpan elapsed, bool withBar)
    {
        var text = new StringBuilder(what).Append("  ");
        if (state.Stage is not (ImportStage.Store or ImportStage.Restart)) return text.Append(InWords(state.Stage)).ToString();
        if (state.TotalBytes is > 0 and var total)
        {
            var share = Math.Clamp((double)state.Bytes / total, 0, 1);
            if (withBar)
            {
                var full = (int)(share * BarWidth);
                text.Append('█', full).Append('░', BarWidth - full).Append("  ");
            }
            text.Append(CultureInfo.InvariantCulture, $"{(int)(share * 100)} %");
            if (share is > 0.01 and < 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {Units.Duration(elapsed / share * (1 - share))} left");
            }
            text.Append("  ");
        }
        text.Append(Units.Count(state.Rows, "row"));
        if (elapsed > TimeSpan.Zero && state.Bytes > 0)
        {
            text.Append("  ").Append(Units.Bytes((long)(state.Bytes / elapsed.TotalSeconds))).Append("/s");
        }
        if (state.Stage == ImportStage.Restart) text.Append("  (again, with wider types)");
        return text.ToString();
    }

    private static string InWords(ImportStage stage) => stage switch
    {
        ImportStage.Understand => "looking at the source",
        ImportStage.Seal => "sealing the parts",
        ImportStage.Commit => "committing",
        ImportStage.Store or ImportStage.Restart => throw new InvalidOperationException("These have numbers."),
    };

    private void Draw(string text)
    {
        var width = (terminal.Width ?? 80) - 1;
        text = TextWidth.Cut(text, width);
        var columns = TextWidth.Of(text);
        terminal.Error.Write($"\r{text}{new string(' ', Math.Max(0, _drawn - columns))}");
        _drawn = columns;
    }
}
