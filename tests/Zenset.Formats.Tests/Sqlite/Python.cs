using System.Diagnostics;

namespace Zenset.Formats.Tests.Sqlite;

/// <summary>Python's sqlite3 module, which is another build of SQLite with another binding: reads what we write and writes what we read.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    /// <summary>It can be asked. In CI it must be there.</summary>
    public static bool IsHere
    {
        get
        {
            var isHere = File.Exists(Program);
            Assert.True(isHere || Environment.GetEnvironmentVariable("CI") != "true", $"{Program} is missing: install python3.");
            return isHere;
        }
    }

    /// <summary>Runs a script beside these tests; what it prints. Fails when the script does; empty when there is no Python.</summary>
    public static string Run(string script, params string[] arguments)
    {
        if (!IsHere) return "";
        var path = Path.Combine(SharedData.Root, "tests", "Zenset.Formats.Tests", "Sqlite", script);
        using var python = Process.Start(new ProcessStartInfo(Program, [path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, errors.Result);
        return output;
    }
}
