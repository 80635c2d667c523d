using System.CommandLine;
using Zenset.Cli.Output;
using Zenset.Export;
using Zenset.Formats;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset convert</c>: a file becomes another, without a repository.</summary>
internal sealed class ConvertCommand : ZensetCommand
{
    private readonly Argument<string> _source = new("SOURCE") { HelpName = "SOURCE", Description = "A file, or - for standard input. gzip and zip are seen through." };
    private readonly Argument<string> _target = new("TARGET") { HelpName = "TARGET", Description = "A file, a folder, or - for standard output. A name ending in .gz or .zip is packed." };
    private readonly Option<string?> _from = new("--from") { HelpName = "FORMAT", Description = "Format of the source. Default: found out." };
    private readonly Option<string?> _to = new("--to") { HelpName = "FORMAT", Description = "Format of the target. Default: by its name." };
    private readonly Option<bool> _lossy = new("--lossy") { Description = "Write although the format cannot hold everything; what is lost is listed." };
    private readonly Option<string?> _onError = new("--on-error") { HelpName = "stop|skip", Description = "What to do with a row that cannot be read: stop (default), or skip it, count it and keep it in NAME.rejected.txt." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Read the format to the letter where Zenset is lenient." };
    private readonly Option<IReadOnlyDictionary<string, FieldType>> _types = FieldTypeFlag.Create();

    public ConvertCommand(FormatCatalog catalog) : base("convert", "Turn a file into one of another format, without a repository.")
    {
        _onError.AcceptOnlyFromAmong("stop", "skip");
        FormatFlags = FormatFlag.For(catalog, reading: true, writing: true);
        Arguments.Add(_source);
        Arguments.Add(_target);
        foreach (var option in new Option[] { _from, _to, _lossy, _onError, _types, _strict }) Options.Add(option);
        foreach (var flag in FormatFlags) Options.Add(flag.Flag);
    }

    public override string Grammar => "SOURCE TARGET [--from F] [--to F] [--lossy] [--type FIELD=TYPE] [--on-error stop|skip] [--strict]";

    public override string AfterFailure => "nothing was written";

    public override IReadOnlyList<FormatFlag> FormatFlags { get; }

    public override IReadOnlyList<Example> Examples =>
    [
        new("zenset convert credit-g.arff credit-g.parquet", "the names say the formats"),
        new("zenset convert data.csv.gz - --to jsonl | head", "to standard output"),
    ];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var path = session.Get(_target);
        var to = TargetFormat.Choose(session.Catalog, session.Get(_to), path, "--to");
        using var source = Source.Open(session.Get(_source));
        RequireDifferent(session.Get(_source), path);
        var from = session.Get(_from) is { } id ? session.Catalog.Get(id) : session.Catalog.Detect(source);
        FormatFlag.RequireKnown(session.Parsed, FormatFlags, (from, true), (to, false));
        var options = new ConvertOptions
        {
            ReadOptions = FormatFlag.ValuesFor(session.Parsed, FormatFlags, from, reading: true),
            WriteOptions = FormatFlag.ValuesFor(session.Parsed, FormatFlags, to, reading: false),
            Types = session.Get(_types)!,
            OnError = session.Get(_onError) == "skip" ? OnError.Skip : OnError.Stop,
            Strict = session.Get(_strict),
            Lossy = session.Get(_lossy),
        };
        ConvertResult result;
        using (var progress = session.ShowProgress(source.Name))
        {
            result = await Converter.ConvertAsync(source, session.Engine, from, to, path, options, progress, cancellationToken).ConfigureAwait(false);
        }
        if (path != "-") Answer(session, source, from, to, result);
        else if (!session.IsQuiet) ExportAnswer.WarnOfLosses(session.Terminal, result.Losses);
        return 0;
    }

    private static void Answer(Session session, Source source, IFormat from, IFormat to, ConvertResult result)
    {
        if (session.IsJson)
        {
            JsonAnswer.Write(session.Terminal.Out, json =>
            {
                json.WriteStartObject();
                json.WriteString("source", source.Name);
                json.WriteString("from", from.Id);
                ExportAnswer.WriteMembers(json, to, result.Files, result.Losses, result.Elapsed);
                json.WriteNumber("rejectedRows", result.RejectedRows);
                json.WriteString("rejectedPath", result.RejectedPath);
                VersionJson.WriteFindings(json, result.Findings);
                json.WriteEndObject();
            });
            return;
        }
        var report = new Report(session.Terminal);
        report.Add(Quoting.Shorten(source.Name, 40), $"{from.Title}, {Units.Bytes(source.RawBytes)}");
        VersionReport.AddFindings(report, result.Findings, several: false, more: "zenset convert … --json");
        if (result.RejectedRows > 0) report.Add("left out", $"{Units.Count(result.RejectedRows, "row")} that could not be read; they are in {result.RejectedPath}");
        ExportAnswer.AddLines(report, to, result.Files, result.Losses, result.Elapsed);
        session.Write(report);
    }

    // The target takes the source's place only when it is whole, but then the source is gone: surely not meant.
    private static void RequireDifferent(string source, string target)
    {
        if (source == "-" || target == "-" || !File.Exists(target)) return;
        var same = string.Equals(Path.GetFullPath(source), Path.GetFullPath(target), OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        if (same) throw new UsageException("source and target are the same file", "Name another target.");
    }
}
