using Zenset.Formats;

namespace Zenset.Cli.Commands;

/// <summary>Which format a target is written in.</summary>
internal static class TargetFormat
{
    /// <summary>The one that was named, or else the one that the name of the target asks for.</summary>
    public static IFormat Choose(FormatCatalog catalog, string? id, string? path, string option)
    {
        if (id is not null) return catalog.Get(id);
        if (path is null or "-") throw new UsageException($"{option} is missing", $"Name the format: {Known(catalog)}.");
        return catalog.ForFileName(path) ?? throw new UsageException(
            $"the name '{Quoting.Shorten(Path.GetFileName(path))}' says no format", $"Name it with {option}: {Known(catalog)}.");
    }

    private static string Known(FormatCatalog catalog) => string.Join(", ", catalog.Formats.Where(f => f.Capabilities.CanWrite).Select(f => f.Id));
}
