using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>Tables to write with the names of their positions: beside the vectors for a format that takes them so, else in place of them. Disposed when they are written.</summary>
internal sealed class NamedTables : IDisposable
{
    private readonly List<RegisteredSource> _sources = [];

    /// <param name="engine">The engine.</param>
    /// <param name="format">The format to write.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="features">Names for a table, in the source's order; empty for one that has none.</param>
    public NamedTables(Engine engine, IFormat format, ImmutableArray<TableToWrite> tables, Func<string, ImmutableArray<Feature>> features) =>
        Tables = [.. tables.Select(t => Named(engine, format, t with { Shape = t.Shape with { Features = features(t.Shape.Name) } }))];

    /// <summary>The tables.</summary>
    public ImmutableArray<TableToWrite> Tables { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var source in _sources) source.Dispose();
    }

    private TableToWrite Named(Engine engine, IFormat format, TableToWrite table)
    {
        if (!format.Capabilities.TakesColumns) return table;
        if (!WideTables.CanExpand(table.Shape)) return table with { Shape = table.Shape with { Features = [] } };
        var runs = WideRun.For(table.Shape);
        var wide = new WideTable(table.Shape, table.Sql, runs, WideTables.ColumnsOf(table.Shape, runs)) { Rows = table.Cut?.Rows(table.Shape, runs) };
        var source = new UnfoldedSource(engine, wide);
        var registered = engine.Register(source);
        _sources.Add(registered);
        return table with { Shape = table.Shape with { Fields = wide.Columns, Features = [] }, Sql = source.Select(registered.Sql), Wide = wide, Cut = null };
    }
}
