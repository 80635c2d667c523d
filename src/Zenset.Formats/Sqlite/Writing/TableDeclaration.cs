using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Zenset.Formats.Parquet;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Writing;

/// <summary>How a table is declared.</summary>
/// <param name="Shape">The table.</param>
/// <param name="Name">Its name in the database.</param>
/// <param name="Columns">Its columns, in order.</param>
internal sealed record TableDeclaration(TableShape Shape, string Name, ImmutableArray<ColumnDeclaration> Columns)
{
    public static TableDeclaration Of(TableShape shape, string name)
    {
        var source = SourceTypes(shape.SourceMetadata);
        var names = UniqueNames.For([.. shape.Fields.Select(f => f.Name)]);
        return new TableDeclaration(shape, name, [.. shape.Fields.Select((f, i) => ColumnDeclaration.Of(f, names[i], source.GetValueOrDefault(f.Name)))]);
    }

    /// <summary>
    /// The column that is the row id when it is declared as INTEGER PRIMARY KEY: rows are then kept in its order, so it has to increase. -1 when there is none.
    /// </summary>
    public int RowIdColumn =>
        Shape.PrimaryKey is [var key] && Shape.Fields.FirstOrDefault(f => f.Name == key) is { Type: { IsInteger: true, Kind: not (FieldKind.UInt64 or FieldKind.Int128) } } only
            ? Shape.Fields.IndexOf(only) : -1;

    /// <summary>The statement that creates it.</summary>
    /// <param name="name">A name for it.</param>
    /// <param name="hasRowIdColumn">Rows are kept in the order of the key.</param>
    /// <param name="tableOf">What another resource is called.</param>
    public string Create(string name, bool hasRowIdColumn, Func<string, string> tableOf)
    {
        var sql = new StringBuilder($"CREATE TABLE {Sql.Name(name)} (");
        for (var i = 0; i < Columns.Length; i++)
        {
            // Any other word than INTEGER keeps row ids apart from the key.
            var type = i != RowIdColumn ? Columns[i].Type : hasRowIdColumn ? "INTEGER" : "BIGINT";
            sql.Append(i == 0 ? "" : ", ").Append(Sql.Name(Columns[i].Name)).Append(type.Length == 0 ? "" : " ").Append(type);
        }
        if (Shape.PrimaryKey.Length > 0) sql.Append(", PRIMARY KEY (").Append(List(Shape.PrimaryKey)).Append(')');
        foreach (var key in Shape.ForeignKeys)
        {
            var parent = key.ReferenceResource.Length == 0 ? Name : tableOf(key.ReferenceResource);
            sql.Append(", FOREIGN KEY (").Append(List(key.Fields)).Append(") REFERENCES ").Append(Sql.Name(parent));
            sql.Append(" (").Append(key.ReferenceResource.Length == 0 ? List(key.ReferenceFields) : string.Join(", ", key.ReferenceFields.Select(Sql.Name))).Append(')');
            // Checked when a transaction ends, so that tables that refer to each other can be filled in any order.
            sql.Append(" DEFERRABLE INITIALLY DEFERRED");
        }
        return sql.Append(')').ToString();
    }

    /// <summary>The statement that inserts a row.</summary>
    public string Insert(string name) => $"INSERT INTO {Sql.Name(name)} VALUES ({string.Join(", ", Enumerable.Repeat("?", Columns.Length))})";

    private string List(ImmutableArray<string> fields) => string.Join(", ", fields.Select(f => Sql.Name(Columns.FirstOrDefault(c => c.Field.Name == f)?.Name ?? f)));

    // Of the table's source, if that was a database too.
    private static Dictionary<string, string> SourceTypes(ImmutableSortedDictionary<string, string> metadata)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!metadata.TryGetValue(SqliteTable.TypesKey, out var json)) return types;
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject()) types[property.Name] = property.Value.GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            types.Clear();
        }
        return types;
    }
}
