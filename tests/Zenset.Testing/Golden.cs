using System.Runtime.CompilerServices;

namespace Zenset.Testing;

/// <summary>Expected output in a file beside the test. <c>ZENSET_ACCEPT=1</c> rewrites it; the difference is read in review.</summary>
public static class Golden
{
    /// <summary>The expected text of <paramref name="file"/>, or <paramref name="actual"/> itself after it was accepted.</summary>
    public static string Expected(string file, string actual, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, file);
        if (Environment.GetEnvironmentVariable("ZENSET_ACCEPT") == "1") File.WriteAllText(path, actual);
        return File.Exists(path) ? File.ReadAllText(path) : $"(there is no {file} yet: run with ZENSET_ACCEPT=1)";
    }
}
