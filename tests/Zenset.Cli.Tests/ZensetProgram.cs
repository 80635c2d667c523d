using System.Diagnostics;

namespace Zenset.Cli.Tests;

/// <summary>
/// The command as a program of its own: the one that <c>ZENSET_COMMAND</c> names (<c>./test</c> names what <c>./zenset</c> runs, which is
/// native code where it can be), else the assembly that these tests were built with.
/// </summary>
internal static class ZensetProgram
{
    private static readonly string? Native = Environment.GetEnvironmentVariable("ZENSET_COMMAND") is { Length: > 0 } path ? Path.GetFullPath(path) : null;

    /// <summary>The words that start it, quoted for a shell.</summary>
    public static string ShellWords { get; } = string.Join(' ', Words.Select(word => $"'{word}'"));

    /// <summary>A definition for a shell, so that <c>zenset</c> is this program.</summary>
    public static string ShellFunction { get; } = $"zenset() {{ {ShellWords} \"$@\"; }}";

    /// <summary>What starts it in a folder, its output redirected.</summary>
    /// <param name="folder">Where it works.</param>
    /// <param name="args">Its arguments, parted by blanks.</param>
    public static ProcessStartInfo In(string folder, string args)
    {
        var start = new ProcessStartInfo(Words[0]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in Words.Skip(1).Concat(args.Split(' '))) start.ArgumentList.Add(word);
        return start;
    }

    private static string[] Words => Native is { } native ? [native] : [Environment.ProcessPath ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "Zenset.Cli.dll")];
}
