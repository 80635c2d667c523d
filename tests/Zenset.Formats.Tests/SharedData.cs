using System.Runtime.CompilerServices;

namespace Zenset.Formats.Tests;

/// <summary>Public sample data that lies beside the repository where there is any, and small inputs inside it.</summary>
internal static class SharedData
{
    /// <summary>Root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where the shared data are, if they are.</summary>
    public static string Folder { get; } = Path.GetFullPath(Environment.GetEnvironmentVariable("ZENSET_SHARED_DATA") ?? Path.Combine(Root, "..", "shared", "data"));

    /// <summary>The path of a file of the shared data, or null when it is not here.</summary>
    public static string? Find(string name)
    {
        var path = Path.Combine(Folder, name);
        return File.Exists(path) ? path : null;
    }

    /// <summary>A file below <c>tests/data</c>.</summary>
    public static string Own(string name) => Path.Combine(Root, "tests", "data", name);

    private static string FindRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
