using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Zenset.Cli.Commands;

/// <summary>The options of every command.</summary>
internal sealed class GlobalOptions
{
    /// <summary>Where the repository is.</summary>
    public Option<string?> Repository { get; } = new("--repo") { Recursive = true, HelpName = "PATH", Description = $"Folder of the repository. Default: {RepositoryPlace.Variable}, or else the user's data folder." };

    /// <summary>JSON instead of text.</summary>
    public Option<bool> Json { get; } = new("--json") { Recursive = true, Description = "Answer with one JSON document on standard output; errors as JSON on standard error." };

    /// <summary>No progress and no report.</summary>
    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Recursive = true, Description = "Write nothing but errors and the data asked for." };

    /// <summary>No colours.</summary>
    public Option<bool> NoColour { get; } = new("--no-color") { Recursive = true, Description = "No colours; NO_COLOR in the environment does the same." };

    /// <summary>Threads.</summary>
    public Option<int?> Threads { get; } = new("--threads") { Recursive = true, HelpName = "N", Description = "Cores to use. Default: all. Never changes the result.", CustomParser = ParseThreads };

    /// <summary>Memory.</summary>
    public Option<long?> Memory { get; } = new("--memory") { Recursive = true, HelpName = "SIZE", Description = "Memory the engine may use before it spills to disk, as in 1GiB or 500MB. Default: 80 % of the machine's.", CustomParser = ParseMemory };

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [Repository, Json, Quiet, NoColour, Threads, Memory];

    private static readonly (string Suffix, double Bytes)[] MemoryUnits =
    [
        ("KIB", 1L << 10), ("MIB", 1L << 20), ("GIB", 1L << 30), ("TIB", 1L << 40), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1), ("", 1),
    ];

    private static int? ParseThreads(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads is >= 1 and <= 1024) return threads;
        result.AddError($"--threads takes a number from 1 to 1024, not '{Quoting.Shorten(result.Tokens[0].Value)}'");
        return null;
    }

    private static long? ParseMemory(ArgumentResult result)
    {
        var text = result.Tokens[0].Value.Trim().ToUpperInvariant();
        var (suffix, unit) = MemoryUnits.First(u => text.EndsWith(u.Suffix, StringComparison.Ordinal));
        var valid = double.TryParse(text[..^suffix.Length].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        var bytes = number * unit;
        // The engine cannot work with less than some 10 MB.
        if (valid && bytes is >= 16e6 and < 1e15) return (long)bytes;
        result.AddError($"--memory takes a size of 16MB or more, such as 1GiB or 500MB, not '{Quoting.Shorten(result.Tokens[0].Value)}'");
        return null;
    }
}
