using System.Diagnostics;

namespace Zenset.Formats.Tests;

/// <summary>Debian's Python, whose libraries read what we write and write what we read. Where one is absent there is nothing to test, except in CI, where it must be there.</summary>
internal static class PythonProcess
{
    private const string Program = "/usr/bin/python3";

    /// <summary>The modules can be imported.</summary>
    /// <exception cref="InvalidOperationException">They cannot, in CI.</exception>
    public static bool Has(string modules)
    {
        var isThere = File.Exists(Program) && Start(["-c", $"import {modules}"]).Code == 0;
        if (!isThere && Environment.GetEnvironmentVariable("CI") == "true") throw new InvalidOperationException($"{Program} with {modules} is not installed.");
        return isThere;
    }

    /// <summary>Runs a script of this repository; what it prints. What it says when it fails is the failure.</summary>
    public static string Run(string script, params string[] arguments) => Said([Path.Combine(SharedData.Root, script), .. arguments], "");

    /// <summary>Runs lines, with the arguments as <c>a</c>; what they print.</summary>
    public static string Do(string lines, params string[] arguments) => Said(["-W", "ignore", "-c", $"import sys\na = sys.argv[1:]\n{lines}", .. arguments], lines);

    private static string Said(string[] arguments, string lines)
    {
        var (code, said) = Start(arguments);
        Assert.True(code == 0, $"{said}\n{lines}");
        return said;
    }

    private static (int Code, string Said) Start(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said + error.Result);
    }
}
