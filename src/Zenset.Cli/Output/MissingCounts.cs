using System.Globalization;
using System.Text;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Cli.Output;

/// <summary>How many values of each field of a resource are missing, in the order of the fields.</summary>
internal sealed record MissingCounts(IReadOnlyList<long> Counts)
{
    /// <summary>
    /// Counts them. The parts keep the number for flat columns of every row group, so nothing is scanned for those; nested columns
    /// (whose statistics are of their leaves) are counted by the engine.
    /// </summary>
    public static MissingCounts Of(Connection connection, Resource resource, IReadOnlyList<string> partPaths, string relationSql, CancellationToken cancellationToken)
    {
        var counts = new long?[resource.Fields.Length];
        if (resource.Parts.IsEmpty || resource.Rows == 0) return new MissingCounts([.. counts.Select(_ => 0L)]);
        var stored = StoredColumn.For(resource.Fields);
        var indexOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < stored.Length; i++)
        {
            if (!resource.Fields[i].Type.IsNested && resource.Fields[i].Type.Kind != FieldKind.Interval) indexOf[stored[i].Name] = i;
        }
        if (indexOf.Count > 0) ReadStatistics(connection, partPaths, indexOf, counts, cancellationToken);
        CountRest(connection, resource, relationSql, counts, cancellationToken);
        return new MissingCounts([.. counts.Select(c => c!.Value)]);
    }

    private static void ReadStatistics(Connection connection, IReadOnlyList<string> partPaths, Dictionary<string, int> indexOf, long?[] counts, CancellationToken cancellationToken)
    {
        // A row group without the statistic leaves the sum unsaid; the field is then counted as nested ones are.
        var files = string.Join(", ", partPaths.Select(Sql.Text));
        using var query = connection.Query(
            $"SELECT path_in_schema, CASE WHEN count(stats_null_count) = count(*) THEN sum(stats_null_count)::BIGINT ELSE -1 END FROM parquet_metadata([{files}]) GROUP BY path_in_schema",
            cancellationToken);
        while (query.Read())
        {
            var chunk = query.Current;
            var missing = chunk[1].Values<long>();
            for (var row = 0; row < chunk.RowCount; row++)
            {
                if (missing[row] >= 0 && indexOf.TryGetValue(Encoding.UTF8.GetString(chunk[0].Text(row)), out var field)) counts[field] = missing[row];
            }
        }
    }

    private static void CountRest(Connection connection, Resource resource, string relationSql, long?[] counts, CancellationToken cancellationToken)
    {
        int[] rest = [.. Enumerable.Range(0, counts.Length).Where(i => counts[i] is null)];
        if (rest.Length == 0) return;
        // By place, not by name: names that differ in case only are the same to the engine.
        var aliases = string.Join(", ", Enumerable.Range(0, counts.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"c{i}")));
        var columns = string.Join(", ", rest.Select(i => string.Create(CultureInfo.InvariantCulture, $"count(*) - count(c{i})")));
        using var query = connection.Query($"SELECT {columns} FROM ({relationSql}) AS t({aliases})", cancellationToken);
        query.Read();
        for (var i = 0; i < rest.Length; i++) counts[rest[i]] = query.Current[i].Values<long>()[0];
    }
}
