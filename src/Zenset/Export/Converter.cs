using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats;
using Zenset.Formats.Wide;
using Zenset.Model;

namespace Zenset.Export;

/// <summary>How to convert.</summary>
public sealed record ConvertOptions
{
    /// <summary>Options of the format that is read.</summary>
    public OptionValues ReadOptions { get; init; } = OptionValues.Empty;

    /// <summary>Options of the format that is written.</summary>
    public OptionValues WriteOptions { get; init; } = OptionValues.Empty;

    /// <summary>Field types the user insists on.</summary>
    public IReadOnlyDictionary<string, FieldType> Types { get; init; } = ImmutableDictionary<string, FieldType>.Empty;

    /// <summary>What to do with a row that cannot be read. Default: stop.</summary>
    public OnError OnError { get; init; }

    /// <summary>Strict reading of the format.</summary>
    public bool Strict { get; init; }

    /// <summary>File for rejected rows when <see cref="OnError"/> is Skip; null: in the working folder as <c>NAME.rejected.txt</c>.</summary>
    public string? RejectedPath { get; init; }

    /// <summary>Write although the format cannot hold everything.</summary>
    public bool Lossy { get; init; }
}

/// <summary>What a conversion did.</summary>
/// <param name="Files">The files written.</param>
/// <param name="Losses">What they do not hold, when that was accepted.</param>
/// <param name="Findings">What was odd in the source.</param>
/// <param name="RejectedRows">Rows left out, with <see cref="OnError.Skip"/>.</param>
/// <param name="RejectedPath">Where they are, if there were any.</param>
/// <param name="Elapsed">Time it took.</param>
public sealed record ConvertResult(
    ImmutableArray<ExportedFile> Files, ImmutableArray<Loss> Losses, ImmutableArray<Finding> Findings, long RejectedRows, string? RejectedPath, TimeSpan Elapsed);

/// <summary>
/// From one file to another without a repository, in memory that does not grow with the source. A source that the engine does not read
/// itself is read twice: types and categories hold for all rows and losses are told before anything is written, so both have to be known.
/// </summary>
public static class Converter
{
    // Widening goes from narrower to wider types only, so it ends; this bound is for a reader that breaks that rule.
    private const int MaxAttempts = 100;

    /// <summary>Converts; the target appears whole or not at all.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="from">Its format.</param>
    /// <param name="to">The format to write.</param>
    /// <param name="path">A file, a folder that exists or ends in a slash, or <c>-</c> for standard output.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told a few times a second.</param>
    /// <param name="cancellationToken">Stops it; what was being written is removed.</param>
    /// <exception cref="SourceDataException">The source is wrong.</exception>
    /// <exception cref="LossException">The format cannot hold everything, and <see cref="ConvertOptions.Lossy"/> was not said.</exception>
    public static async ValueTask<ConvertResult> ConvertAsync(
        Source source,
        Engine engine,
        IFormat from,
        IFormat to,
        string path,
        ConvertOptions options,
        IProgress<ExportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Exporter.RequireWritable(to);
        using var rejected = options.OnError == OnError.Skip ? new RejectedRows(options.RejectedPath ?? $"{source.Name}.rejected.txt") : null;
        var request = new ReadRequest
        {
            Source = source,
            Engine = engine,
            Options = options.ReadOptions,
            Types = options.Types,
            OnError = options.OnError,
            Strict = options.Strict,
            Rejected = rejected,
            Parallelism = 1,
        };
        try
        {
            var reader = FoldedReader.Over(await from.OpenReaderAsync(request, cancellationToken).ConfigureAwait(false), target: null);
            await using (reader.ConfigureAwait(false))
            {
                var conversion = new Conversion(reader, engine, source, to, path, options, rejected, new ProgressClock(progress), cancellationToken);
                return await conversion.RunAsync().ConfigureAwait(false);
            }
        }
        catch (DuckDbException e)
        {
            throw EngineFailures.Translate(e);
        }
    }

    private sealed class Conversion(
        IReader reader, Engine engine, Source source, IFormat to, string path, ConvertOptions options, RejectedRows? rejected, ProgressClock clock,
        CancellationToken cancellationToken)
    {
        private readonly string _name = DatasetName.Suggest(System.IO.Path.GetFileNameWithoutExtension(source.Name)).Value;

        private ImmutableArray<ITable> _tables = [.. reader.Tables];
        private List<ITable> _names = [];
        private readonly Dictionary<ITable, ImmutableArray<Feature>> _features = [];

        public async ValueTask<ConvertResult> RunAsync()
        {
            if (WideTables.TakeNames(to, options.WriteOptions, [.. _tables.Select(t => t.Fields)])) _names = [.. _tables.Where(t => FeatureTable.Is(t.Fields))];
            _tables = _tables.RemoveRange(_names);
            var plan = TargetPlan.For(to, path, _name, [.. _tables.Select(t => t.Name)]);
            var rows = Survey();
            foreach (var names in _names) ReadFeatures(names);
            var losses = FindLosses();
            LossFinder.RequireAccepted(losses, options.Lossy, to, source.Name);

            using var tables = Open(onRowsRead: null);
            using var named = WithNames(tables.ToWrite);
            var export = new TableExport(engine, to, options.WriteOptions, _name, reader.Description) { OnRows = done => clock.Report(done, rows) };
            var files = await export.WriteAsync(plan, named?.Tables ?? tables.ToWrite, cancellationToken).ConfigureAwait(false);
            rejected?.Complete();
            return new ConvertResult(
                files, losses, [.. reader.Findings], rejected?.Count ?? 0, rejected is { Count: > 0 } ? rejected.Path : null, clock.Elapsed);
        }

        private NamedTables? WithNames(ImmutableArray<TableToWrite> tables) => _names.Count == 0 ? null
            : new NamedTables(engine, to, tables, name => FeatureTable.For(name, _names, t => t.Name) is { } table ? _features[table] : []);

        // After the survey: what a column turns out to be decides which vector it is in.
        private void ReadFeatures(ITable table)
        {
            using var opened = new OpenTables(engine, [table], onRowsRead: null, cancellationToken);
            using var connection = engine.Connect();
            _features[table] = FeatureTable.Read(connection, opened.ToWrite[0].Sql, cancellationToken);
        }

        // Reads everything once, until the types hold for all rows. The number of rows, when all tables were read.
        private long? Survey()
        {
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                try
                {
                    var rows = 0L;
                    using var tables = Open(read => clock.Report(rows += read, null, isSurvey: true));
                    using var connection = engine.Connect();
                    foreach (var survey in tables.Surveys) connection.Execute(survey, cancellationToken);
                    return tables.Surveys.Count == _tables.Length ? rows : null;
                }
                catch (DuckDbException e) when (e.InnerException is FieldsWidenedException)
                {
                }
            }
            throw new EngineException(CoreErrors.Engine, $"the types of {source.Name} were widened {MaxAttempts} times and still do not fit");
        }

        private ImmutableArray<Loss> FindLosses()
        {
            var rows = 0L;
            using var tables = Open(read => clock.Report(rows += read, null, isSurvey: true));
            using var connection = engine.Connect();
            using var named = WithNames(tables.ToWrite);
            var toWrite = named?.Tables ?? tables.ToWrite;
            LossFinder.RequireNoObstacle(to, options.WriteOptions, toWrite);
            return LossFinder.Find(connection, to, options.WriteOptions, toWrite, cancellationToken);
        }

        private OpenTables Open(Action<long>? onRowsRead)
        {
            rejected?.Clear();
            return new OpenTables(engine, _tables, onRowsRead, cancellationToken);
        }
    }

    // The tables of a source, ready to be read once.
    private sealed class OpenTables : IDisposable
    {
        private readonly List<IDisposable> _open = [];

        public OpenTables(Engine engine, IReadOnlyList<ITable> tables, Action<long>? onRowsRead, CancellationToken cancellationToken)
        {
            var toWrite = ImmutableArray.CreateBuilder<TableToWrite>(tables.Count);
            try
            {
                foreach (var table in tables) toWrite.Add(Open(engine, table, onRowsRead, cancellationToken));
            }
            catch
            {
                Dispose();
                throw;
            }
            ToWrite = toWrite.ToImmutable();
        }

        public ImmutableArray<TableToWrite> ToWrite { get; }

        /// <summary>For each table that a reader of ours parses, the SELECT that reads all of it.</summary>
        public List<string> Surveys { get; } = [];

        public void Dispose()
        {
            for (var i = _open.Count - 1; i >= 0; i--) _open[i].Dispose();
        }

        private static TableShape ShapeOf(ITable table, long? rows) =>
            new(table.Name, table.Fields, rows, table.SourceMetadata) { PrimaryKey = table.PrimaryKey, ForeignKeys = table.ForeignKeys };

        private TableToWrite Open(Engine engine, ITable table, Action<long>? onRowsRead, CancellationToken cancellationToken)
        {
            switch (table.OpenContent())
            {
                case TableContent.Segmented segmented:
                    _open.Add(segmented.Segments);
                    var fields = table.Fields;
                    var chain = new SegmentChain(segmented.Segments, fields, onRowsRead, cancellationToken);
                    var registered = engine.Register(chain);
                    _open.Add(registered);
                    Surveys.Add(chain.Survey(registered.Sql));
                    return new TableToWrite(ShapeOf(table, null), chain.Select(registered.Sql)) { CanRescan = false };
                case TableContent.Relation relation:
                    return new TableToWrite(ShapeOf(table, null), relation.Sql);
                case TableContent.PortableParquet file:
                    return new TableToWrite(ShapeOf(table, file.Rows), file.Sql);
                default:
                    throw new InvalidOperationException("TableContent is a closed set.");
            }
        }
    }
}
