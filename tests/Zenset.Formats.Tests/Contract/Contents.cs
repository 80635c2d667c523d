using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Integrity;
using Zenset.Model;

namespace Zenset.Formats.Tests.Contract;

/// <summary>What a resource of a version holds: its fields, the digest of each, and the SQL of its rows.</summary>
internal sealed record Contents(string Name, ImmutableArray<Field> Fields, ImmutableArray<ContentDigest> Digests, string Sql)
{
    /// <summary>Number of rows.</summary>
    public long Rows => Digests.Select(d => d.Rows).DefaultIfEmpty(0).First();

    /// <summary>The content hash that a version of this resource alone has.</summary>
    public string Hash => ContentHash.Of([(Name, Fields, Digests)]);

    /// <summary>Those of every resource, in order.</summary>
    public static ImmutableArray<Contents> Of(Workbench bench, Manifest manifest) => [.. manifest.Resources.Select(r => Of(bench, manifest, r))];

    private static Contents Of(Workbench bench, Manifest manifest, Resource resource)
    {
        var sql = bench.Repository.RelationSql(manifest, resource);
        var hasher = new ContentHasher(resource.Fields);
        using var connection = bench.Engine.Connect();
        using var query = connection.Query(sql);
        while (query.Read()) hasher.Append(query.Current);
        return new Contents(resource.Name, resource.Fields, hasher.Digests, sql);
    }
}
