using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>Tables to write whose vectors are whole again. Disposed when they are written.</summary>
internal sealed class JoinedTables : IDisposable
{
    private readonly List<RegisteredSource> _sources = [];

    public JoinedTables(Engine engine, ImmutableArray<TableToWrite> tables) => Tables = [.. tables.Select(t => Joined(engine, t))];

    /// <summary>The tables.</summary>
    public ImmutableArray<TableToWrite> Tables { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var source in _sources) source.Dispose();
    }

    private TableToWrite Joined(Engine engine, TableToWrite table)
    {
        if (table.Cut is not { } cut) return table;
        var source = new JoinedSource(engine, cut, table.Shape.Rows);
        var registered = engine.Register(source);
        _sources.Add(registered);
        var select = string.Join(", ", table.Shape.Fields.Select((f, i) => $"{source.Columns[i].Name} AS {Sql.Name(f.Name)}"));
        return table with { Sql = $"SELECT {select} FROM {registered.Sql}", Cut = null };
    }
}
