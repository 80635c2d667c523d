using Zenset.Model;

namespace Zenset.Cli.Output;

/// <summary>What changed from one version to another, as far as the manifests tell: rows, fields, types.</summary>
internal static class VersionChange
{
    private const int MaxNames = 5;

    /// <summary>As in <c>344 → 350 rows; fields added: mass, removed: year</c>, or <c>the same content</c>.</summary>
    public static string Describe(Manifest before, Manifest after)
    {
        if (before.ContentHash == after.ContentHash) return "the same content";
        var said = new List<string> { Rows(before.Rows, after.Rows) };
        foreach (var resource in after.Resources)
        {
            var old = before.Resources.FirstOrDefault(r => r.Name == resource.Name) ?? (before.Resources.Length == 1 && after.Resources.Length == 1 ? before.Resources[0] : null);
            if (old is null) said.Add($"resource '{Quoting.Shorten(resource.Name)}' added");
            else AddFields(said, old, resource);
        }
        if (after.Resources.Length > 1)
        {
            foreach (var gone in before.Resources.Where(r => after.Resources.All(a => a.Name != r.Name))) said.Add($"resource '{Quoting.Shorten(gone.Name)}' removed");
        }
        var stored = before.Resources.SelectMany(r => r.Parts).Select(p => p.Sha256).ToHashSet(StringComparer.Ordinal);
        var parts = after.Resources.SelectMany(r => r.Parts).ToList();
        var shared = parts.Count(p => stored.Contains(p.Sha256));
        if (shared > 0) said.Add($"{shared:N0} of {Units.Count(parts.Count, "part")} shared");
        return string.Join("; ", said);
    }

    private static string Rows(long before, long after) => before == after
        ? $"{Units.Count(after, "row")} as before"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{before:N0} → {Units.Count(after, "row")} ({after - before:+#,0;-#,0})");

    private static void AddFields(List<string> said, Resource before, Resource after)
    {
        var old = before.Fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
        var now = after.Fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var added = after.Fields.Where(f => !old.ContainsKey(f.Name)).Select(f => Quoting.Shorten(f.Name)).ToList();
        var removed = before.Fields.Where(f => !now.Contains(f.Name)).Select(f => Quoting.Shorten(f.Name)).ToList();
        var retyped = after.Fields.Where(f => old.TryGetValue(f.Name, out var o) && (!o.Type.Equals(f.Type) || o.IsNominal != f.IsNominal))
            .Select(f => $"{Quoting.Shorten(f.Name)} {FieldWords.TypeOf(old[f.Name])} → {FieldWords.TypeOf(f)}").ToList();
        Add(said, "field", "added", added);
        Add(said, "field", "removed", removed);
        Add(said, "type", "changed", retyped);
    }

    private static void Add(List<string> said, string what, string how, List<string> names)
    {
        if (names.Count == 0) return;
        var more = names.Count > MaxNames ? $" and {names.Count - MaxNames:N0} more" : "";
        said.Add($"{what}{(names.Count == 1 ? "" : "s")} {how}: {string.Join(", ", names.Take(MaxNames))}{more}");
    }
}
