using System.Collections.Immutable;
using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.Csv.Sniffing;

/// <summary>Makes names unique and never empty, the same way every time.</summary>
internal static class FieldNames
{
    /// <summary>Names for columns that have none: <c>column_1</c>, …</summary>
    public static string ForColumn(int index) => string.Create(CultureInfo.InvariantCulture, $"column_{index + 1}");

    /// <summary>The names as given, where they are; a finding for each kind of change.</summary>
    public static ImmutableArray<string> Make(IReadOnlyList<string> given, List<Finding> findings)
    {
        var taken = new HashSet<string>(given.Where(n => n.Length > 0), StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var names = ImmutableArray.CreateBuilder<string>(given.Count);
        for (var i = 0; i < given.Count; i++)
        {
            var wanted = given[i];
            var name = wanted;
            if (name.Length == 0)
            {
                name = ForColumn(i);
                for (var n = 2; taken.Contains(name) || used.Contains(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{ForColumn(i)}_{n}");
            }
            else if (used.Contains(name))
            {
                for (var n = 2; taken.Contains(name) || used.Contains(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{n}");
            }
            used.Add(name);
            names.Add(name);
            if (name == wanted) continue;
            findings.Add(new Finding
            {
                Code = wanted.Length == 0 ? "csv/no-name" : "csv/duplicate-name",
                Severity = Severity.Warning,
                Field = name,
                Message = wanted.Length == 0
                    ? string.Create(CultureInfo.InvariantCulture, $"column {i + 1} has no name in the header; it is called '{name}'")
                    : string.Create(CultureInfo.InvariantCulture, $"column {i + 1} has the name '{Quoting.Shorten(wanted)}' of another; it is called '{Quoting.Shorten(name)}'"),
                Fix = "Name it in the header line.",
            });
        }
        return names.MoveToImmutable();
    }
}
