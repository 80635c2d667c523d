using System.Collections.Immutable;
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
            var rules = (table.Wide is { } wide ? WideLosses.Of(format, options, wide) : format.FindLosses(table.Shape, options)).ToList();
            var counts = Count(connection, table.Wide?.Sql ?? table.Sql, [.. rules.Select(Measure).OfType<string>().Distinct(StringComparer.Ordinal)], cancellationToken);
            foreach (var rule in rules)
            {
                long? count = Measure(rule) is { } measure ? counts[measure] : null;
                // A condition is about the table: that it holds says nothing about a number of rows.
                if (count != 0) losses.Add(new Loss(table.Shape.Name, rule.Field, rule.Message, rule.Predicate is null ? null : count));
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

    // SQL for a number that is 0 when the rule loses nothing; null when it always does.
    private static string? Measure(LossRule rule) => (rule.Predicate, rule.Condition) switch
    {
        (null, null) => null,
        ({ } predicate, null) => $"count(*) FILTER (WHERE {predicate})",
        (null, { } condition) => $"CAST(CASE WHEN {condition} THEN 1 ELSE 0 END AS BIGINT)",
        _ => throw new ArgumentException("A rule has a predicate on rows or a condition on the table, not both.", nameof(rule)),
    };

    private static Dictionary<string, long> Count(Connection connection, string table, List<string> measures, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        if (measures.Count == 0) return counts;
        var sql = $"SELECT {string.Join(", ", measures)} FROM ({table})";
        using var query = connection.Query(sql, cancellationToken);
        query.Read();
        for (var i = 0; i < measures.Count; i++) counts[measures[i]] = query.Current[i].Values<long>()[0];
        return counts;
    }
}
