using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Export;

/// <summary>Writes a version, or a part of it, as a file of some format.</summary>
public static class Exporter
{
    /// <summary>
    /// Exports resources of a version. Everything that can be refused is refused before anything is written; a file appears whole or
    /// not at all.
    /// </summary>
    /// <param name="repository">Where the version is.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="manifest">The version.</param>
    /// <param name="format">The format to write.</param>
    /// <param name="path">A file, a folder that exists or ends in a slash, or <c>-</c> for standard output.</param>
    /// <param name="options">What of it, and how.</param>
    /// <param name="progress">Told a few times a second, on the thread that writes.</param>
    /// <param name="cancellationToken">Stops it; what was being written is removed.</param>
    /// <exception cref="LossException">The format cannot hold everything, and <see cref="ExportOptions.Lossy"/> was not said.</exception>
    /// <exception cref="NotFoundException">There is no such resource or field.</exception>
    /// <exception cref="NotSupportedSourceException">The format cannot be written.</exception>
    /// <exception cref="IntegrityException">A part is missing or damaged.</exception>
    /// <exception cref="EngineException">The condition is not valid SQL.</exception>
    public static async ValueTask<ExportResult> ExportAsync(
        Repository repository,
        Engine engine,
        Manifest manifest,
        IFormat format,
        string path,
        ExportOptions options,
        IProgress<ExportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var clock = new ProgressClock(progress);
        RequireWritable(format);
        var resources = options.Columns.IsEmpty ? Choose(manifest, options.Resource) : ChooseWithColumns(manifest, options.Resource);
        var features = ReadFeatures(repository, engine, manifest, format, options, resources, cancellationToken);
        resources = resources.RemoveRange(features.Keys);
        var written = resources.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var plan = TargetPlan.For(format, path, manifest.Dataset.Value, [.. resources.Select(r => r.Name)]);
        using var connection = engine.Connect();
        ImmutableArray<TableToWrite> tables = [.. resources.Select(r => WithKeys(TableOf(repository, connection, manifest, r, options, cancellationToken), r, written, !options.Columns.IsEmpty))];
        try
        {
            CheckCondition(connection, tables, options);
            using var named = features.Count == 0 ? null : new NamedTables(engine, format, tables, name => FeatureTable.For(name, [.. features.Keys], t => t.Name) is { } table ? features[table] : []);
            if (named is not null) tables = named.Tables;
            using var joined = new JoinedTables(engine, tables);
            tables = joined.Tables;
            LossFinder.RequireNoObstacle(format, options.FormatOptions, tables);
            var losses = LossFinder.Find(connection, format, options.FormatOptions, tables, cancellationToken);
            var version = new VersionRef(manifest.Dataset, manifest.Version).ToString();
            LossFinder.RequireAccepted(losses, options.Lossy, format, version);

            long? total = options.Where is null ? resources.Sum(r => r.Rows) : null;
            var export = new TableExport(engine, format, options.FormatOptions, manifest.Dataset.Value, manifest.Description)
            {
                OnRows = rows => clock.Report(rows, total),
            };
            var files = await export.WriteAsync(plan, tables, cancellationToken).ConfigureAwait(false);
            return new ExportResult(files, losses, clock.Elapsed);
        }
        catch (DuckDbException e) when (e.InnerException is null && tables.Length > 0 && e.Message.Contains("part-", StringComparison.Ordinal) && e.ErrorType is not DuckDbErrorType.OutOfMemory)
        {
            throw new IntegrityException(
                CoreErrors.Damaged, $"a part of {manifest.Dataset}@{manifest.Version} cannot be read",
                $"`zenset verify {manifest.Dataset}@{manifest.Version}` names the place; restore the file from a backup or another copy of the repository.", e);
        }
        catch (DuckDbException e)
        {
            throw EngineFailures.Translate(e);
        }
    }

    /// <summary>The rows of a resource as a table to write: all fields, or those chosen, under a condition or not.</summary>
    /// <exception cref="NotFoundException">There is no such field.</exception>
    /// <exception cref="IntegrityException">A part is missing.</exception>
    public static TableToWrite TableOf(
        Repository repository, Connection connection, Manifest manifest, Resource resource, ExportOptions options, CancellationToken cancellationToken = default)
    {
        RequireParts(repository, manifest, resource);
        var stored = resource.FindStoredColumns();
        var columns = options.Columns.IsEmpty
            ? [.. stored.Select(SelectedColumn.Of)]
            : SourceColumns.Choose(repository, connection, manifest, resource, options.Columns, cancellationToken);
        // Metadata of the source names its columns; with others it would be wrong.
        var metadata = options.Columns.IsEmpty ? resource.SourceMetadata : ImmutableSortedDictionary<string, string>.Empty;
        var shape = new TableShape(resource.Name, [.. columns.Select(c => c.Field)], options.Where is null ? resource.Rows : null, metadata);
        if (options.Where is null)
        {
            // Only the columns that are wanted are read.
            var isCut = options.Columns.IsEmpty && stored.Any(c => !c.Blocks.IsEmpty);
            return new TableToWrite(shape, repository.SelectSql(manifest, resource, columns)) { Cut = isCut ? new CutTable(stored, repository.StoredRelationSql(manifest, resource)) : null };
        }
        // With a condition the engine finds out which: it may name any. What is written has numbers there, since names may differ in case only.
        // The line ends keep a comment at its end from swallowing what follows.
        var named = SourceColumns.WithMentioned(options.Where, repository, connection, manifest, resource, cancellationToken);
        var numbered = columns.Select((c, i) => c with { Field = c.Field with { Name = string.Create(CultureInfo.InvariantCulture, $"zenset:{i}") } }).ToImmutableArray();
        var select = string.Join(", ", columns.Zip(numbered, (c, n) => $"{Sql.Name(n.Field.Name)} AS {Sql.Name(c.Field.Name)}"));
        return new TableToWrite(shape, $"SELECT {select} FROM ({repository.SelectSql(manifest, resource, numbered.AddRange(named))}) WHERE (\n{options.Where}\n)");
    }

    // Keys whose fields, or whose other table, are left out would be none.
    private static TableToWrite WithKeys(TableToWrite table, Resource resource, HashSet<string> written, bool isChosen)
    {
        var fields = table.Shape.Fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return table with
        {
            Shape = table.Shape with
            {
                PrimaryKey = resource.PrimaryKey.All(fields.Contains) ? resource.PrimaryKey : [],
                // Fields that were chosen are those of every table.
                ForeignKeys = [.. resource.ForeignKeys.Where(key =>
                    key.Fields.All(fields.Contains) && (key.ReferenceResource.Length == 0 || written.Contains(key.ReferenceResource)) && (!isChosen || key.ReferenceFields.All(fields.Contains)))],
            },
        };
    }

    // The tables of names that the format writes into the tables they are about; the others are tables like any.
    private static Dictionary<Resource, ImmutableArray<Feature>> ReadFeatures(
        Repository repository, Engine engine, Manifest manifest, IFormat format, ExportOptions options, ImmutableArray<Resource> chosen, CancellationToken cancellationToken)
    {
        var features = new Dictionary<Resource, ImmutableArray<Feature>>();
        var written = chosen.ToDictionary(r => r, r => options.Columns.IsEmpty ? r.Fields : [.. r.Fields.Where(f => options.Columns.Contains(f.Name))]);
        if (!WideTables.TakeNames(format, options.FormatOptions, written.Values)) return features;
        var tables = manifest.Resources.Where(r => FeatureTable.Is(r.Fields)).ToList();
        using var connection = engine.Connect();
        foreach (var table in tables)
        {
            RequireParts(repository, manifest, table);
            var names = FeatureTable.Read(connection, repository.RelationSql(manifest, table), cancellationToken);
            var isTaken = format.Capabilities.NamesFeatures || written.Any(w =>
                FeatureTable.For(w.Key.Name, tables, t => t.Name) == table
                && WideTables.CanExpand(new TableShape("", w.Value, null, ImmutableSortedDictionary<string, string>.Empty) { Features = names }));
            if (isTaken) features.Add(table, names);
        }
        return features;
    }

    internal static void RequireWritable(IFormat format)
    {
        if (!format.Capabilities.CanWrite)
            throw new NotSupportedSourceException(CoreErrors.CannotWrite, $"{format.Title} is read but not written", fix: "Choose another format with --to.");
    }

    /// <summary>The resource called <paramref name="name"/>, or all of them for null.</summary>
    /// <exception cref="NotFoundException">There is no such resource.</exception>
    public static ImmutableArray<Resource> Choose(Manifest manifest, string? name)
    {
        if (name is null) return manifest.Resources;
        var resource = manifest.Resources.FirstOrDefault(r => r.Name == name);
        if (resource is not null) return [resource];
        var near = Quoting.Nearest(name, manifest.Resources.Select(r => r.Name));
        throw new NotFoundException(
            CoreErrors.ResourceNotFound,
            $"{manifest.Dataset}@{manifest.Version} has no resource '{Quoting.Shorten(name)}'",
            near is null ? $"It has {Quoting.Shorten(string.Join(", ", manifest.Resources.Select(r => r.Name)), 200)}." : $"Did you mean '{Quoting.Shorten(near)}'?");
    }

    /// <summary>
    /// As <see cref="Choose"/>, when columns are asked for by name: those are columns of the data, so of the tables of names none is meant unless it
    /// is named, or there is nothing else.
    /// </summary>
    /// <exception cref="NotFoundException">There is no such resource.</exception>
    public static ImmutableArray<Resource> ChooseWithColumns(Manifest manifest, string? name)
    {
        var resources = Choose(manifest, name);
        return name is null && resources.RemoveAll(r => FeatureTable.Is(r.Fields)) is { IsEmpty: false } data ? data : resources;
    }

    /// <summary>Throws when parts are not there: the engine would say that a pattern matches no file.</summary>
    /// <exception cref="IntegrityException">A part is missing.</exception>
    public static void RequireParts(Repository repository, Manifest manifest, Resource resource)
    {
        var missing = repository.FindMissingParts(manifest, resource);
        if (missing.Count == 0) return;
        throw new IntegrityException(
            CoreErrors.Damaged,
            $"{missing.Count:N0} of {resource.Parts.Length:N0} parts of {manifest.Dataset}@{manifest.Version} are missing from the repository, the first is {missing[0]}",
            $"`zenset verify {manifest.Dataset}@{manifest.Version}` names the rows; restore the file from a backup or another copy of the repository.");
    }

    // A mistake in the condition is found before the target is touched, and reported as the user's.
    private static void CheckCondition(Connection connection, ImmutableArray<TableToWrite> tables, ExportOptions options)
    {
        if (options.Where is null) return;
        try
        {
            foreach (var table in tables) connection.Prepare(table.Sql).Dispose();
        }
        catch (DuckDbException e)
        {
            throw EngineFailures.TranslateUserSql(e, "--where takes a condition over the fields, such as \"age > 30 AND city = 'Bonn'\".");
        }
        catch (ArgumentException e)
        {
            throw new EngineException(CoreErrors.Sql, "--where has more than one statement", options.Where, "Give one condition over the fields.", e);
        }
    }
}
