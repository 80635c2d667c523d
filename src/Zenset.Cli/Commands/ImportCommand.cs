using System.CommandLine;
using System.Text.Json;
using Zenset.Cli.Output;
using Zenset.Formats;
using Zenset.Import;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset import</c>: sources become versions.</summary>
internal sealed class ImportCommand : ZensetCommand
{
    private readonly Argument<string[]> _sources = new("SOURCE") { Arity = ArgumentArity.OneOrMore, HelpName = "SOURCE…", Description = "Files, or - for standard input. gzip and zip are seen through." };
    private readonly Option<string?> _as = new("--as") { HelpName = "NAME", Description = "Name of the dataset. Default: from the source's name." };
    private readonly Option<string?> _format = new("--format") { HelpName = "FORMAT", Description = "Format of the source. Default: found out. `zenset formats` lists them." };
    private readonly Option<string?> _schema = new("--schema") { HelpName = "SCHEMA", Description = "Dataset schema to check against (not available yet)." };
    private readonly Option<string?> _target = new("--target") { HelpName = "FIELD", Description = "The field that models predict. Default: what the source says." };
    private readonly Option<string?> _message = new("--message", "-m") { HelpName = "TEXT", Description = "Why this version is made; `zenset log` shows it." };
    private readonly Option<string?> _onError = new("--on-error") { HelpName = "stop|skip", Description = "What to do with a row that cannot be read: stop (default), or skip it, count it and keep it in NAME.rejected.txt." };
    private readonly Option<bool> _allowInvalid = new("--allow-invalid") { Description = "Commit although the schema is not met (not available yet)." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Read the format to the letter where Zenset is lenient." };
    private readonly Option<IReadOnlyDictionary<string, FieldType>> _types = FieldTypeFlag.Create();

    public ImportCommand(FormatCatalog catalog) : base("import", "Turn files into versions of datasets.")
    {
        _onError.AcceptOnlyFromAmong("stop", "skip");
        FormatFlags = FormatFlag.For(catalog, reading: true, writing: false);
        _format.CompletionSources.Add(_ => catalog.Formats.Select(f => new System.CommandLine.Completions.CompletionItem(f.Id)));
        Arguments.Add(_sources);
        foreach (var option in new Option[] { _as, _format, _schema, _target, _message, _onError, _types, _strict, _allowInvalid }) Options.Add(option);
        foreach (var flag in FormatFlags) Options.Add(flag.Flag);
    }

    public override string Grammar => "SOURCE… [--as NAME] [--format F] [--schema S] [--target FIELD] [--type FIELD=TYPE] [--message TEXT] [--on-error stop|skip] [--allow-invalid] [--strict]";

    public override string AfterFailure => "nothing was committed";

    public override IReadOnlyList<FormatFlag> FormatFlags { get; }

    public override IReadOnlyList<Example> Examples =>
    [
        new("zenset import credit-g.arff", "credit-g.arff becomes the version credit-g@1, or the next one if there is a credit-g"),
        new("zenset import new.csv --as credit-g --message \"March\"", "another file becomes the next version of credit-g"),
        new("zenset import survey.csv --target answer --type zip=string", "with the target named, and a field kept as text"),
        new("curl https://example.org/iris.csv | zenset import - --as iris", "from standard input"),
        new("zenset import messy.csv --on-error skip", "leaves rows out that cannot be read, and keeps them in messy.csv.rejected.txt"),
    ];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var sources = session.Get(_sources);
        var name = session.Get(_as) is { } given ? DatasetName.Parse(given) : (DatasetName?)null;
        RequireAvailable(session, sources, name);

        var done = new List<(ImportResult Result, VersionFacts Facts)>();
        try
        {
            foreach (var source in sources)
            {
                var result = await ImportAsync(session, source, name, cancellationToken).ConfigureAwait(false);
                // What was committed stays so; facts for the report are found without the token, and not at all where nobody reads it.
                var isShown = session.IsJson || !session.IsQuiet;
                var facts = isShown ? VersionFacts.Of(session, result.Manifest, CancellationToken.None) : new VersionFacts([], null, null);
                done.Add((result, facts));
                if (isShown && !session.IsJson)
                {
                    if (done.Count > 1) session.Terminal.Out.WriteLine();
                    session.Write(await ReportAsync(session, result, facts).ConfigureAwait(false));
                }
            }
        }
        catch (Exception) when (done.Count > 0)
        {
            if (session.IsJson) WriteJson(session, done, sources.Length);
            var committed = string.Join(", ", done.Select(d => $"{d.Result.Manifest.Dataset}@{d.Result.Manifest.Version}"));
            if (!session.IsJson) session.Terminal.Error.WriteLine($"{committed} {(done.Count == 1 ? "was" : "were")} committed before; {sources[done.Count]} was not:");
            throw;
        }
        if (session.IsJson) WriteJson(session, done, sources.Length);
        return 0;
    }

    private void RequireAvailable(Session session, string[] sources, DatasetName? name)
    {
        if (session.Get(_schema) is not null) throw new UsageException("--schema is not available yet", "Leave it out.", CliErrors.NotAvailable);
        if (session.Get(_allowInvalid)) throw new UsageException("--allow-invalid is not available yet", "Leave it out; without schemas there is nothing to be invalid.", CliErrors.NotAvailable);
        if (name is not null && sources.Length > 1)
        {
            throw new UsageException($"--as names one dataset, but there are {sources.Length} sources", "Import them one after the other, or leave --as out to have a dataset for each.");
        }
        if (name is null && sources.Contains("-")) throw new UsageException("standard input has no name", "Name the dataset with --as.");
    }

    private async Task<ImportResult> ImportAsync(Session session, string path, DatasetName? name, CancellationToken cancellationToken)
    {
        using var source = Source.Open(path);
        var format = session.Get(_format) is { } id ? session.Catalog.Get(id) : session.Catalog.Detect(source);
        FormatFlag.RequireKnown(session.Parsed, FormatFlags, (format, true));
        var options = new ImportOptions
        {
            Name = name,
            Format = format.Id,
            Target = session.Get(_target),
            Message = session.Get(_message),
            Author = session.Terminal.Environment("ZENSET_AUTHOR") is { Length: > 0 } author ? author : null,
            OnError = session.Get(_onError) == "skip" ? OnError.Skip : OnError.Stop,
            Strict = session.Get(_strict),
            FormatOptions = FormatFlag.ValuesFor(session.Parsed, FormatFlags, format, reading: true),
            Types = session.Get(_types)!,
            Parallelism = session.Threads,
        };
        using var progress = session.ShowProgress(source.Name);
        return await new Importer(session.Catalog).ImportAsync(session.Repository, session.Engine, source, options, progress, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Report> ReportAsync(Session session, ImportResult result, VersionFacts facts)
    {
        var manifest = result.Manifest;
        var report = new Report(session.Terminal);
        var single = manifest.Resources.Length == 1;
        for (var i = 0; i < manifest.Resources.Length; i++)
        {
            var shape = VersionReport.Shape(manifest.Resources[i], facts.Missing[i]);
            report.Add(single || i == 0 ? Quoting.Shorten(result.SourceName, 40) : "", single ? $"{result.Format.Title}, {shape}" : $"{(i == 0 ? result.Format.Title + ", " : "")}{manifest.Resources[i].Name}: {shape}");
        }
        AddTarget(report, session, result, facts);
        report.Add("stored", $"{VersionReport.Parts(manifest)} (the source was {Units.Bytes(result.SourceBytes)}), content {Units.Hash(manifest.ContentHash)}");
        if (manifest.Parent is { } parent)
        {
            var before = await session.Repository.GetAsync(new VersionRef(manifest.Dataset, parent.Version)).ConfigureAwait(false);
            report.Add($"since @{parent.Version}", VersionChange.Describe(before, manifest));
        }
        VersionReport.AddFindings(report, manifest);
        if (result.RejectedRows > 0) report.Add("left out", $"{Units.Count(result.RejectedRows, "row")} that could not be read; they are in {result.RejectedPath}");
        report.Add($"{manifest.Dataset}@{manifest.Version}", $"committed to {session.RepositoryShown} in {Units.Duration(result.Elapsed)}");
        return report.Add("next", $"zenset show {manifest.Dataset}   ·   zenset export {manifest.Dataset} --to {NextFormat(session, result)}");
    }

    private void AddTarget(Report report, Session session, ImportResult result, VersionFacts facts)
    {
        if (facts.Target is not { } target) return;
        var how = session.Get(_target) is not null ? "" : result.Format.Id == "arff" ? "   (from the last nominal field; --target to change)" : "   (as the source says; --target to change)";
        report.Add("target", VersionReport.Target(target, facts.TargetCounts) + how);
    }

    private static string NextFormat(Session session, ImportResult result) =>
        session.Catalog.Formats.FirstOrDefault(f => f.Id == "parquet" && f != result.Format && f.Capabilities.CanWrite)?.Id
        ?? session.Catalog.Formats.FirstOrDefault(f => f != result.Format && f.Capabilities.CanWrite)?.Id ?? result.Format.Id;

    // One source: its version. Several: an array of those committed.
    private static void WriteJson(Session session, List<(ImportResult Result, VersionFacts Facts)> done, int asked) => JsonAnswer.Write(session.Terminal.Out, json =>
    {
        if (asked > 1) json.WriteStartArray();
        foreach (var (result, facts) in done) WriteJson(json, session, result, facts);
        if (asked > 1) json.WriteEndArray();
    });

    private static void WriteJson(Utf8JsonWriter json, Session session, ImportResult result, VersionFacts facts)
    {
        json.WriteStartObject();
        VersionJson.WriteMembers(json, result.Manifest, facts.Missing);
        json.WriteString("format", result.Format.Id);
        json.WriteString("source", result.SourceName);
        json.WriteNumber("sourceBytes", result.SourceBytes);
        json.WriteNumber("rejectedRows", result.RejectedRows);
        json.WriteString("rejectedPath", result.RejectedPath);
        json.WriteString("repository", session.RepositoryPath);
        json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
        json.WriteEndObject();
    }
}
