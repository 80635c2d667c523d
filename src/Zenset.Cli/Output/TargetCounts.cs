using System.Text;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Cli.Output;

/// <summary>What the values of a target are: its classes with their rows, or the range of a number.</summary>
/// <param name="Values">The most frequent classes.</param>
/// <param name="Distinct">Number of classes.</param>
/// <param name="Range">As in <c>0.5 … 50</c>, for a number of many values.</param>
internal sealed record TargetCounts(IReadOnlyList<(string Value, long Rows)> Values, long Distinct, string? Range)
{
    private const int MaxValues = 8;

    // A number with more values than this is a quantity, not a class.
    private const int MaxClassesOfNumber = 20;

    /// <summary>Counts; null for a type whose values are not told apart in a line.</summary>
    public static TargetCounts? Of(Connection connection, string relationSql, Field target, CancellationToken cancellationToken)
    {
        if (target.Type.IsNested || target.Type.Kind is FieldKind.Binary or FieldKind.Null) return null;
        var column = Sql.Name(target.Name);
        var values = new List<(string, long)>();
        var distinct = 0L;
        using (var query = connection.Query(
            $"SELECT coalesce({column}::VARCHAR, '(missing)'), count(*), count(*) OVER () FROM ({relationSql}) GROUP BY {column} ORDER BY 2 DESC, {column} LIMIT {MaxValues}", cancellationToken))
        {
            while (query.Read())
            {
                var chunk = query.Current;
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    values.Add((Encoding.UTF8.GetString(chunk[0].Text(row)), chunk[1].Values<long>()[row]));
                    distinct = chunk[2].Values<long>()[row];
                }
            }
        }
        return target.Type.IsNumeric && distinct > MaxClassesOfNumber
            ? new TargetCounts([], distinct, RangeOf(connection, relationSql, column, cancellationToken))
            : new TargetCounts(values, distinct, null);
    }

    private static string RangeOf(Connection connection, string relationSql, string column, CancellationToken cancellationToken)
    {
        using var query = connection.Query($"SELECT coalesce(min({column})::VARCHAR, '?'), coalesce(max({column})::VARCHAR, '?') FROM ({relationSql})", cancellationToken);
        query.Read();
        return $"{Encoding.UTF8.GetString(query.Current[0].Text(0))} … {Encoding.UTF8.GetString(query.Current[1].Text(0))}";
    }
}
