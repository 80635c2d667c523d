using System.Buffers;
using System.Globalization;
using Zenset.Model;

namespace Zenset.Storage;

/// <summary>Where everything is in a repository. The one place that knows; described in <c>docs/on-disk.md</c>.</summary>
internal static class RepositoryKeys
{
    private const string ManifestSuffix = ".datapackage.json";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public const string Marker = "zenset.json";

    public static string Folder(DatasetName dataset) => $"{dataset}/";

    public static string Manifest(DatasetName dataset, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{dataset}/v{version}{ManifestSuffix}");

    public static string TagFolder(DatasetName dataset) => $"{dataset}/tags/";

    // In lower case: file systems differ in whether 'Gold' and 'gold' are one name, so tags are matched without case everywhere.
    public static string Tag(DatasetName dataset, string tag) => $"{dataset}/tags/{tag.ToLowerInvariant()}.json";

    public static string Table(DatasetName dataset, string resourceFolder) => $"{dataset}/{resourceFolder}/";

    public static string Part(DatasetName dataset, string resourceFolder, Part part) => $"{dataset}/{resourceFolder}/{part.FileName}";

    public static string DeltaLog(DatasetName dataset, string resourceFolder) => $"{dataset}/{resourceFolder}/_delta_log/";

    public static string DeltaCommit(DatasetName dataset, string resourceFolder, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{dataset}/{resourceFolder}/_delta_log/{number:D20}.json");

    /// <summary>The key is that of a commit of a Delta log: twenty digits.</summary>
    public static bool IsDeltaCommit(string key)
    {
        var name = key.AsSpan(key.LastIndexOf('/') + 1);
        return name.Length == 25 && name.EndsWith(".json", StringComparison.Ordinal) && !name[..20].ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>The version number that the key of a manifest names, or null when it is no manifest.</summary>
    public static int? VersionOf(string key)
    {
        var name = key.AsSpan(key.LastIndexOf('/') + 1);
        return name.Length > 1 + ManifestSuffix.Length && name[0] == 'v' && name[1] is >= '1' and <= '9'
            && name.EndsWith(ManifestSuffix, StringComparison.Ordinal)
            && int.TryParse(name[1..^ManifestSuffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    /// <summary>The key is that of a part: <c>…/part-&lt;64 digits&gt;[-n].parquet</c>.</summary>
    public static bool IsPart(string key)
    {
        const int digits = 64;
        var name = key.AsSpan(key.LastIndexOf('/') + 1);
        if (!name.StartsWith("part-", StringComparison.Ordinal) || !name.EndsWith(".parquet", StringComparison.Ordinal)) return false;
        var middle = name["part-".Length..^".parquet".Length];
        if (middle.Length < digits || middle[..digits].ContainsAnyExcept(HexDigits)) return false;
        var copy = middle[digits..];
        return copy.Length == 0 || (copy.Length > 1 && copy[0] == '-' && !copy[1..].ContainsAnyExceptInRange('0', '9'));
    }

    /// <summary>A resource's folder: one segment that is neither <c>tags</c> nor one that Delta reserves.</summary>
    public static bool IsResourceFolder(string folder) =>
        ObjectKey.IsSegment(folder) && folder[0] != '_' && !folder.Equals("tags", StringComparison.OrdinalIgnoreCase);
}
