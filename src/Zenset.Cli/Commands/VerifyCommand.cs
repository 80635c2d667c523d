using System.CommandLine;
using Zenset.Cli.Output;
using Zenset.Integrity;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset verify</c>: are the stored bytes those that were committed?</summary>
internal sealed class VerifyCommand : ZensetCommand
{
    private const int MaxDamaged = 20;

    private readonly Argument<string?> _version = new("NAME[@V]") { HelpName = "NAME[@V]", Arity = ArgumentArity.ZeroOrOne, Description = "A version, or a dataset (all its versions). Default: the whole repository." };
    private readonly Option<bool> _deep = new("--deep") { Description = "Also read every value (not available yet)." };

    public VerifyCommand() : base("verify", "Read stored bytes again and compare them with what was committed.")
    {
        Arguments.Add(_version);
        Options.Add(_deep);
    }

    public override string Grammar => "[NAME[@V]] [--deep]";

    public override IReadOnlyList<Example> Examples => [new("zenset verify", "the whole repository"), new("zenset verify credit-g@1 --json", "one version, for a program; exit code 7 when something is damaged")];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        if (session.Get(_deep)) throw new UsageException("--deep is not available yet", "Leave it out: every byte is read and compared all the same.", CliErrors.NotAvailable);
        var version = session.Parsed.GetValue(_version) is { } name ? VersionRef.Parse(name) : null;
        VerifyReport result;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using (var progress = session.ShowProgress(version?.ToString() ?? "repository"))
        {
            result = await session.Repository.VerifyAsync(version, progress, session.Threads, cancellationToken).ConfigureAwait(false);
        }
        if (session.IsJson) WriteJson(session, result);
        // Damage is told even when asked to be quiet: it is what the command is for.
        else if (!session.IsQuiet || !result.Ok) WriteText(session, version, result, clock.Elapsed);
        return result.Ok ? 0 : ExitCodes.For(new IntegrityException(CoreErrors.Damaged, "")).Exit;
    }

    private static void WriteText(Session session, VersionRef? version, VerifyReport result, TimeSpan elapsed)
    {
        var report = new Report(session.Terminal);
        report.Add("read", $"{Units.Count(result.Objects, "object")}, {Units.Bytes(result.Bytes)}, in {Units.Duration(elapsed)} from {session.RepositoryShown}");
        foreach (var damage in result.Damaged.Take(MaxDamaged))
        {
            var what = damage.Version is { } number ? $"{damage.Dataset}@{number}" : damage.Dataset.Value;
            var rows = damage.Rows is { } range ? $", rows {range.First + 1:N0} to {range.First + range.Count:N0}" : "";
            report.Add("damaged", $"{what}{(damage.Resource is null ? "" : $", resource '{Quoting.Shorten(damage.Resource)}'")}{rows}: {damage.Problem}");
            report.Add("", $"{damage.Object}, {Units.Bytes(damage.Length)} from byte {damage.Offset:N0}{(damage.Columns.IsEmpty ? "" : $", fields {Quoting.Shorten(string.Join(", ", damage.Columns), 100)}")}");
        }
        if (result.Damaged.Length > MaxDamaged) report.Add("", $"and {result.Damaged.Length - MaxDamaged:N0} more places: --json has all");
        if (result.Ok) report.Add("verified", $"{version?.ToString() ?? "everything"} is as it was committed");
        else report.Add("next", "restore the files from a backup or another copy of the repository, then verify again");
        report.Write();
    }

    private static void WriteJson(Session session, VerifyReport result) => JsonAnswer.Write(session.Terminal.Out, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", result.Ok);
        json.WriteNumber("objects", result.Objects);
        json.WriteNumber("bytes", result.Bytes);
        json.WriteStartArray("damaged");
        foreach (var damage in result.Damaged)
        {
            json.WriteStartObject();
            json.WriteString("object", damage.Object);
            json.WriteNumber("offset", damage.Offset);
            json.WriteNumber("length", damage.Length);
            json.WriteString("dataset", damage.Dataset.Value);
            json.WriteNumberOrNull("version", damage.Version);
            json.WriteString("resource", damage.Resource);
            if (damage.Rows is { } rows)
            {
                json.WriteStartObject("rows");
                json.WriteNumber("first", rows.First);
                json.WriteNumber("count", rows.Count);
                json.WriteEndObject();
            }
            else
            {
                json.WriteNull("rows");
            }
            json.WriteStartArray("columns");
            foreach (var column in damage.Columns) json.WriteStringValue(column);
            json.WriteEndArray();
            json.WriteString("message", damage.Problem);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
