using System.Globalization;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Cli.Output;

/// <summary>How many values of each field of a resource are missing, in the order of the fields.</summary>
internal sealed record MissingCounts(IReadOnlyList<long> Counts)
{
    /// <summary>Those that the manifest has, or else counted by the engine.</summary>
    public static MissingCounts Of(Connection connection, Resource resource, string relationSql, CancellationToken cancellationToken)
    {
        if (resource.Statistics.Length == resource.Fields.Length) return new MissingCounts([.. resource.Statistics.Select(s => s.Missing)]);
        // By place, not by name: names that differ in case only are the same to the engine.
        var aliases = string.Join(", ", resource.Fields.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"c{i}")));
        var counts = string.Join(", ", resource.Fields.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"count(*) - count(c{i})")));
        using var query = connection.Query($"SELECT {counts} FROM ({relationSql}) AS t({aliases})", cancellationToken);
        query.Read();
        var missing = new long[resource.Fields.Length];
        for (var i = 0; i < missing.Length; i++) missing[i] = query.Current[i].Values<long>()[0];
        return new MissingCounts(missing);
    }
}
