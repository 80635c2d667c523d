using System.Text;

namespace Zenset.Cli.Output;

/// <summary>
/// Where a command writes and what that place can do. One for the process; tests make their own with texts behind it.
/// </summary>
internal sealed class Terminal
{
    /// <summary>Answers.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Columns that fit in a line of <see cref="Out"/>; null: as many as there are, because nobody looks at it directly.</summary>
    public int? Width { get; init; }

    /// <summary><see cref="Error"/> can be drawn over.</summary>
    public bool IsErrorInteractive { get; init; }

    /// <summary><see cref="Out"/> shows colours.</summary>
    public bool HasColour { get; set; }

    /// <summary><see cref="Error"/> shows colours.</summary>
    public bool HasErrorColour { get; set; }

    /// <summary>A person can answer a question.</summary>
    public bool CanAsk { get; init; }

    /// <summary>The line a person answers; null at the end of input.</summary>
    public Func<string?> Ask { get; init; } = Console.ReadLine;

    /// <summary>Environment variables.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>That of the process.</summary>
    public static Terminal OfProcess()
    {
        var dumb = System.Environment.GetEnvironmentVariable("TERM") is "dumb" or "" or null && !OperatingSystem.IsWindows();
        // NO_COLOR: https://no-color.org, any value but empty.
        var colour = string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR")) && !dumb;
        return new Terminal
        {
            Out = Writer(Console.OpenStandardOutput(), autoFlush: false),
            Error = Writer(Console.OpenStandardError(), autoFlush: true),
            Width = Console.IsOutputRedirected ? null : WidthOfConsole(),
            CanAsk = !Console.IsInputRedirected && !Console.IsErrorRedirected,
            IsErrorInteractive = !Console.IsErrorRedirected && !dumb,
            HasColour = colour && !Console.IsOutputRedirected,
            HasErrorColour = colour && !Console.IsErrorRedirected,
        };
    }

    /// <summary>Beside the matter.</summary>
    public string Dim(string text) => HasColour ? $"\e[2m{text}\e[0m" : text;

    /// <summary>The head of a table.</summary>
    public string Heading(string text) => HasColour ? $"\e[1m{text}\e[0m" : text;

    /// <summary>The word before a report line.</summary>
    public string Label(string text) => HasColour ? $"\e[36m{text}\e[0m" : text;

    /// <summary>The word <c>error</c>.</summary>
    public string Alarm(string text) => HasErrorColour ? $"\e[31m{text}\e[0m" : text;

    private static StreamWriter Writer(Stream stream, bool autoFlush) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 14) { AutoFlush = autoFlush, NewLine = "\n" };

    private static int? WidthOfConsole()
    {
        try
        {
            return Console.WindowWidth is > 20 and var width ? width : null;
        }
        catch (IOException)
        {
            // A terminal without a size, as under some continuous-integration services.
            return null;
        }
    }
}
