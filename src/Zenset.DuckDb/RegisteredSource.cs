using Zenset.DuckDb.Native;

namespace Zenset.DuckDb;

/// <summary>A table source under a name that SQL can use. Disposing it makes the name unknown; queries that run keep the source.</summary>
public sealed class RegisteredSource : IDisposable
{
    private readonly SourceRegistry _registry;
    private readonly long _id;

    internal RegisteredSource(SourceRegistry registry, ITableSource source)
    {
        _registry = registry;
        _id = registry.Add(source);
        Sql = $"{SourceFunction.Name}({_id})";
    }

    /// <summary>What stands for the source in FROM, such as <c>zenset_source(7)</c>; on connections of the same engine only.</summary>
    public string Sql { get; }

    /// <inheritdoc/>
    public void Dispose() => _registry.Remove(_id);
}
