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
}
