using System.CommandLine;
using Zenset.Cli.Output;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset show</c>: everything about a version.</summary>
internal sealed class ShowCommand : ZensetCommand
{
    // Fields of a wide table in text; --json has all.
    private const int MaxFields = 200;
    private const int MaxCategories = 6;

    private readonly Argument<string> _version = VersionArgument.Create();

    public ShowCommand() : base("show", "Show what a version is: fields, types, categories, missing values, origin.") => Arguments.Add(_version);

    public override string Grammar => "NAME[@V]";

    public override IReadOnlyList<Example> Examples => [new("zenset show credit-g", "the latest version"), new("zenset show credit-g@1 --json", "all of it, for a program")];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var manifest = await session.Repository.GetAsync(VersionRef.Parse(session.Get(_version)), cancellationToken).ConfigureAwait(false);
        var facts = VersionFacts.Of(session, manifest, cancellationToken);
        if (session.IsJson)
        {
            JsonAnswer.Write(session.Terminal.Out, json =>
            {
                json.WriteStartObject();
                VersionJson.WriteMembers(json, manifest, facts.Missing);
                json.WriteString("repository", session.RepositoryPath);
                json.WriteEndObject();
            });
        }
        else if (!session.IsQuiet)
        {
            WriteText(session, manifest, facts);
        }
        return 0;
    }

    private static void WriteText(Session session, Manifest manifest, VersionFacts facts)
    {
        var report = new Report(session.Terminal);
        var by = manifest.Author is null ? "" : $" by {Quoting.Shorten(manifest.Author)}";
        report.Add($"{manifest.Dataset}@{manifest.Version}", $"committed {Units.Moment(manifest.Created)}{by} to {session.RepositoryShown}");
        report.AddIfSaid("title", manifest.Description.Title is { } title ? Line(title, 200) : null);
        report.AddIfSaid("about", manifest.Description.Text is { } text ? Line(text, 300) : null);
        report.AddIfSaid("message", manifest.Message is { } message ? Line(message, 300) : null);
        report.Add("content", manifest.ContentHash);
        report.Add("stored", VersionReport.Parts(manifest));
        if (facts.Target is { } target) report.Add("target", VersionReport.Target(target, facts.TargetCounts));
        VersionReport.AddFindings(report, manifest);
        report.Write();
        for (var i = 0; i < manifest.Resources.Length; i++) WriteResource(session, manifest.Resources[i], facts.Missing[i]);
        session.Terminal.Out.WriteLine();
        new Report(session.Terminal).Add("next", $"zenset head {manifest.Dataset}   ·   zenset query 'select count(*) from \"{manifest.Dataset}\"'").Write();
    }

    private static void WriteResource(Session session, Resource resource, MissingCounts missing)
    {
        var report = new Report(session.Terminal);
        session.Terminal.Out.WriteLine();
        report.Add(Quoting.Shorten(resource.Name, 40), VersionReport.Shape(resource, missing));
        if (resource.Provenance is { } origin)
        {
            var options = origin.Options.Count == 0 ? "" : $" ({string.Join(", ", origin.Options.Take(8).Select(o => $"{o.Key} {Quoting.Shorten(o.Value, 30)}"))})";
            report.Add("from", $"{Quoting.Shorten(origin.Source)}, read as {origin.Format}{options}");
        }
        report.Write();
        session.Terminal.Out.WriteLine();
        var table = new TextTable(session.Terminal, new("field", MaxWidth: 40), new("type", MaxWidth: 40), new("role"), new("missing", true), new("categories", MaxWidth: 80));
        for (var i = 0; i < Math.Min(MaxFields, resource.Fields.Length); i++)
        {
            var field = resource.Fields[i];
            table.Add(Quoting.Shorten(field.Name), FieldWords.TypeOf(field), FieldWords.RoleOf(field.Role) ?? "", missing.Counts[i] == 0 ? new TextTable.Cell("0", IsDim: true) : $"{missing.Counts[i]:N0}", CategoriesOf(field));
        }
        table.Write(session.Terminal.Out);
        if (resource.Fields.Length > MaxFields) session.Terminal.Out.WriteLine($"and {Units.Count(resource.Fields.Length - MaxFields, "more field", "more fields")}; --json has all");
    }

    private static string CategoriesOf(Field field)
    {
        if (field.Categories is not { } categories) return "";
        var between = categories.Ordered ? " < " : ", ";
        var shown = string.Join(between, categories.Values.Take(MaxCategories).Select(v => Quoting.Shorten(v, 24)));
        return categories.Values.Length > MaxCategories ? $"{shown}{between}… {categories.Values.Length:N0} in all" : shown;
    }

    // On one line: line ends and runs of blanks in a description are its layout, not its words.
    private static string Line(string text, int limit) => Quoting.Shorten(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), limit);
}
