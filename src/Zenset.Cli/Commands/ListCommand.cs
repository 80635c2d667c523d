using Zenset.Cli.Output;
using Zenset.History;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset list</c>: the datasets of the repository.</summary>
internal sealed class ListCommand() : ZensetCommand("list", "List the datasets of the repository.")
{
    public override string Grammar => "";

    public override IReadOnlyList<Example> Examples => [new("zenset list", "every dataset with its latest version"), new("zenset list --repo shared/data --json", "another repository, for a program")];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var datasets = new List<DatasetSummary>();
        await foreach (var dataset in session.Repository.ListAsync(cancellationToken).ConfigureAwait(false)) datasets.Add(dataset);
        if (session.IsJson) WriteJson(session, datasets);
        else if (!session.IsQuiet) WriteText(session, datasets);
        return 0;
    }

    private static void WriteText(Session session, List<DatasetSummary> datasets)
    {
        var report = new Report(session.Terminal);
        if (datasets.Count == 0)
        {
            report.Add("repository", $"{session.RepositoryShown}: no datasets yet").Add("next", "zenset import SOURCE   ·   zenset demo").Write();
            return;
        }
        var table = new TextTable(session.Terminal, new("dataset"), new("version", true), new("rows", true), new("stored", true), new("committed"), new("title", MaxWidth: 50));
        foreach (var d in datasets)
        {
            if (d.Problem is null) table.Add(d.Name.Value, $"@{d.Version}", $"{d.Rows:N0}", Units.Bytes(d.Bytes), Units.Moment(d.Created), d.Title ?? "");
            else table.Add(d.Name.Value, $"@{d.Version}", "?", "?", "?", Quoting.Shorten(d.Problem, 50));
        }
        table.Write(session.Terminal.Out);
        session.Terminal.Out.WriteLine();
        report.Add("repository", $"{session.RepositoryShown}: {Units.Count(datasets.Count, "dataset")}, {Units.Bytes(datasets.Sum(d => d.Bytes))} in the latest versions").Write();
    }

    private static void WriteJson(Session session, List<DatasetSummary> datasets) => JsonAnswer.Write(session.Terminal.Out, json =>
    {
        json.WriteStartArray();
        foreach (var d in datasets)
        {
            json.WriteStartObject();
            json.WriteString("dataset", d.Name.Value);
            json.WriteNumber("version", d.Version);
            json.WriteNumber("rows", d.Rows);
            json.WriteNumber("bytes", d.Bytes);
            json.WriteNull("schema");
            json.WriteString("created", d.Created.UtcDateTime);
            json.WriteString("title", d.Title);
            if (d.Problem is not null) json.WriteString("problem", d.Problem);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
