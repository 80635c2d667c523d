using Zenset.Cli.Output;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary>What a report says of a version beyond its manifest.</summary>
/// <param name="Missing">Missing values of each resource.</param>
/// <param name="Target">The target, when there is exactly one.</param>
/// <param name="TargetCounts">Its values.</param>
internal sealed record VersionFacts(IReadOnlyList<MissingCounts> Missing, Field? Target, TargetCounts? TargetCounts)
{
    /// <summary>Finds them.</summary>
    public static VersionFacts Of(Session session, Manifest manifest, CancellationToken cancellationToken)
    {
        var missing = manifest.Resources.Select(MissingCounts.Of).ToList();
        var targets = manifest.Resources.SelectMany(r => r.Fields.Where(f => f.Role == FieldRole.Target).Select(f => (Resource: r, Field: f))).Take(2).ToList();
        if (targets is not [var (resource, field)]) return new VersionFacts(missing, null, null);
        using var connection = session.Engine.Connect();
        return new VersionFacts(missing, field, TargetCounts.Of(connection, session.Repository.RelationSql(manifest, resource, [field.Name]), field, cancellationToken));
    }
}
