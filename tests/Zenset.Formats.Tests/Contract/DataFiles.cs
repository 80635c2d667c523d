using System.Collections.Immutable;

namespace Zenset.Formats.Tests.Contract;

/// <summary>Every file of real data at hand: the small ones of this repository, and those of the shared folder where there is one.</summary>
internal static class DataFiles
{
    // Named by what holds them, so that a case has the same name on every machine.
    private static readonly Dictionary<string, string> Folders = new(StringComparer.Ordinal)
    {
        ["own"] = Path.Combine(SharedData.Root, "tests", "data"),
        ["samples"] = Path.Combine(SharedData.Root, "samples"),
        ["shared"] = SharedData.Folder,
    };

    // What lies beside data and any text format takes at a pinch: descriptions of data, programs, documents.
    private static readonly ImmutableArray<string> Documents = [".md", ".xml", ".json", ".py", ".h"];

    /// <summary>Names of all that some format detects, such as <c>shared/csv/adult.txt</c>, in order.</summary>
    public static IReadOnlyList<string> Detected { get; } =
    [
        .. Folders.Where(f => Directory.Exists(f.Value))
            .SelectMany(f => Directory.EnumerateFiles(f.Value, "*", SearchOption.AllDirectories).Select(path => $"{f.Key}/{Path.GetRelativePath(f.Value, path).Replace('\\', '/')}"))
            .Order(StringComparer.Ordinal)
            .Where(IsDetected),
    ];

    /// <summary>Files that are rightly refused, with the code of the refusal.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // Its second row has a cell too many in any dialect.
        ["shared/csv/odd/dialect.csv"] = "csv/cell-count",
        ["shared/npy/py3-objarr.npy"] = "npy/pickle",
    };

    /// <summary>Files that need an option to be read.</summary>
    public static IReadOnlyDictionary<string, OptionValues> Options { get; } = new Dictionary<string, OptionValues>(StringComparer.Ordinal)
    {
        // Talk pages, with a quote as text that nothing closes.
        ["shared/csv/wikipedia-detox.tsv"] = new(new Dictionary<string, string> { ["quote"] = "none" }),
    };

    /// <summary>The path of a file.</summary>
    public static string PathOf(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return Path.Combine(Folders[name[..slash]], name[(slash + 1)..]);
    }

    private static bool IsDetected(string name)
    {
        try
        {
            using var source = Source.Open(PathOf(name));
            var sure = AllFormats.Catalog.Formats.Max(f => f.Detect(source.Head));
            return sure > DetectionConfidence.Fallback || (sure == DetectionConfidence.Fallback && !Documents.Any(d => source.Name.EndsWith(d, StringComparison.Ordinal)));
        }
        catch (SourceDataException)
        {
            // Empty, or packed in a way that is broken: no format is asked.
            return false;
        }
    }
}
