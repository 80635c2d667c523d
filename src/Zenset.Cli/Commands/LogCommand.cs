using System.CommandLine;
using Zenset.Cli.Output;
using Zenset.History;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset log</c>: the versions of a dataset.</summary>
internal sealed class LogCommand : ZensetCommand
{
    private readonly Argument<string> _name = VersionArgument.Create("NAME", "A dataset.");

    public LogCommand() : base("log", "List the versions of a dataset, and what changed from one to the next.") => Arguments.Add(_name);

    public override string Grammar => "NAME";

    public override IReadOnlyList<Example> Examples => [new("zenset log credit-g", "every version, newest first")];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var entries = new List<LogEntry>();
        var dataset = VersionRef.Parse(session.Get(_name)).Dataset;
        await foreach (var entry in session.Repository.LogAsync(dataset, cancellationToken).ConfigureAwait(false)) entries.Add(entry);
        if (session.IsJson) WriteJson(session, entries);
        else if (!session.IsQuiet) WriteText(session, entries);
        return 0;
    }

    private static void WriteText(Session session, List<LogEntry> entries)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (i > 0) session.Terminal.Out.WriteLine();
            var manifest = entries[i].Manifest;
            var report = new Report(session.Terminal);
            var tags = entries[i].Tags.Count == 0 ? "" : $"   [{string.Join(", ", entries[i].Tags)}]";
            report.Add($"{manifest.Dataset}@{manifest.Version}", $"{Units.Moment(manifest.Created)}{(manifest.Author is null ? "" : $" by {Quoting.Shorten(manifest.Author)}")}{tags}");
            report.AddIfSaid("message", manifest.Message is { } message ? Quoting.Shorten(message, 300) : null);
            report.Add("rows", i + 1 < entries.Count ? VersionChange.Describe(entries[i + 1].Manifest, manifest) : Units.Count(manifest.Rows, "row"));
            report.Add("content", $"{Units.Hash(manifest.ContentHash)}, {Units.Bytes(manifest.Bytes)}");
            report.Write();
        }
        session.Terminal.Out.WriteLine();
        new Report(session.Terminal).Add("repository", session.RepositoryShown).Write();
    }

    private static void WriteJson(Session session, List<LogEntry> entries) => JsonAnswer.Write(session.Terminal.Out, json =>
    {
        json.WriteStartArray();
        foreach (var (manifest, sha256, tags) in entries)
        {
            json.WriteStartObject();
            json.WriteNumber("version", manifest.Version);
            json.WriteString("created", manifest.Created.UtcDateTime);
            json.WriteString("author", manifest.Author);
            json.WriteString("message", manifest.Message);
            json.WriteNumber("rows", manifest.Rows);
            json.WriteNumberOrNull("parent", manifest.Parent?.Version);
            json.WriteStartArray("tags");
            foreach (var tag in tags) json.WriteStringValue(tag);
            json.WriteEndArray();
            json.WriteNumber("bytes", manifest.Bytes);
            json.WriteString("contentHash", manifest.ContentHash);
            json.WriteString("manifestSha256", sha256);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
