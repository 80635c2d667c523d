using System.Globalization;
using Zenset.Formats.Sqlite.Schema;

namespace Zenset.Formats.Sqlite.Writing;

/// <summary>What resources are called as tables: SQLite matches names without case, takes no NUL, and keeps <c>sqlite_</c> for itself.</summary>
internal sealed class WrittenNames
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase) { FieldsTable.Name };

    /// <summary>The table of a resource; the same on every call, also before the table is there.</summary>
    public string Of(string resource)
    {
        if (_names.TryGetValue(resource, out var known)) return known;
        var legal = resource.Length == 0 ? "table" : resource.Replace('\0', '_');
        if (legal.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase)) legal = '_' + legal;
        var name = legal;
        for (var n = 2; !_taken.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{legal}_{n}");
        return _names[resource] = name;
    }
}
