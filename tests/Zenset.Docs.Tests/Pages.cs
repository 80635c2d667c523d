namespace Zenset.Docs.Tests;

/// <summary>The pages for people: those in the root and all below <c>docs</c>.</summary>
internal static class Pages
{
    /// <summary>Folder of the sources.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary><c>ZENSET_ACCEPT=1</c>: pages are rewritten with what is true now, and the difference is read in review.</summary>
    public static bool Accept { get; } = Environment.GetEnvironmentVariable("ZENSET_ACCEPT") == "1";

    /// <summary>Paths below the root, with slashes.</summary>
    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static string Read(string page) => File.ReadAllText(Path.Combine(Root, page)).ReplaceLineEndings("\n");

    public static void Write(string page, string text) => File.WriteAllText(Path.Combine(Root, page), text);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zenset.slnx"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests run inside the source tree.");
        return folder.FullName;
    }
}
