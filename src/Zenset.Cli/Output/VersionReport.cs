using Zenset.Model;

namespace Zenset.Cli.Output;

/// <summary>Lines that several reports on a version share.</summary>
internal static class VersionReport
{
    private const int MaxFindings = 10;
    private const int MaxClasses = 8;

    /// <summary>As in <c>1,000 rows × 21 fields (7 numeric, 14 nominal), no missing values</c>.</summary>
    public static string Shape(Resource resource, MissingCounts missing)
    {
        var fields = Units.Count(resource.Fields.Length, "field");
        return $"{Units.Count(resource.Rows, "row")} × {fields} ({FieldWords.Summary(resource.Fields)}), {Missing(missing)}";
    }

    /// <summary>As in <c>1 part, 28 KB</c>.</summary>
    public static string Parts(Manifest manifest) =>
        $"{Units.Count(manifest.Resources.Sum(r => r.Parts.Length), "part")}, {Units.Bytes(manifest.Bytes)}";

    /// <summary>A line for each finding, up to a bound, the gravest first.</summary>
    /// <param name="report">Gets the lines.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="several">There are several resources: each line names its own.</param>
    /// <param name="more">The command that shows all.</param>
    public static void AddFindings(Report report, IReadOnlyList<Finding> findings, bool several, string more)
    {
        foreach (var finding in findings.OrderByDescending(f => f.Severity).Take(MaxFindings))
        {
            string?[] place = [several ? finding.Resource : null, finding.Field];
            var where = string.Join(", ", place.Where(p => p is not null).Select(p => Quoting.Shorten(p!)));
            var times = finding.Count > 1 ? $" ({finding.Count:N0} times)" : "";
            report.Add(LabelOf(finding.Severity), $"{where}{(where.Length > 0 ? ": " : "")}{finding.Message}{times}");
        }
        if (findings.Count > MaxFindings) report.Add("", $"and {findings.Count - MaxFindings:N0} more: {more}");
    }

    /// <summary>The findings of a version.</summary>
    public static void AddFindings(Report report, Manifest manifest) =>
        AddFindings(report, manifest.Findings, manifest.Resources.Length > 1, $"zenset show {manifest.Dataset} --json");

    /// <summary>As in <c>class: good 700, bad 300</c>.</summary>
    public static string Target(Field target, TargetCounts? counts)
    {
        var name = Quoting.Shorten(target.Name);
        if (counts is null) return $"{name}: {FieldWords.TypeOf(target)}";
        if (counts.Range is { } range) return $"{name}: {range}";
        var shown = counts.Values.Take(MaxClasses).Select(v => $"{Quoting.Shorten(v.Value, 30)} {v.Rows:N0}");
        var more = counts.Distinct - Math.Min(MaxClasses, counts.Values.Count);
        return $"{name}: {string.Join(", ", shown)}{(more > 0 ? $" and {more:N0} more" : "")}";
    }

    private static string Missing(MissingCounts missing)
    {
        var fields = missing.Counts.Count(c => c > 0);
        return fields == 0 ? "no missing values" : $"{Units.Count(missing.Counts.Sum(), "missing value")} in {Units.Count(fields, "field")}";
    }

    private static string LabelOf(Severity severity) => severity switch
    {
        Severity.Note => "note",
        Severity.Warning => "warning",
        Severity.Error => "error",
    };
}
