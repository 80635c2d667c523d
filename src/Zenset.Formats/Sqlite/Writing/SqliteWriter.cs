using System.Globalization;
using Zenset.DuckDb;
using Zenset.Formats.Sqlite.Database;
using Zenset.Formats.Sqlite.Schema;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Writing;

/// <summary>Writes tables into one new database, in one transaction.</summary>
internal sealed class SqliteWriter : IWriter
{
    private readonly WriteRequest _request;
    private readonly bool _isTargetsOwn;
    private readonly string _path;
    private readonly SqliteDatabase _database;
    private readonly WrittenNames _names = new();
    private readonly List<TableDeclaration> _written = [];

    public SqliteWriter(WriteRequest request)
    {
        _request = request;
        _isTargetsOwn = request.Target is { IsStandardOutput: false, Compression: CompressionKind.None };
        _path = _isTargetsOwn ? request.Target.TemporaryPath : Path.Combine(Path.GetTempPath(), $"zenset-{Guid.NewGuid():N}.sqlite");
        try
        {
            _database = SqliteDatabase.Create(_path);
            _database.Execute("BEGIN");
        }
        catch (SqliteFailure failure)
        {
            _database?.Dispose();
            if (!_isTargetsOwn) File.Delete(_path);
            throw failure.AtTarget(request.Target.Name);
        }
    }

    public ValueTask<long> WriteAsync(TableToWrite table, CancellationToken cancellationToken = default)
    {
        var declaration = TableDeclaration.Of(table.Shape, _names.Of(table.Shape.Name));
        try
        {
            var writing = new TableWriting(_database, declaration, _names.Of, _request);
            var rows = writing.Write(table, cancellationToken);
            _written.Add(declaration);
            return ValueTask.FromResult(rows);
        }
        catch (DuckDbException e)
        {
            throw EngineFailures.Translate(e);
        }
        catch (SqliteFailure failure)
        {
            throw failure.AtTarget(_request.Target.Name);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (_written.Count == 0) throw new InvalidOperationException("Write a table first.");
        try
        {
            MakeReferencesUnique();
            WriteFields();
            _database.Execute("COMMIT");
            _database.Dispose();
        }
        catch (SqliteFailure failure)
        {
            throw failure.AtTarget(_request.Target.Name);
        }
        if (!_isTargetsOwn)
        {
            await using var plain = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            await using var target = _request.Target.OpenWrite();
            await plain.CopyToAsync(target, 1 << 20, cancellationToken).ConfigureAwait(false);
        }
        _request.Target.Complete();
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        if (!_isTargetsOwn) File.Delete(_path);
        return ValueTask.CompletedTask;
    }

    // A foreign key needs unique columns at its other end; a primary key is, others are made so.
    private void MakeReferencesUnique()
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in _written)
        {
            foreach (var key in table.Shape.ForeignKeys)
            {
                var parent = key.ReferenceResource.Length == 0 ? table : _written.Find(t => t.Shape.Name == key.ReferenceResource);
                if (parent is null || parent.Shape.PrimaryKey.SequenceEqual(key.ReferenceFields)) continue;
                var columns = string.Join(", ", key.ReferenceFields.Select(f => Sql.Name(parent.Columns.First(c => c.Field.Name == f).Name)));
                if (!made.Add($"{parent.Name}\0{columns}")) continue;
                try
                {
                    _database.Execute(string.Create(CultureInfo.InvariantCulture, $"CREATE UNIQUE INDEX {Sql.Name($"{parent.Name}_key_{made.Count}")} ON {Sql.Name(parent.Name)} ({columns})"));
                }
                catch (SqliteFailure failure) when (failure.IsConstraint)
                {
                    throw new NotSupportedSourceException(
                        SqliteErrors.DuplicateKey, $"'{Quoting.Shorten(table.Shape.Name)}' refers to ({Quoting.Shorten(string.Join(", ", key.ReferenceFields))}) of '{Quoting.Shorten(parent.Shape.Name)}', which is not unique",
                        fix: "Export the tables one by one with --resource, which leaves the key out.", inner: failure);
                }
            }
        }
    }

    private void WriteFields()
    {
        var told = _written.Where(t => t.Name != t.Shape.Name || t.Columns.Any(c => c.NeedsWord)).ToList();
        if (told.Count == 0) return;
        _database.Execute(FieldsTable.Declaration);
        using var insert = _database.Prepare($"INSERT INTO {FieldsTable.Name} VALUES (?, ?, ?, ?)");
        foreach (var table in told)
        {
            foreach (var column in table.Columns.Where(c => c.NeedsWord || table.Name != table.Shape.Name))
            {
                insert.BindText(1, table.Name);
                insert.BindText(2, column.Name);
                insert.BindText(3, table.Shape.Name);
                insert.BindText(4, FieldsTable.Write(column.Field));
                insert.Step();
                insert.Reset();
            }
        }
    }
}
