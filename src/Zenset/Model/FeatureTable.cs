using System.Collections.Immutable;
using System.Text;
using Zenset.DuckDb;

namespace Zenset.Model;

/// <summary>What the source calls one of the values that a field holds.</summary>
/// <param name="Field">Field that holds the values.</param>
/// <param name="Position">Position in the field's vector, from 0; null when the field holds nothing else.</param>
/// <param name="Name">Name in the source.</param>
/// <param name="Type">Type that the source declares, in its own words; null when it says none.</param>
public sealed record Feature(string Field, int? Position, string Name, string? Type)
{
    /// <summary>The values it can have, in order, when it is nominal and shares its field with others; empty otherwise.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];
}

/// <summary>
/// The resource that goes with a wide or sparse table: thousands of features are positions of vector and sparse fields, and this table
/// has their names, one row for each feature, in the source's order.
/// </summary>
public static class FeatureTable
{
    /// <summary>Usual name of the resource.</summary>
    public const string Name = "features";

    /// <summary>Its fields. A table that has just these is one.</summary>
    public static ImmutableArray<Field> Fields { get; } =
    [
        new Field { Name = "field", Type = FieldType.String, Description = "Field that holds the feature" },
        new Field { Name = "position", Type = FieldType.Int32, Description = "Position in the field's vector, from 0; missing when it has the field for itself" },
        new Field { Name = "name", Type = FieldType.String, Description = "Name of the feature" },
        new Field { Name = "type", Type = FieldType.String, Description = "Type that the source declares" },
        new Field { Name = "categories", Type = FieldType.List(FieldType.String), Description = "Categories of a nominal feature that shares its field" },
    ];

    // Before there were categories; versions of that time are read as well.
    private const int LeastFields = 4;

    /// <summary>A table of these fields is such a table.</summary>
    public static bool Is(ImmutableArray<Field> fields) =>
        fields.Length >= LeastFields && fields.Length <= Fields.Length && fields.Zip(Fields).All(pair => pair.First.Name == pair.Second.Name && pair.First.Type.Equals(pair.Second.Type));

    /// <summary>Name of the table that goes with <paramref name="mainTable"/> where a source has several.</summary>
    public static string NameFor(string mainTable) => $"{mainTable}_{Name}";

    /// <summary>Which of some tables of names is that of <paramref name="mainTable"/>: the only one, or the one that is called after it.</summary>
    public static T? For<T>(string mainTable, IReadOnlyList<T> tables, Func<T, string> nameOf) where T : class =>
        tables.Count == 1 ? tables[0] : tables.FirstOrDefault(t => nameOf(t) == NameFor(mainTable));

    /// <summary>A table of these fields has values whose names stand elsewhere.</summary>
    public static bool IsNeededBy(ImmutableArray<Field> fields) => fields.Any(f => f.Type.Kind is FieldKind.FixedList or FieldKind.Sparse);

    /// <summary>Reads a whole feature table.</summary>
    /// <param name="connection">Where to ask.</param>
    /// <param name="sql">A SELECT of <see cref="Fields"/>, in order.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DuckDbException">The engine failed.</exception>
    public static ImmutableArray<Feature> Read(Connection connection, string sql, CancellationToken cancellationToken = default)
    {
        var features = ImmutableArray.CreateBuilder<Feature>();
        var fieldNames = new Dictionary<string, string>(StringComparer.Ordinal);
        using var query = connection.Query(sql, cancellationToken);
        while (query.Read())
        {
            var chunk = query.Current;
            for (var row = 0; row < chunk.RowCount; row++)
            {
                // Few fields hold very many features: one text for each field is enough.
                var field = Encoding.UTF8.GetString(chunk[0].Text(row));
                if (!fieldNames.TryAdd(field, field)) field = fieldNames[field];
                features.Add(new Feature(
                    field, chunk[1].IsMissing(row) ? null : chunk[1].Values<int>()[row], Encoding.UTF8.GetString(chunk[2].Text(row)),
                    chunk[3].IsMissing(row) ? null : Encoding.UTF8.GetString(chunk[3].Text(row)))
                {
                    Categories = chunk.ColumnCount > LeastFields ? CategoriesOf(chunk[LeastFields], row) : [],
                });
            }
        }
        return features.ToImmutable();
    }

    private static ImmutableArray<string> CategoriesOf(Vector lists, int row)
    {
        if (lists.IsMissing(row)) return [];
        var entry = lists.Entries[row];
        var categories = ImmutableArray.CreateBuilder<string>((int)entry.Length);
        for (var i = 0; i < (int)entry.Length; i++) categories.Add(Encoding.UTF8.GetString(lists.Items.Text((int)entry.Offset + i)));
        return categories.MoveToImmutable();
    }
}
