using System.Collections.Immutable;
using System.Text;
using Zenset.DuckDb;
using Zenset.Formats;

namespace Zenset.Export;

/// <summary>Finds what a format would lose of tables, before anything is written.</summary>
internal static class LossFinder
{
    /// <summary>
    /// Every loss, in the order of tables and rules. Rules that concern some rows only are counted, all of a table in one scan, and
    /// those that concern no row are none.
    /// </summary>
    /// <exception cref="DuckDbException">The engine failed, or a source did while it was read.</exception>
    public static ImmutableArray<Loss> Find(Connection connection, IFormat format, OptionValues options, IEnumerable<TableToWrite> tables, CancellationToken cancellationToken)
    {
        var losses = ImmutableArray.CreateBuilder<Loss>();
        foreach (var table in tables)
        {
            var rules = format.FindLosses(table.Shape, options).ToList();
            var counts = Count(connection, table, [.. rules.Select(r => r.Predicate).OfType<string>().Distinct(StringComparer.Ordinal)], cancellationToken);
            foreach (var rule in rules)
            {
                long? rows = rule.Predicate is null ? null : counts[rule.Predicate];
                if (rows != 0) losses.Add(new Loss(table.Shape.Name, rule.Field, rule.Message, rows));
            }
        }
        return losses.ToImmutable();
    }

    /// <summary>Throws when the format cannot hold one of the tables at all.</summary>
    /// <exception cref="NotSupportedSourceException">It cannot; the message says why.</exception>
    public static void RequireNoObstacle(IFormat format, OptionValues options, IEnumerable<TableToWrite> tables)
    {
        foreach (var table in tables)
        {
            if (format.FindObstacle(table.Shape, options) is { } obstacle)
                throw new NotSupportedSourceException(CoreErrors.CannotHold, $"'{Quoting.Shorten(table.Shape.Name)}' cannot be written as {format.Title}: {obstacle.Problem}", fix: obstacle.Fix);
        }
    }

    /// <summary>Throws unless there is no loss or losses are accepted.</summary>
    /// <exception cref="LossException">There are losses.</exception>
    public static void RequireAccepted(ImmutableArray<Loss> losses, bool accepted, IFormat format, string what)
    {
        if (losses.IsEmpty || accepted) return;
        var others = losses.Length == 1 ? "this" : $"{losses.Length:N0} things";
        throw new LossException(
            CoreErrors.Lossy, $"{format.Title} cannot hold {others} of {what}", losses,
            "Choose another format, leave the field out with --columns, or accept it with --lossy.");
    }

    private static Dictionary<string, long> Count(Connection connection, TableToWrite table, List<string> predicates, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        if (predicates.Count == 0) return counts;
        var sql = new StringBuilder("SELECT ");
        for (var i = 0; i < predicates.Count; i++) sql.Append(i == 0 ? "" : ", ").Append("count(*) FILTER (WHERE ").Append(predicates[i]).Append(')');
        sql.Append(" FROM (").Append(table.Sql).Append(')');
        using var query = connection.Query(sql.ToString(), cancellationToken);
        query.Read();
        for (var i = 0; i < predicates.Count; i++) counts[predicates[i]] = query.Current[i].Values<long>()[0];
        return counts;
    }
}
