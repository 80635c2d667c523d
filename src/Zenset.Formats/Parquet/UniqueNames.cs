using System.Globalization;

namespace Zenset.Formats.Parquet;

/// <summary>Names that the engine can tell apart: not empty, without NUL, and for struct members unique without case.</summary>
internal static class UniqueNames
{
    /// <summary>Of each name itself, if it can stay, or one made from it.</summary>
    public static IReadOnlyList<string> For(IReadOnlyList<string> names, StringComparer? comparer = null)
    {
        var taken = new HashSet<string>(names, comparer ?? StringComparer.OrdinalIgnoreCase);
        var used = new HashSet<string>(comparer ?? StringComparer.OrdinalIgnoreCase);
        var unique = new string[names.Count];
        for (var i = 0; i < unique.Length; i++)
        {
            var legal = names[i].Replace('\0', '_');
            if (legal.Length == 0) legal = string.Create(CultureInfo.InvariantCulture, $"column_{i + 1}");
            var name = legal;
            for (var n = 2; (name != names[i] && taken.Contains(name)) || !used.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{legal}_{n}");
            unique[i] = name;
        }
        return unique;
    }
}
