using System.CommandLine;
using Zenset.Cli.Output;
using Zenset.Export;
using Zenset.Formats;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset export</c>: a version becomes a file.</summary>
internal sealed class ExportCommand : ZensetCommand
{
    private readonly Argument<string> _version = VersionArgument.Create();
    private readonly Option<string?> _to = new("--to") { HelpName = "FORMAT", Description = "Format to write. Default: by the name given with -o. `zenset formats` lists them." };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "PATH", Description = "A file, a folder, or - for standard output. Default: NAME with the extension of the format. A name ending in .gz or .zip is packed." };
    private readonly Option<string?> _resource = new("--resource") { HelpName = "RESOURCE", Description = "The one resource to export. Default: all." };
    private readonly Option<string?> _columns = new("--columns") { HelpName = "a,b", Description = "Fields to export, in this order. Quote a name that has a comma: '\"a,b\",c'." };
    private readonly Option<string?> _where = new("--where") { HelpName = "SQL", Description = "Only the rows for which this condition is true." };
    private readonly Option<bool> _lossy = new("--lossy") { Description = "Write although the format cannot hold everything; what is lost is listed." };

    public ExportCommand(FormatCatalog catalog) : base("export", "Write a version as a file of any format.")
    {
        FormatFlags = FormatFlag.For(catalog, reading: false, writing: true);
        _to.CompletionSources.Add(_ => catalog.Formats.Where(f => f.Capabilities.CanWrite).Select(f => new System.CommandLine.Completions.CompletionItem(f.Id)));
        Arguments.Add(_version);
        foreach (var option in new Option[] { _to, _output, _resource, _columns, _where, _lossy }) Options.Add(option);
        foreach (var flag in FormatFlags) Options.Add(flag.Flag);
    }

    public override string Grammar => "NAME[@V] --to FORMAT [-o PATH] [--resource R] [--columns a,b] [--where SQL] [--lossy]";

    public override string AfterFailure => "nothing was written";

    public override IReadOnlyList<FormatFlag> FormatFlags { get; }

    public override IReadOnlyList<Example> Examples =>
    [
        new("zenset export credit-g --to parquet", "writes credit-g.parquet"),
        new("zenset export credit-g@1 -o credit-g.csv.gz", "an old version, packed; the name says the format"),
        new("zenset export credit-g --to jsonl -o - --where \"age > 60\" --columns age,class", "some of it, to standard output"),
    ];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var manifest = await session.Repository.GetAsync(VersionRef.Parse(session.Get(_version)), cancellationToken).ConfigureAwait(false);
        var output = session.Get(_output);
        var format = TargetFormat.Choose(session.Catalog, session.Get(_to), output, "--to");
        FormatFlag.RequireKnown(session.Parsed, FormatFlags, (format, false));
        var path = output ?? $"{manifest.Dataset.Value.Split('/')[^1]}{format.Extensions[0]}";
        var options = new ExportOptions
        {
            Resource = session.Get(_resource),
            Columns = NameList.Parse(session.Get(_columns), "--columns"),
            Where = session.Get(_where),
            Lossy = session.Get(_lossy),
            FormatOptions = FormatFlag.ValuesFor(session.Parsed, FormatFlags, format, reading: false),
        };
        ExportResult result;
        using (var progress = session.ShowProgress(path == "-" ? manifest.Dataset.Value : path))
        {
            result = await Exporter.ExportAsync(session.Repository, session.Engine, manifest, format, path, options, progress, cancellationToken).ConfigureAwait(false);
        }
        // Standard output is taken by the data: there is no room for an answer there.
        if (path != "-") Answer(session, manifest, format, result);
        else if (!session.IsQuiet) ExportAnswer.WarnOfLosses(session.Terminal, result.Losses);
        return 0;
    }

    private static void Answer(Session session, Manifest manifest, IFormat format, ExportResult result)
    {
        if (session.IsJson)
        {
            JsonAnswer.Write(session.Terminal.Out, json =>
            {
                json.WriteStartObject();
                json.WriteString("dataset", manifest.Dataset.Value);
                json.WriteNumber("version", manifest.Version);
                ExportAnswer.WriteMembers(json, format, result.Files, result.Losses, result.Elapsed);
                json.WriteEndObject();
            });
            return;
        }
        var report = new Report(session.Terminal);
        report.Add($"{manifest.Dataset}@{manifest.Version}", $"from {session.RepositoryShown}");
        ExportAnswer.AddLines(report, format, result.Files, result.Losses, result.Elapsed);
        session.Write(report);
    }
}
