using System.Text;
using Zenset.Model;
using Zenset.Storage;

namespace Zenset;

public sealed partial class Repository
{
    /// <summary>
    /// A SELECT of a resource's rows, in order, with its fields under their own names and in their own types (nominal ones as ENUMs).
    /// </summary>
    /// <param name="manifest">The version.</param>
    /// <param name="resource">A resource of it.</param>
    /// <param name="fields">The fields wanted, in the order wanted; null: all. The engine reads no other columns.</param>
    /// <exception cref="NotFoundException">There is no such field.</exception>
    /// <exception cref="InvalidOperationException">The store keeps no local files.</exception>
    public string RelationSql(Manifest manifest, Resource resource, IReadOnlyList<string>? fields = null)
    {
        var columns = fields is null ? resource.FindStoredColumns() : [.. ChooseColumns(resource, fields)];
        var sql = new StringBuilder("SELECT ");
        sql.AppendJoin(", ", columns.Select(c => $"{c.Decode(Sql.Name(c.Name))} AS {Sql.Name(c.Field.Name)}"));
        sql.Append(" FROM ").Append(StoredRelationSql(manifest, resource));
        return sql.ToString();
    }

    /// <summary>The table function call that reads a resource's parts as they are stored, rows in order.</summary>
    /// <exception cref="InvalidOperationException">The store keeps no local files.</exception>
    public string StoredRelationSql(Manifest manifest, Resource resource)
    {
        // Without hive_partitioning = false a folder called a=b would become a column.
        return $"read_parquet([{string.Join(", ", PartPaths(manifest, resource).Select(p => Sql.Text(WithoutGlob(p))))}], hive_partitioning = false)";
    }

    /// <summary>The local files of a resource's parts, in row order.</summary>
    /// <exception cref="InvalidOperationException">The store keeps no local files.</exception>
    public IReadOnlyList<string> PartPaths(Manifest manifest, Resource resource) =>
    [
        .. resource.Parts.Select(part => Store.LocalPath(RepositoryKeys.Part(manifest.Dataset, resource.Folder, part))
            ?? throw new InvalidOperationException($"{Store.Location} keeps no local files to read from.")),
    ];

    /// <summary>File names of the parts that are not there, in row order.</summary>
    public IReadOnlyList<string> FindMissingParts(Manifest manifest, Resource resource) =>
    [
        .. resource.Parts.Where(part => Store.LocalPath(RepositoryKeys.Part(manifest.Dataset, resource.Folder, part)) is { } path && !File.Exists(path))
            .Select(part => part.FileName),
    ];

    private static IEnumerable<StoredColumn> ChooseColumns(Resource resource, IReadOnlyList<string> fields)
    {
        if (fields.Count == 0) throw new ArgumentException("Name at least one field, or pass null for all.", nameof(fields));
        var columns = resource.FindStoredColumns().ToDictionary(c => c.Field.Name, StringComparer.Ordinal);
        foreach (var name in fields)
        {
            if (columns.TryGetValue(name, out var column))
            {
                yield return column;
                continue;
            }
            var near = Quoting.Nearest(name, columns.Keys);
            throw new NotFoundException(
                CoreErrors.FieldNotFound, $"resource '{Quoting.Shorten(resource.Name)}' has no field '{Quoting.Shorten(name)}'",
                near is null ? $"It has {columns.Count:N0} fields; `zenset show NAME` lists them." : $"Did you mean '{Quoting.Shorten(near)}'?");
        }
    }

    // The engine takes a path for a pattern: each special character becomes a class of itself.
    private static string WithoutGlob(string path) => path.AsSpan().ContainsAny('[', '*', '?')
        ? string.Concat(path.Select(c => c is '[' or '*' or '?' ? $"[{c}]" : $"{c}"))
        : path;
}
