using System.Collections.Immutable;
using System.Globalization;
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
        return SelectSql(manifest, resource, [.. columns.Select(SelectedColumn.Of)]);
    }

    /// <summary>A SELECT of a resource's rows, in order, with these columns.</summary>
    /// <exception cref="InvalidOperationException">The store keeps no local files.</exception>
    public string SelectSql(Manifest manifest, Resource resource, ImmutableArray<SelectedColumn> columns) =>
        $"SELECT {SelectList(columns)} FROM {StoredRelationSql(manifest, resource)}";

    /// <summary>
    /// As <see cref="RelationSql(Manifest, Resource, IReadOnlyList{string}?)"/>, of some rows: only the parts, and of these only the row groups, that hold
    /// them are read.
    /// </summary>
    /// <param name="manifest">The version.</param>
    /// <param name="resource">A resource of it.</param>
    /// <param name="fromRow">First row, from 0.</param>
    /// <param name="count">Number of rows; fewer come where the resource ends.</param>
    /// <param name="columns">The columns wanted; null: all fields.</param>
    /// <exception cref="InvalidOperationException">The store keeps no local files.</exception>
    public string RelationSql(Manifest manifest, Resource resource, long fromRow, long count, ImmutableArray<SelectedColumn>? columns = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromRow);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var select = SelectList(columns ?? [.. resource.FindStoredColumns().Select(SelectedColumn.Of)]);
        var pieces = new List<string>();
        var paths = PartPaths(manifest, resource);
        var partStart = 0L;
        for (var i = 0; i < resource.Parts.Length; i++)
        {
            var (first, last) = (Math.Max(fromRow - partStart, 0), Math.Min(fromRow + count - partStart, resource.Parts[i].Rows));
            partStart += resource.Parts[i].Rows;
            if (first < last) pieces.Add(PieceSql(paths[i], resource, select, first, last));
        }
        return pieces.Count == 0 ? $"SELECT {select} FROM {StoredRelationSql(manifest, resource)} LIMIT 0" : string.Join(" UNION ALL ", pieces);
    }

    private static string SelectList(ImmutableArray<SelectedColumn> columns) => string.Join(", ", columns.Select(c => $"{c.Sql} AS {Sql.Name(c.Field.Name)}"));

    // The engine numbers the rows of a file and leaves out row groups by that number. A column of the same name would be in its way.
    private static string PieceSql(string path, Resource resource, string select, long first, long last)
    {
        const string Number = "file_row_number";
        var file = Sql.Text(WithoutGlob(path));
        return resource.FindStoredColumns().SelectMany(c => c.Columns).Any(c => c.Name.Equals(Number, StringComparison.OrdinalIgnoreCase))
            ? string.Create(CultureInfo.InvariantCulture, $"(SELECT {select} FROM read_parquet({file}, hive_partitioning = false) LIMIT {last - first} OFFSET {first})")
            : string.Create(CultureInfo.InvariantCulture, $"(SELECT {select} FROM read_parquet({file}, hive_partitioning = false, {Number} = true) WHERE {Number} >= {first} AND {Number} < {last})");
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
