using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Zenset.Cli.Output;
using Zenset.DuckDb;
using Zenset.Formats;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset query</c>: SQL over versions.</summary>
internal sealed class QueryCommand : ZensetCommand
{
    // Rows that are laid out as a table: more are for a program, and --output csv or json has them all.
    private const int MaxTableRows = 1000;

    private readonly Argument<string> _sql = new("SQL") { HelpName = "SQL", Description = "One SELECT. A version is a table: \"NAME\", \"NAME@2\", \"NAME.resource\"." };
    private readonly Option<string?> _kind = new("--output") { HelpName = "table|csv|json|parquet", Description = "How to answer. Default: table; with -o, by its name; with --json, json." };
    private readonly Option<string?> _path = new("--out", "-o") { HelpName = "PATH", Description = "A file to write to. Default: standard output." };

    public QueryCommand() : base("query", "Ask the versions with SQL. Nothing is changed, and no other file is read.")
    {
        _kind.AcceptOnlyFromAmong("table", "csv", "json", "parquet");
        Arguments.Add(_sql);
        Options.Add(_kind);
        Options.Add(_path);
    }

    public override string Grammar => "SQL [--output table|csv|json|parquet] [-o PATH]";

    public override IReadOnlyList<Example> Examples =>
    [
        new("zenset query 'select class, count(*) from \"credit-g\" group by class'", "the latest version as a table; quote names with '-', '@' or '/'"),
        new("zenset query 'select * from \"credit-g@2\" except select * from \"credit-g@1\"' --output csv", "rows that one version has and another has not"),
        new("zenset query 'from \"credit-g\" where age > 60' -o old.parquet", "into a file"),
    ];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var path = session.Get(_path);
        var kind = KindOf(session, path);
        var sql = session.Get(_sql);
        using var connection = session.Engine.Connect();
        try
        {
            var tables = await QueryTables.PrepareAsync(session.Repository, connection, sql, cancellationToken).ConfigureAwait(false);
            QueryTables.CloseOtherFiles(connection, [session.RepositoryPath, .. FolderOf(path)]);
            switch (kind)
            {
                case "table":
                    if (path is null) WriteTable(session, connection, tables.Sql, cancellationToken);
                    else WriteText(path, output => RowTable.Write(new Terminal { Out = output, Error = session.Terminal.Error }, connection, tables.Sql, MaxTableRows, cancellationToken));
                    break;
                case "json":
                    if (path is null) RowJson.Write(session.Terminal.Out, connection, tables.Sql, cancellationToken);
                    else WriteText(path, output => RowJson.Write(output, connection, tables.Sql, cancellationToken));
                    break;
                default:
                    await WriteFileAsync(session, connection, session.Catalog.Get(kind), tables.Sql, path ?? "-", cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
        catch (DuckDbException e)
        {
            throw await QueryTables.DescribeAsync(session.Repository, e, cancellationToken).ConfigureAwait(false);
        }
        if (path is not null and not "-" && !session.IsJson) session.Write(new Report(session.Terminal).Add("written", $"{path}: {Units.Bytes(new FileInfo(path).Length)}"));
        return 0;
    }

    private string KindOf(Session session, string? path)
    {
        var kind = session.Get(_kind) ?? (path is null or "-" ? session.IsJson ? "json" : "table" : Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => "csv",
            ".json" => "json",
            ".parquet" => "parquet",
            ".txt" => "table",
            _ => throw new UsageException($"the name '{Quoting.Shorten(Path.GetFileName(path))}' says no format", "Name it with --output: table, csv, json or parquet."),
        });
        if (kind == "parquet" && path is null) throw new UsageException("Parquet is not for a screen", "Name a file with -o, or - for standard output.");
        if (session.IsJson && kind != "json" && path is null or "-") throw new UsageException($"--json and --output {kind} do not go together", "Leave one of them out, or name a file with -o.");
        return kind;
    }

    private static void WriteTable(Session session, Connection connection, string sql, CancellationToken cancellationToken)
    {
        var shown = RowTable.Write(session.Terminal, connection, sql, MaxTableRows, cancellationToken);
        if (session.IsQuiet) return;
        var rows = shown.HasMoreRows ? $"the first {Units.Count(shown.Rows, "row")}; --output csv or json has all" : Units.Count(shown.Rows, "row");
        var columns = shown.HiddenColumns == 0 ? "" : $"; {Units.Count(shown.HiddenColumns, "column")} more than fit";
        session.Terminal.Out.WriteLine();
        session.Terminal.Out.WriteLine(session.Terminal.Dim($"{rows}{columns}"));
    }

    private static void WriteText(string path, Action<TextWriter> write)
    {
        using var target = Target.Open(path);
        using (var output = new StreamWriter(target.OpenWrite()) { NewLine = "\n" }) write(output);
        target.Complete();
    }

    private static async Task WriteFileAsync(Session session, Connection connection, IFormat format, string sql, string path, CancellationToken cancellationToken)
    {
        var table = TableOf(connection, sql);
        // What a result cannot keep in CSV is what CSV is like; a query has no original to be faithful to.
        using var target = Target.Open(path);
        var request = new WriteRequest { Target = target, Engine = session.Engine, DatasetName = "query", Description = new DatasetDescription() };
        var writer = await format.OpenWriterAsync(request, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(table, cancellationToken).ConfigureAwait(false);
            await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TableToWrite TableOf(Connection connection, string sql)
    {
        var columns = ResultColumns.Of(connection, sql);
        var names = ResultColumns.UniqueNames(columns);
        var fields = ImmutableArray.CreateBuilder<Field>(columns.Count);
        for (var i = 0; i < columns.Count; i++)
        {
            var categories = columns[i].Type.Id == EngineTypeId.Enum ? new Categories(columns[i].Type.Labels) : null;
            fields.Add(new Field { Name = names[i], Type = FieldEngine.FieldTypeOf(columns[i].Type), Categories = categories });
        }
        var aliases = string.Join(", ", fields.Select((_, i) => Alias(i)));
        var casts = string.Join(", ", fields.Select((f, i) => $"CAST({Alias(i)} AS {FieldEngine.TypeOf(f)}) AS {Sql.Name(f.Name)}"));
        var shape = new TableShape("query", fields.MoveToImmutable(), null, ImmutableSortedDictionary<string, string>.Empty);
        return new TableToWrite(shape, $"SELECT {casts} FROM ({sql}) AS t({aliases})");
    }

    private static IEnumerable<string> FolderOf(string? path) => path is null or "-" ? [] : [Path.GetDirectoryName(Path.GetFullPath(path))!];

    private static string Alias(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");
}
