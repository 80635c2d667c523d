using System.Diagnostics;

namespace Zenset.Testing;

/// <summary>
/// Runs a shell script with mounts of its own, which vanish with it: for disks that are full and disks that cannot be written. Linux;
/// needs root or user namespaces.
/// </summary>
public static class MountNamespace
{
    /// <summary>What <c>unshare</c> is to be told; null where there are no such namespaces.</summary>
    private static readonly string? Options = new[] { "-m", "-rm" }.FirstOrDefault(options => TryRun("unshare", [options, "true"]));

    /// <summary>Runs the script; gives its exit code and what it wrote to standard error.</summary>
    public static (int ExitCode, string Errors) Run(string script) =>
        Start("unshare", [Options ?? throw new InvalidOperationException("`unshare -m true` and `unshare -rm true` fail: run the tests as root, or allow user namespaces."), "sh", "-ec", script]);

    private static bool TryRun(string program, string[] arguments)
    {
        try
        {
            return Start(program, arguments).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int ExitCode, string Errors) Start(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }
}
