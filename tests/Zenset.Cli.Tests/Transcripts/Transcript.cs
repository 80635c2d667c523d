using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Zenset.Cli.Tests.Transcripts;

/// <summary>
/// Commands and what they print, as a user sees them. A line that begins with <c>$ </c> is run by a shell in the folder of the
/// transcript's own; what follows, to the next such line, is what it is to print: standard output, then standard error, then
/// <c>[exit N]</c> when that is not 0. An empty line ends the output of a command and is written between two of them.
/// </summary>
internal static partial class Transcript
{
    /// <summary>Runs every command of <paramref name="text"/> and gives the text with what they printed.</summary>
    public static async Task<string> RunAsync(string text, string folder, string home)
    {
        var result = new StringBuilder();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith('#')) result.Append(line).Append('\n');
            if (!line.StartsWith("$ ", StringComparison.Ordinal)) continue;
            if (result.Length > 0 && !result.ToString().EndsWith("\n\n", StringComparison.Ordinal)) result.Append('\n');
            result.Append(line).Append('\n').Append(await RunCommandAsync(line[2..], folder, home));
        }
        return result.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>What differs from run to run, replaced.</summary>
    public static string Normalise(string text)
    {
        text = Duration().Replace(text, "${before}0.1 s");
        text = Moment().Replace(text, "2026-01-01 00:00Z");
        text = IsoMoment().Replace(text, "2026-01-01T00:00:00Z");
        text = Seconds().Replace(text, "\"seconds\": 0.1");
        return text;
    }

    private static async Task<string> RunCommandAsync(string command, string folder, string home)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"{ZensetProgram.ShellFunction}\n{command}");
        foreach (var (name, value) in new[] { ("HOME", home), ("XDG_DATA_HOME", ""), ("ZENSET_REPO", ""), ("ZENSET_AUTHOR", ""), ("TMPDIR", Path.GetTempPath()) }) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var exit = process.ExitCode == 0 ? "" : $"[exit {process.ExitCode}]\n";
        return output + await error + exit;
    }

    [GeneratedRegex(@"(?<before>\b(in|left) )(\d+(\.\d+)? s|\d+ min \d+ s)")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\dZ")]
    private static partial Regex Moment();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex IsoMoment();

    [GeneratedRegex(@"""seconds"": \d+(\.\d+)?")]
    private static partial Regex Seconds();
}
