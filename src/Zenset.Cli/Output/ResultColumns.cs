using System.Globalization;
using Zenset.DuckDb;

namespace Zenset.Cli.Output;

/// <summary>The columns of a query before it is run.</summary>
internal static class ResultColumns
{
    /// <summary>Names and types of the columns of <paramref name="sql"/> (one SELECT).</summary>
    public static IReadOnlyList<EngineColumn> Of(Connection connection, string sql)
    {
        using var query = connection.Query($"FROM ({sql}) LIMIT 0");
        return query.Columns;
    }

    /// <summary>The names, made different where two columns have the same.</summary>
    public static List<string> UniqueNames(IReadOnlyList<EngineColumn> columns)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var names = new List<string>(columns.Count);
        foreach (var column in columns)
        {
            var name = column.Name;
            for (var n = 2; !taken.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{column.Name}_{n}");
            names.Add(name);
        }
        return names;
    }
}
