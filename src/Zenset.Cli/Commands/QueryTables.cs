using System.Text;
using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Export;
using Zenset.Model;

namespace Zenset.Cli.Commands;

/// <summary>
/// The versions that a SELECT names, as views of the engine. The engine parses the statement; every table in it that is not one of its
/// own WITH names is looked up in the repository.
/// </summary>
internal sealed class QueryTables
{
    private const string QuoteHint = "A name with '-', '@' or '/' stands in double quotes: from \"credit-g@1\".";

    // Deeper than any statement that the engine's own parser takes (its stack limit is 1,000 levels).
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 20_000 };

    private QueryTables(string sql) => Sql = sql;

    /// <summary>The statement, fit to stand in parentheses.</summary>
    public string Sql { get; }

    /// <summary>Makes the views that <paramref name="sql"/> needs.</summary>
    /// <exception cref="EngineException">It is not one SELECT.</exception>
    /// <exception cref="NotFoundException">A version or a resource of it does not exist.</exception>
    public static async ValueTask<QueryTables> PrepareAsync(Repository repository, Connection connection, string sql, CancellationToken cancellationToken)
    {
        if (sql.Contains('\0', StringComparison.Ordinal)) throw new UsageException("the SQL holds a NUL character", "Remove it.");
        using var parsed = Parse(connection, sql);
        var statements = parsed.RootElement.GetProperty("statements");
        if (statements.GetArrayLength() != 1)
        {
            throw new EngineException(
                CoreErrors.Sql, statements.GetArrayLength() == 0 ? "there is no statement" : $"there are {statements.GetArrayLength()} statements", sql, "Give one SELECT.");
        }
        var names = new NameCollector();
        names.Visit(statements[0]);
        foreach (var (schema, table) in names.Tables)
        {
            if (schema.Length == 0 && names.With.Contains(table)) continue;
            var found = await FindAsync(repository, schema.Length == 0 ? table : $"{schema}.{table}", cancellationToken).ConfigureAwait(false);
            if (found is not var (manifest, resource)) continue;
            var view = Model.Sql.Name(table);
            if (schema.Length > 0)
            {
                connection.Execute($"CREATE SCHEMA IF NOT EXISTS {Model.Sql.Name(schema)}", cancellationToken);
                view = $"{Model.Sql.Name(schema)}.{view}";
            }
            connection.Execute($"CREATE OR REPLACE VIEW {view} AS {ViewSql(repository, connection, manifest, resource, sql, cancellationToken)}", cancellationToken);
        }
        return new QueryTables(Parenthesised(connection, sql));
    }

    // Beside the fields, the columns of a wide table that the statement names.
    private static string ViewSql(Repository repository, Connection connection, Manifest manifest, Resource resource, string sql, CancellationToken cancellationToken)
    {
        Exporter.RequireParts(repository, manifest, resource);
        return repository.SelectSql(manifest, resource, SourceColumns.WithMentioned(sql, repository, connection, manifest, resource, cancellationToken));
    }

    /// <summary>From here on the engine reads the given folders and nothing else.</summary>
    public static void CloseOtherFiles(Connection connection, IEnumerable<string> folders)
    {
        var list = string.Join(", ", folders.Select(f => Model.Sql.Text(f.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar)));
        connection.Execute($"SET allowed_directories = [{list}]; SET enable_external_access = false");
    }

    /// <summary>The failure of a user's statement; a table that is not there is looked for among the datasets.</summary>
    public static async ValueTask<Exception> DescribeAsync(Repository repository, DuckDbException failure, CancellationToken cancellationToken)
    {
        const string Missing = "Table with name ";
        var at = failure.ErrorType == DuckDbErrorType.Catalog ? failure.Message.IndexOf(Missing, StringComparison.Ordinal) : -1;
        if (at >= 0 && failure.InnerException is null)
        {
            var name = failure.Message[(at + Missing.Length)..].Split(" does not exist", 2)[0];
            var known = new List<string>();
            await foreach (var dataset in repository.ListAsync(cancellationToken).ConfigureAwait(false)) known.Add(dataset.Name.Value);
            var near = Quoting.Nearest(name, known);
            return new NotFoundException(
                CoreErrors.DatasetNotFound, $"there is no dataset '{Quoting.Shorten(name)}' to query", near is null ? $"`zenset list` shows those there are. {QuoteHint}" : $"Did you mean \"{near}\"?");
        }
        return EngineFailures.TranslateUserSql(failure, failure.ErrorType is DuckDbErrorType.Permission ? "A query reads versions only; import the file first." : QuoteHint);
    }

    private static JsonDocument Parse(Connection connection, string sql)
    {
        var document = JsonDocument.Parse(TextOf(connection, $"json_serialize_sql({Model.Sql.Text(sql)})"), Deep);
        var root = document.RootElement;
        if (!root.GetProperty("error").GetBoolean()) return document;
        var message = root.GetProperty("error_message").GetString() ?? "not valid SQL";
        if (message.StartsWith("Only SELECT", StringComparison.Ordinal))
            throw new EngineException(CoreErrors.Sql, "a query is one SELECT; nothing else is run", sql, "To change a dataset, import a new version of it.");
        var place = root.TryGetProperty("position", out var position) && int.TryParse(position.GetString(), out var at) ? $" (character {at + 1:N0})" : "";
        throw new EngineException(CoreErrors.Sql, $"{Quoting.Shorten(message, 200)}{place}", sql, QuoteHint);
    }

    // The line ends keep a comment at the end from swallowing the parenthesis. Where a semicolon or a comment stands in the way all
    // the same, the engine writes the statement anew.
    private static string Parenthesised(Connection connection, string sql)
    {
        var plain = $"\n{sql.TrimEnd().TrimEnd(';')}\n";
        try
        {
            connection.Prepare($"FROM ({plain})").Dispose();
            return plain;
        }
        catch (Exception e) when (e is ArgumentException or DuckDbException { ErrorType: DuckDbErrorType.Parser or DuckDbErrorType.Syntax })
        {
            return TextOf(connection, $"json_deserialize_sql(json_serialize_sql({Model.Sql.Text(sql)}))").TrimEnd(';');
        }
    }

    private static string TextOf(Connection connection, string expression)
    {
        using var query = connection.Query($"SELECT CAST({expression} AS VARCHAR)");
        query.Read();
        return Encoding.UTF8.GetString(query.Current[0].Text(0));
    }

    // "iris", "iris@2", "iris.measurements", "iris@2.measurements". Names of datasets, tags and resources may hold points, so every
    // point is tried; null when nothing fits.
    private static async ValueTask<(Manifest Manifest, Resource Resource)?> FindAsync(Repository repository, string name, CancellationToken cancellationToken)
    {
        if (await TryGetAsync(repository, name, cancellationToken).ConfigureAwait(false) is { } whole)
        {
            if (Exporter.ChooseWithColumns(whole, null) is [var only]) return (whole, only);
            throw new NotFoundException(
                CoreErrors.ResourceNotFound, $"{whole.Dataset}@{whole.Version} has {whole.Resources.Length} resources",
                $"Name one: {string.Join(", ", whole.Resources.Take(5).Select(r => $"\"{name}.{Quoting.Shorten(r.Name)}\""))}.");
        }
        for (var at = name.IndexOf('.', StringComparison.Ordinal); at >= 0; at = name.IndexOf('.', at + 1))
        {
            if (await TryGetAsync(repository, name[..at], cancellationToken).ConfigureAwait(false) is not { } manifest) continue;
            return (manifest, Exporter.Choose(manifest, name[(at + 1)..])[0]);
        }
        return null;
    }

    private static async ValueTask<Manifest?> TryGetAsync(Repository repository, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await repository.GetAsync(VersionRef.Parse(name), cancellationToken).ConfigureAwait(false);
        }
        catch (NotFoundException e) when (e.Code != CoreErrors.VersionNotFound || name.Contains('.', StringComparison.Ordinal))
        {
            return null;
        }
    }

    // The parse tree of the engine: every node of type BASE_TABLE, and the names that WITH gives.
    private sealed class NameCollector
    {
        public HashSet<(string Schema, string Table)> Tables { get; } = [];

        public HashSet<string> With { get; } = new(StringComparer.OrdinalIgnoreCase);

        public void Visit(JsonElement node)
        {
            if (node.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in node.EnumerateArray()) Visit(item);
            }
            if (node.ValueKind != JsonValueKind.Object) return;
            if (TextOf(node, "type") == "BASE_TABLE" && TextOf(node, "catalog_name") is null or "") AddTable(node);
            foreach (var member in node.EnumerateObject())
            {
                if (member.Name == "cte_map") AddWith(member.Value);
                Visit(member.Value);
            }
        }

        private void AddTable(JsonElement node)
        {
            if (TextOf(node, "table_name") is { Length: > 0 } table) Tables.Add((TextOf(node, "schema_name") ?? "", table));
        }

        private void AddWith(JsonElement map)
        {
            if (map.ValueKind != JsonValueKind.Object || !map.TryGetProperty("map", out var entries) || entries.ValueKind != JsonValueKind.Array) return;
            foreach (var entry in entries.EnumerateArray())
            {
                if (TextOf(entry, "key") is { } name) With.Add(name);
            }
        }

        private static string? TextOf(JsonElement node, string member) =>
            node.ValueKind == JsonValueKind.Object && node.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
