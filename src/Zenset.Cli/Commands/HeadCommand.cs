using System.Collections.Immutable;
using System.CommandLine;
using Zenset.Cli.Output;
using Zenset.DuckDb;
using Zenset.Export;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset head</c>: the first rows of a version.</summary>
internal sealed class HeadCommand : ZensetCommand
{
    private readonly Argument<string> _version = VersionArgument.Create();
    private readonly Option<int> _rows = new("--rows", "-n") { HelpName = "ROWS", Description = "How many rows. Default: 10.", DefaultValueFactory = _ => 10 };
    private readonly Option<long> _from = new("--from") { HelpName = "ROW", Description = "First row to show, from 1; only what holds the rows is read. Default: 1.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _resource = new("--resource") { HelpName = "RESOURCE", Description = "The one resource to show. Default: all." };

    private readonly Option<string?> _columns = new("--columns") { HelpName = "a,b", Description = "Fields to show, in this order; columns of a wide table too. Quote a name that has a comma: '\"a,b\",c'." };

    public HeadCommand() : base("head", "Show the first rows of a version.")
    {
        _rows.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out var rows) || rows < 0)) result.AddError($"-n takes a number of rows from 0, not '{Quoting.Shorten(text)}'");
        });
        Arguments.Add(_version);
        _from.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!long.TryParse(text, out var row) || row < 1)) result.AddError($"--from takes the number of a row from 1, not '{Quoting.Shorten(text)}'");
        });
        Options.Add(_rows);
        Options.Add(_from);
        Options.Add(_resource);
        Options.Add(_columns);
    }

    public override string Grammar => "NAME[@V] [-n ROWS] [--from ROW] [--resource R] [--columns a,b]";

    public override IReadOnlyList<Example> Examples => [new("zenset head credit-g", "the first ten rows"), new("zenset head genes --columns BRCA1,TP53,label", "three columns of a wide table; nothing else is read"), new("zenset head credit-g@1 -n 3 --json", "three rows of an old version, for a program"), new("zenset head flights --from 1000000", "ten rows from the millionth on")];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var manifest = await session.Repository.GetAsync(VersionRef.Parse(session.Get(_version)), cancellationToken).ConfigureAwait(false);
        var columns = NameList.Parse(session.Get(_columns), "--columns");
        var resources = columns.IsEmpty ? Exporter.Choose(manifest, session.Get(_resource)) : Exporter.ChooseWithColumns(manifest, session.Get(_resource));
        using var connection = session.Engine.Connect();
        var rows = session.Get(_rows);
        if (session.IsJson)
        {
            if (resources.Length > 1) throw new UsageException($"{manifest.Dataset}@{manifest.Version} has {resources.Length} resources", $"Choose one with --resource: {Quoting.Shorten(string.Join(", ", resources.Select(r => r.Name)), 200)}.");
            RowJson.Write(session.Terminal.Out, connection, RowsSql(session, connection, manifest, resources[0], columns), cancellationToken);
            return 0;
        }
        foreach (var resource in resources)
        {
            if (resources.Length > 1) session.Terminal.Out.WriteLine(session.Terminal.Heading($"{Quoting.Shorten(resource.Name)}"));
            var shown = RowTable.Write(session.Terminal, connection, RowsSql(session, connection, manifest, resource, columns), rows, cancellationToken);
            if (!session.IsQuiet) WriteRest(session, manifest, resource, shown);
        }
        return 0;
    }

    private string RowsSql(Session session, Connection connection, Manifest manifest, Resource resource, ImmutableArray<string> names)
    {
        Exporter.RequireParts(session.Repository, manifest, resource);
        ImmutableArray<SelectedColumn>? columns = names.IsEmpty ? null : SourceColumns.Choose(session.Repository, connection, manifest, resource, names);
        return session.Repository.RelationSql(manifest, resource, session.Get(_from) - 1, session.Get(_rows), columns);
    }

    private static void WriteRest(Session session, Manifest manifest, Resource resource, RowTable.Shown shown)
    {
        var rows = shown.Rows == resource.Rows ? $"all {Units.Count(resource.Rows, "row")}" : $"{shown.Rows:N0} of {Units.Count(resource.Rows, "row")}";
        var columns = shown.HiddenColumns == 0 ? "" : $", {shown.Columns - shown.HiddenColumns:N0} of {Units.Count(shown.Columns, "field")}";
        session.Terminal.Out.WriteLine();
        new Report(session.Terminal).Add($"{manifest.Dataset}@{manifest.Version}", $"{rows}{columns}; {RowTable.Missing} is a missing value; from {session.RepositoryShown}").Write();
    }
}
