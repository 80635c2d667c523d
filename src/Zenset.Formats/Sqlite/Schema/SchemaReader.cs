using System.Collections.Immutable;
using Zenset.Formats.Sqlite.Database;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Schema;

/// <summary>Reads which tables a database has.</summary>
internal sealed class SchemaReader(SqliteDatabase database)
{
    /// <summary>Ordinary tables, in the order in which they were created.</summary>
    public List<TableInfo> Tables { get; } = [];

    /// <summary>Names of the views.</summary>
    public List<string> Views { get; } = [];

    /// <summary>Names of the virtual tables; their shadows are not named.</summary>
    public List<string> VirtualTables { get; } = [];

    /// <summary>Keys into tables that are not there: those of the first and the second name.</summary>
    public List<(string Table, string Missing)> DanglingKeys { get; } = [];

    /// <summary>Reads it all.</summary>
    /// <exception cref="SqliteFailure">The schema is damaged.</exception>
    public void Read()
    {
        var kinds = ReadKinds();
        using (var objects = database.Prepare("SELECT type, name, rootpage FROM main.sqlite_master WHERE type IN ('table', 'view') ORDER BY rowid"))
        {
            while (objects.Step())
            {
                var name = objects.Text(1) ?? "";
                if (objects.Text(0) == "view") Views.Add(name);
                else if (name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase) || !kinds.TryGetValue(name, out var kind)) continue;
                else if (kind.Type == "virtual") VirtualTables.Add(name);
                else if (kind.Type == "table") Tables.Add(new TableInfo(name, ReadColumns(name), objects.Integer(2), kind.HasRowId));
            }
        }
        for (var i = 0; i < Tables.Count; i++) Tables[i] = Tables[i] with { ForeignKeys = ReadForeignKeys(Tables[i]) };
    }

    private Dictionary<string, (string Type, bool HasRowId)> ReadKinds()
    {
        var kinds = new Dictionary<string, (string, bool)>(StringComparer.Ordinal);
        using var list = database.Prepare("SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main'");
        while (list.Step()) kinds[list.Text(0) ?? ""] = (list.Text(1) ?? "", list.Integer(2) == 0);
        return kinds;
    }

    private ImmutableArray<ColumnInfo> ReadColumns(string table)
    {
        var columns = ImmutableArray.CreateBuilder<ColumnInfo>();
        using var list = database.Prepare("SELECT name, type, pk, hidden FROM pragma_table_xinfo(?1, 'main') ORDER BY cid");
        list.BindText(1, table);
        // hidden: 1 for those of virtual tables, 2 and 3 for generated ones (https://sqlite.org/pragma.html#pragma_table_xinfo).
        while (list.Step())
        {
            if (list.Integer(3) != 1) columns.Add(new ColumnInfo(list.Text(0) ?? "", list.Text(1) ?? "", (int)list.Integer(2), list.Integer(3) >= 2));
        }
        return columns.ToImmutable();
    }

    // One row for each column of each key; the last key declared comes first.
    private ImmutableArray<ForeignKey> ReadForeignKeys(TableInfo table)
    {
        var keys = new SortedDictionary<long, (string Parent, List<(string From, string? To)> Columns)>(Comparer<long>.Create((a, b) => b.CompareTo(a)));
        using (var list = database.Prepare("SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1, 'main') ORDER BY id, seq"))
        {
            list.BindText(1, table.Name);
            while (list.Step())
            {
                if (!keys.TryGetValue(list.Integer(0), out var key)) keys[list.Integer(0)] = key = (list.Text(1) ?? "", []);
                key.Columns.Add((list.Text(2) ?? "", list.Text(3)));
            }
        }
        var known = ImmutableArray.CreateBuilder<ForeignKey>(keys.Count);
        foreach (var (parent, columns) in keys.Values)
        {
            if (Resolve(table, parent, columns) is { } key) known.Add(key);
            else DanglingKeys.Add((table.Name, parent));
        }
        return known.ToImmutable();
    }

    // Names are matched without case. A key that names no columns means the other table's primary key.
    private ForeignKey? Resolve(TableInfo table, string parentName, List<(string From, string? To)> columns)
    {
        if (Tables.FirstOrDefault(t => t.Name.Equals(parentName, StringComparison.OrdinalIgnoreCase)) is not { } parent) return null;
        var from = columns.Select(c => NameIn(table, c.From)).ToList();
        var to = columns.All(c => c.To is null) ? parent.PrimaryKey.Select(n => (string?)n).ToList() : [.. columns.Select(c => NameIn(parent, c.To))];
        if (from.Count != to.Count || from.Contains(null) || to.Contains(null)) return null;
        return new ForeignKey([.. from.OfType<string>()], parent == table ? "" : parent.Name, [.. to.OfType<string>()]);
    }

    private static string? NameIn(TableInfo table, string? name) => table.Columns.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name;
}
