using System.Runtime.CompilerServices;

namespace Zenset.Cli.Tests.Docs;

/// <summary>Files of the source tree that are made from the program.</summary>
internal static class RepositoryFile
{
    /// <summary>The folder of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The file has this text; <c>ZENSET_ACCEPT=1</c> makes it so.</summary>
    public static void AssertHolds(string file, string expected)
    {
        var path = Path.Combine(Root, file);
        if (Environment.GetEnvironmentVariable("ZENSET_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }
        var actual = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(expected == actual, $"{file} is not what the program says now. Run ZENSET_ACCEPT=1 ./test Docs and read the difference.");
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here)!;
        while (!File.Exists(Path.Combine(folder, "Zenset.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
