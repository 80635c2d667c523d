using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Export;

/// <summary>
/// Columns of a resource under the names that its source gave them: its fields, and of a wide or sparse table the positions of its vectors, which
/// the table of names knows. Only what is asked for is read.
/// </summary>
public static class SourceColumns
{
    // Names to choose a similar one from, in the message about one that is not there.
    private const int MostToCompare = 10_000;

    /// <summary>The columns called <paramref name="names"/>, in that order.</summary>
    /// <exception cref="NotFoundException">There is no such column.</exception>
    public static ImmutableArray<SelectedColumn> Choose(
        Repository repository, Connection connection, Manifest manifest, Resource resource, IReadOnlyList<string> names, CancellationToken cancellationToken = default)
    {
        var columns = resource.FindStoredColumns().ToDictionary(c => c.Field.Name, SelectedColumn.Of, StringComparer.Ordinal);
        var others = names.Where(name => !columns.ContainsKey(name)).ToList();
        foreach (var feature in Find(repository, connection, manifest, resource, others, "name", cancellationToken)) columns.TryAdd(feature.Field.Name, feature);
        return [.. names.Select(name => columns.TryGetValue(name, out var column) ? column : throw NotFound(repository, connection, manifest, resource, name, cancellationToken))];
    }

    /// <summary>All fields, and the columns that an SQL text names beside them, for it to be run over them.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="repository">Where the version is.</param>
    /// <param name="connection">The engine.</param>
    /// <param name="manifest">The version.</param>
    /// <param name="resource">A resource of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="EngineException">It names two columns that differ in case only.</exception>
    public static ImmutableArray<SelectedColumn> WithMentioned(
        string sql, Repository repository, Connection connection, Manifest manifest, Resource resource, CancellationToken cancellationToken = default)
    {
        var all = resource.FindStoredColumns().Select(SelectedColumn.Of).ToList();
        // The engine takes names without case: of two that differ in nothing else, the one that is written just so is meant.
        var taken = all.Select(c => c.Field.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var words = SqlWords.Of(sql);
        var others = words.Where(word => !taken.Contains(word)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var column in Find(repository, connection, manifest, resource, others, "lower(name)", cancellationToken).OrderByDescending(c => words.Contains(c.Field.Name)))
        {
            if (taken.Add(column.Field.Name)) all.Add(column);
            else if (words.Contains(column.Field.Name))
                throw new EngineException(CoreErrors.Sql, $"two columns differ from '{Quoting.Shorten(column.Field.Name)}' in case at most, which SQL does not tell apart", sql, "Name one of them only.");
        }
        return [.. all];
    }

    private static IEnumerable<SelectedColumn> Find(
        Repository repository, Connection connection, Manifest manifest, Resource resource, IReadOnlyCollection<string> names, string key, CancellationToken cancellationToken)
    {
        if (names.Count == 0 || NamesOf(manifest, resource) is not { } table) return [];
        var stored = resource.FindStoredColumns().ToDictionary(c => c.Field.Name, StringComparer.Ordinal);
        var wanted = string.Join(", ", names.Select(n => Sql.Text(key == "name" ? n : n.ToLower(CultureInfo.InvariantCulture))));
        var features = FeatureTable.Read(connection, $"SELECT * FROM ({repository.RelationSql(manifest, table)}) WHERE position IS NOT NULL AND {key} IN ({wanted})", cancellationToken);
        return features.Where(f => stored.TryGetValue(f.Field, out var column) && HasPosition(column.Field.Type, f.Position!.Value)).Select(f => Column(stored[f.Field], f));
    }

    private static SelectedColumn Column(StoredColumn column, Feature feature)
    {
        var categories = feature.Categories.IsEmpty ? null : new Categories(feature.Categories);
        var field = new Field { Name = feature.Name, Type = column.Field.Type.Item!, Categories = categories };
        var item = column.DecodeItem(feature.Position!.Value);
        return new SelectedColumn(field, categories is null ? item : $"CAST({item} AS {FieldEngine.TypeOf(field)})");
    }

    private static bool HasPosition(FieldType type, int position) => type.Kind is FieldKind.FixedList or FieldKind.Sparse && position >= 0 && position < type.Length;

    private static Resource? NamesOf(Manifest manifest, Resource resource)
    {
        if (!FeatureTable.IsNeededBy(resource.Fields)) return null;
        return FeatureTable.For(resource.Name, [.. manifest.Resources.Where(r => FeatureTable.Is(r.Fields))], r => r.Name);
    }

    private static NotFoundException NotFound(Repository repository, Connection connection, Manifest manifest, Resource resource, string name, CancellationToken cancellationToken)
    {
        var known = resource.Fields.Take(MostToCompare).Select(f => f.Name);
        if (NamesOf(manifest, resource) is { } table)
            known = known.Concat(FeatureTable.Read(connection, $"SELECT * FROM ({repository.RelationSql(manifest, table)}) LIMIT {MostToCompare}", cancellationToken).Select(f => f.Name));
        var near = Quoting.Nearest(name, known);
        return new NotFoundException(
            CoreErrors.FieldNotFound,
            $"resource '{Quoting.Shorten(resource.Name)}' of {manifest.Dataset}@{manifest.Version} has no field '{Quoting.Shorten(name)}'",
            near is null ? $"`zenset show {manifest.Dataset}` lists them." : $"Did you mean '{Quoting.Shorten(near)}'?");
    }
}
