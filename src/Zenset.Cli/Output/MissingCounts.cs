using Zenset.Model;

namespace Zenset.Cli.Output;

/// <summary>How many values of each field of a resource are missing, in the order of the fields.</summary>
internal sealed record MissingCounts(IReadOnlyList<long> Counts)
{
    /// <summary>As the import counted them.</summary>
    public static MissingCounts Of(Resource resource) => new([.. resource.Statistics.Select(s => s.Missing)]);
}
