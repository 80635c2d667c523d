using System.Collections.Immutable;
using Zenset.Formats.Sqlite.Database;
using Zenset.Formats.Sqlite.Schema;
using Zenset.Formats.Sqlite.Values;
using Zenset.Model;

namespace Zenset.Formats.Sqlite;

/// <summary>An opened database.</summary>
internal sealed class SqliteReader : IReader
{
    private readonly PlainFile _file;
    private readonly SqlitePool _pool;
    private readonly ReadRequest _request;
    private readonly List<Finding> _findings = [];
    private readonly List<SqliteTable> _tables = [];
    private readonly long? _segmentBytes;

    private SqliteReader(PlainFile file, ReadRequest request, long? segmentBytes)
    {
        _file = file;
        _pool = new SqlitePool(file.Path);
        _request = request;
        _segmentBytes = segmentBytes;
    }

    public DatasetDescription Description { get; } = new();
    public IReadOnlyList<ITable> Tables => _tables;
    public IReadOnlyList<Finding> Findings => [.. _findings, .. _tables.SelectMany(t => t.Findings)];
    public ImmutableSortedDictionary<string, string> Options => ImmutableSortedDictionary<string, string>.Empty;

    public static async ValueTask<SqliteReader> OpenAsync(ReadRequest request, long? segmentBytes, CancellationToken cancellationToken)
    {
        var hasLog = Journals.HasLog(request.Source);
        var file = await Journals.OpenAsync(request.Source, cancellationToken).ConfigureAwait(false);
        var reader = new SqliteReader(file, request, segmentBytes);
        if (hasLog) reader.Add("sqlite/write-ahead-log", "changes in the write-ahead log beside it are read too; they were merged in a copy", null);
        try
        {
            reader.ReadSchema(cancellationToken);
            return reader;
        }
        catch (Exception e)
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            if (e is SqliteFailure failure) throw failure.AtSource(new SourceLocation { Source = request.Source.Name });
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _pool.Dispose();
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private void ReadSchema(CancellationToken cancellationToken)
    {
        var database = _pool.Rent();
        var schema = new SchemaReader(database);
        schema.Read();
        var said = schema.Tables.Find(FieldsTable.Is) is { } fields ? FieldsTable.Read(database) : [];
        _pool.Return(database);
        var tables = schema.Tables.Where(t => !FieldsTable.Is(t) && t.Columns.Length > 0).ToList();
        if (tables.Count == 0)
        {
            throw new SourceDataException(
                SqliteErrors.NoTables, schema.Views.Count > 0 ? "holds views, but no ordinary table" : "holds no ordinary table", new SourceLocation { Source = _request.Source.Name },
                schema.Views.Count > 0 ? "Make a table of a view: CREATE TABLE t AS SELECT * FROM v." : "Check that it is the right file.");
        }
        var names = new TableNames(tables, said);
        foreach (var table in tables) _tables.Add(MakeTable(table, names, said));
        foreach (var table in _tables) table.Sample(cancellationToken);
        Note(schema);
    }

    private SqliteTable MakeTable(TableInfo info, TableNames names, Dictionary<(string Table, string Column), (string Resource, Field Field)> said)
    {
        var guesses = info.Columns.Select(column => new ColumnGuess(column, Given(info, column, said))).ToArray();
        return new SqliteTable(names, info, guesses, new TableSource(_pool, _file.Path, _request, _segmentBytes));
    }

    // The user's word counts more than that of zenset_fields.
    private ColumnReading? Given(TableInfo table, ColumnInfo column, Dictionary<(string Table, string Column), (string Resource, Field Field)> said)
    {
        var written = said.TryGetValue((table.Name, column.Name), out var entry) ? entry.Field : null;
        var name = written?.Name ?? column.Name;
        if (_request.Types.TryGetValue(name, out var type)) return new ColumnReading(new Field { Name = name, Type = type }, IsAskedFor: true);
        return written is null ? null : new ColumnReading(written, IsTrusted: true);
    }

    private void Note(SchemaReader schema)
    {
        if (schema.Views.Count > 0) Add("sqlite/views", $"views are not imported: {List(schema.Views)}", "CREATE TABLE t AS SELECT * FROM view makes a table of one.");
        if (schema.VirtualTables.Count > 0) Add("sqlite/virtual-tables", $"virtual tables are not imported: {List(schema.VirtualTables)}", "CREATE TABLE t AS SELECT * FROM virtual makes a table of one.");
        foreach (var (table, missing) in schema.DanglingKeys)
        {
            _findings.Add(new Finding { Code = "sqlite/dangling-key", Severity = Severity.Warning, Resource = table, Message = $"a foreign key refers to '{Quoting.Shorten(missing)}', or to columns of it, which the database does not have; the key is left out" });
        }
        foreach (var table in _tables)
        {
            var generated = table.Info.Columns.Where(c => c.IsGenerated).Select(c => c.Name).ToList();
            if (generated.Count > 0) _findings.Add(new Finding { Code = "sqlite/generated", Severity = Severity.Note, Resource = table.Name, Message = $"generated columns are imported with the values that they have now: {List(generated)}" });
        }
    }

    private void Add(string code, string message, string? fix) => _findings.Add(new Finding { Code = code, Severity = Severity.Note, Message = message, Fix = fix });

    private static string List(List<string> names) => $"{string.Join(", ", names.Take(10).Select(n => Quoting.Shorten(n, 40)))}{(names.Count > 10 ? ", …" : "")}";
}
