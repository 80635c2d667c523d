namespace Zenset.Cli;

/// <summary>Where the repository is: <c>--repo</c>, <c>ZENSET_REPO</c>, or the user's data folder; and how that is shown.</summary>
internal static class RepositoryPlace
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "ZENSET_REPO";

    /// <summary>The folder of the repository, whole.</summary>
    /// <exception cref="UsageException">It is of a kind that is not supported, or there is no home to put it in.</exception>
    public static string Find(string? given, Func<string, string?> environment)
    {
        var place = Said(given) ?? Said(environment(Variable)) ?? Default(environment);
        if (place.StartsWith("s3://", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"repositories in object stores ('{Quoting.Shorten(place)}') are not available yet", "Name a folder with --repo.", CliErrors.NotAvailable);
        }
        return Path.GetFullPath(place);
    }

    /// <summary>A path for people: the home folder is <c>~</c>.</summary>
    public static string Shown(string path, Func<string, string?> environment)
    {
        var home = Home(environment);
        if (home is null) return path;
        home = home.TrimEnd(Path.DirectorySeparatorChar);
        return home.Length > 0 && path.StartsWith(home + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? "~" + path[home.Length..] : path;
    }

    // XDG Base Directory Specification 0.8; the folders that Apple and Microsoft name for data of programs that is not roamed.
    private static string Default(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows() && Said(environment("LOCALAPPDATA")) is { } local) return Path.Combine(local, "zenset");
        if (!OperatingSystem.IsMacOS() && Said(environment("XDG_DATA_HOME")) is { } data && Path.IsPathRooted(data)) return Path.Combine(data, "zenset");
        var home = Home(environment)
            ?? throw new UsageException("there is no home folder to keep a repository in", $"Name a folder with --repo or {Variable}.");
        return OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Application Support", "zenset") : Path.Combine(home, ".local", "share", "zenset");
    }

    private static string? Home(Func<string, string?> environment) =>
        Said(environment("HOME")) ?? Said(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
