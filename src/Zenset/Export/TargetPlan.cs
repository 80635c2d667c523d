using System.Collections.Immutable;
using Zenset.Formats;
using Zenset.Model;

namespace Zenset.Export;

/// <summary>Which tables go into which file.</summary>
/// <param name="Path">The file; <c>-</c> is standard output.</param>
/// <param name="Tables">Indices of its tables.</param>
internal readonly record struct TargetPlan(string Path, ImmutableArray<int> Tables)
{
    /// <summary>
    /// One file for everything where the format can hold it, otherwise one for each table below <paramref name="path"/>, which is then
    /// a folder.
    /// </summary>
    /// <param name="format">The format.</param>
    /// <param name="path">A file, a folder that exists or ends in a slash, or <c>-</c>.</param>
    /// <param name="datasetName">Names the file in a folder when there is one table.</param>
    /// <param name="tables">Names of the tables.</param>
    /// <exception cref="ArgumentException">Several tables for a format that holds one, and no folder.</exception>
    public static ImmutableArray<TargetPlan> For(IFormat format, string path, string datasetName, ImmutableArray<string> tables)
    {
        var isFolder = path != "-" && (path.EndsWith('/') || path.EndsWith(System.IO.Path.DirectorySeparatorChar) || Directory.Exists(path));
        if (tables.Length == 1 || format.Capabilities.ManyTables)
        {
            var file = isFolder ? System.IO.Path.Combine(path, FileName(datasetName, format)) : path;
            return [new TargetPlan(file, [.. Enumerable.Range(0, tables.Length)])];
        }
        if (!isFolder)
        {
            throw new ArgumentException(
                $"{datasetName} has {tables.Length} resources ({Quoting.Shorten(string.Join(", ", tables), 120)}), and a file of {format.Title} holds one. "
                + "Choose one with --resource, or name a folder with -o to have a file for each.");
        }
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. tables.Select((name, i) => new TargetPlan(System.IO.Path.Combine(path, Unique(name, format, taken)), [i]))];
    }

    private static string Unique(string table, IFormat format, HashSet<string> taken)
    {
        var name = FileName(table, format);
        for (var n = 2; !taken.Add(name); n++) name = FileName($"{table}-{n}", format);
        return name;
    }

    private static string FileName(string name, IFormat format) => (Slug.From(name, DatasetName.MaxLength) is { Length: > 0 } slug ? slug : "table") + format.Extensions[0];
}
