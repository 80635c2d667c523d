using System.Diagnostics;

namespace Zenset.Formats.Tests.Arrays;

/// <summary>Python with NumPy and SciPy: independent writer and reader. Where it is absent there is nothing to test, except in CI, where it must be there.</summary>
internal static class Python
{
    private const string Path = "/usr/bin/python3";

    /// <summary>It can be asked.</summary>
    /// <exception cref="InvalidOperationException">It is absent in CI.</exception>
    public static bool IsThere { get; } = Find();

    /// <summary>Runs a script of <c>tests/independent</c>; what it says when it fails is the failure.</summary>
    public static string Run(string script, params string[] arguments)
    {
        var (code, said) = Start([System.IO.Path.Combine(SharedData.Root, "tests", "independent", script), .. arguments]);
        Assert.True(code == 0, said);
        return said;
    }

    /// <summary>Runs a few lines, with NumPy as <c>np</c> and the arguments as <c>a</c>.</summary>
    public static string Do(string lines, params string[] arguments)
    {
        var (code, said) = Start(["-W", "ignore", "-c", $"import sys\nimport numpy as np\na = sys.argv[1:]\n{lines}", .. arguments]);
        Assert.True(code == 0, $"{said}\n{lines}");
        return said;
    }

    private static bool Find()
    {
        var isThere = File.Exists(Path) && Start(["-c", "import numpy, scipy.sparse, scipy.io"]).Code == 0;
        if (!isThere && Environment.GetEnvironmentVariable("CI") == "true") throw new InvalidOperationException("python3 with numpy and scipy is not installed.");
        return isThere;
    }

    private static (int Code, string Said) Start(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said + error.Result);
    }
}
