using System.Collections.Immutable;
using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats;
using Zenset.Formats.Wide;
using Zenset.Integrity;
using Zenset.Model;

namespace Zenset.Import;

/// <summary>From a source to a committed version.</summary>
public sealed class Importer(FormatCatalog formats)
{
    // Each pass over a table widens at least one field, so it ends; the bound is for a reader that breaks that rule.
    private const int MaxPasses = 100;

    /// <summary>
    /// Imports <paramref name="source"/> as the next version of a dataset. When it throws, nothing was committed.
    /// </summary>
    /// <exception cref="SourceDataException">The source is wrong; the message has the place.</exception>
    /// <exception cref="NotSupportedSourceException">No format recognises it, or it uses a feature that Zenset does not read.</exception>
    /// <exception cref="VersionConflictException">Somebody else committed meanwhile.</exception>
    /// <exception cref="StorageException">The repository cannot be written.</exception>
    public async Task<ImportResult> ImportAsync(
        Repository repository, Engine engine, Source source, ImportOptions options, IProgress<ImportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var meter = new ImportMeter(progress, source);
        meter.Enter(ImportStage.Understand);
        var format = options.Format is { } id ? formats.Get(id) : formats.Detect(source);
        var name = options.Name ?? DatasetName.Suggest(System.IO.Path.GetFileNameWithoutExtension(source.Name));
        using var rejected = options.OnError == OnError.Skip ? new RejectedRows(options.RejectedPath ?? $"{name.Value.Replace('/', '-')}.rejected.txt") : null;
        try
        {
            var reader = FoldedReader.Over(await format.OpenReaderAsync(Request(source, engine, options, rejected), cancellationToken).ConfigureAwait(false), options.Target);
            await using var _ = reader.ConfigureAwait(false);
            var session = await repository.BeginCommitAsync(name, cancellationToken).ConfigureAwait(false);
            await using var __ = session.ConfigureAwait(false);

            var target = new TargetField(options.Target, reader.Tables);
            var store = new TableStore(engine, session, options.Parallelism, meter);
            var resources = ImmutableArray.CreateBuilder<Resource>();
            var contents = new List<(string, ImmutableArray<Field>, ImmutableArray<ContentDigest>)>();
            var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var table in reader.Tables)
            {
                var resource = ResourceName(table, reader.Tables.Count == 1 ? name : null);
                var folder = FreeFolder(folders, resource);
                var stored = await StoreAsync(store, reader, table, folder, fields => target.Apply(table, fields), rejected, meter, cancellationToken).ConfigureAwait(false);
                rejected?.Keep();
                contents.Add((resource, stored.Fields, stored.Digests));
                resources.Add(new Resource
                {
                    Name = resource,
                    Folder = folder,
                    Fields = stored.Fields,
                    Parts = stored.Parts,
                    PrimaryKey = table.PrimaryKey,
                    ForeignKeys = table.ForeignKeys,
                    Statistics = [.. stored.Digests.Select(d => new FieldStatistics(d.Missing))],
                    SourceMetadata = table.SourceMetadata,
                    Provenance = new Provenance(format.Id, source.FileName, reader.Options.SetItems(options.FormatOptions.All)),
                });
            }
            rejected?.Complete();

            meter.Enter(ImportStage.Commit);
            var manifest = await session.CommitAsync(
                new Manifest
                {
                    Dataset = name,
                    Version = session.Version,
                    Created = default,
                    Message = options.Message,
                    Author = options.Author,
                    ContentHash = ContentHash.Of(contents),
                    Resources = resources.ToImmutable(),
                    Description = reader.Description,
                    Findings = [.. reader.Findings, .. RejectedFinding(rejected)],
                },
                cancellationToken).ConfigureAwait(false);
            return new ImportResult(
                manifest, format, source.FileName, source.RawBytes, rejected?.Count ?? 0, rejected is { Count: > 0 } ? rejected.Path : null, meter.Elapsed);
        }
        catch (DuckDbException e)
        {
            throw EngineFailures.Translate(e);
        }
    }

    private static ReadRequest Request(Source source, Engine engine, ImportOptions options, RejectedRows? rejected) => new()
    {
        Source = source,
        Engine = engine,
        Options = options.FormatOptions,
        Types = options.Types,
        Target = options.Target,
        OnError = options.OnError,
        Strict = options.Strict,
        Rejected = rejected,
        Parallelism = options.Parallelism,
    };

    private static async Task<StoredTable> StoreAsync(
        TableStore store, IReader reader, ITable table, string folder, Func<ImmutableArray<Field>, ImmutableArray<Field>> withRoles, RejectedRows? rejected,
        ImportMeter meter, CancellationToken cancellationToken)
    {
        meter.Enter(ImportStage.Store);
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            try
            {
                return await store.StoreAsync(table, folder, withRoles, cancellationToken).ConfigureAwait(false);
            }
            catch (DuckDbException e)
            {
                throw reader.Explain(table, e) ?? EngineFailures.Translate(e);
            }
            catch (FieldsWidenedException)
            {
                // Parts sealed so far become orphans, which gc collects; most of them come back with the same bytes.
                rejected?.Clear();
                meter.Enter(ImportStage.Restart);
            }
        }
        throw new EngineException(CoreErrors.Engine, $"the fields of '{Quoting.Shorten(table.Name)}' were widened {MaxPasses} times and still do not fit its rows");
    }

    // The only table of a source is called after the dataset: 'data' and the like say nothing.
    private static string ResourceName(ITable table, DatasetName? onlyOne) => onlyOne is { } name ? name.Value.Split('/')[^1] : table.Name;

    private static string FreeFolder(HashSet<string> taken, string resource)
    {
        var slug = Slug.From(resource, 60);
        if (slug.Length == 0 || slug.Equals("tags", StringComparison.OrdinalIgnoreCase)) slug = "table";
        var folder = slug;
        for (var n = 2; !taken.Add(folder); n++) folder = string.Create(CultureInfo.InvariantCulture, $"{slug}-{n}");
        return folder;
    }

    private static IEnumerable<Finding> RejectedFinding(RejectedRows? rejected)
    {
        if (rejected is not { Count: > 0 }) yield break;
        var first = rejected.Examples.MinBy(e => e.Location?.Row ?? long.MaxValue);
        yield return new Finding
        {
            Code = "import/rejected-rows",
            Severity = Severity.Warning,
            Message = $"rows were left out because they could not be read; the first: {first?.Message}",
            Row = first?.Location?.Row,
            Field = first?.Location?.Field,
            Count = rejected.Count,
            Fix = $"They are kept in {System.IO.Path.GetFileName(rejected.Path)}.",
        };
    }
}
