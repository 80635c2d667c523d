namespace Zenset.Formats.Tests.Csv;

/// <summary>Real files that lie beside the repository on some machines; tests of them pass without a look where they are absent.</summary>
internal static class SharedFiles
{
    /// <summary>Root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file of the shared samples, or null.</summary>
    public static string? Find(string name)
    {
        var folder = Environment.GetEnvironmentVariable("ZENSET_SHARED_DATA") ?? Path.Combine(Root, "..", "shared", "data");
        var path = Path.Combine(folder, name);
        return Path.Exists(path) ? path : null;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Zenset.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
