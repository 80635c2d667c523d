using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Schema;

/// <summary>What tables and columns are called outside the database: their own names, unless <c>zenset_fields</c> has better ones.</summary>
internal sealed class TableNames
{
    private readonly Dictionary<string, string> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), string> _columns = [];

    public TableNames(IReadOnlyList<TableInfo> tables, Dictionary<(string Table, string Column), (string Resource, Field Field)> said)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            var resource = table.Columns.Select(c => said.TryGetValue((table.Name, c.Name), out var entry) ? entry.Resource : null).FirstOrDefault(r => r is { Length: > 0 }) ?? table.Name;
            // Whoever wrote it may have given two tables one name.
            _tables[table.Name] = taken.Add(resource) ? resource : table.Name;
            taken.Add(_tables[table.Name]);
            var fields = new HashSet<string>(StringComparer.Ordinal);
            foreach (var column in table.Columns)
            {
                var name = said.TryGetValue((table.Name, column.Name), out var entry) ? entry.Field.Name : column.Name;
                _columns[(table.Name, column.Name)] = fields.Add(name) ? name : column.Name;
            }
        }
    }

    public string Of(TableInfo table) => _tables[table.Name];

    public string Of(TableInfo table, string column) => _columns[(table.Name, column)];

    /// <summary>The table's primary key, by names of fields.</summary>
    public ImmutableArray<string> PrimaryKey(TableInfo table) => [.. table.PrimaryKey.Select(c => Of(table, c))];

    /// <summary>The table's foreign keys, by names of resources and fields.</summary>
    public ImmutableArray<ForeignKey> ForeignKeys(TableInfo table) => [.. table.ForeignKeys.Select(key =>
    {
        var parent = key.ReferenceResource.Length == 0 ? table.Name : key.ReferenceResource;
        return new ForeignKey(
            [.. key.Fields.Select(c => Of(table, c))], key.ReferenceResource.Length == 0 ? "" : _tables[parent], [.. key.ReferenceFields.Select(c => _columns[(parent, c)])]);
    })];
}
