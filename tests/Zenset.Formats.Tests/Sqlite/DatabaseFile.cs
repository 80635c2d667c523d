using System.Collections.Immutable;
using Zenset.DuckDb;
using Zenset.Formats.Sqlite;
using Zenset.Formats.Sqlite.Database;
using Zenset.Model;

namespace Zenset.Formats.Tests.Sqlite;

/// <summary>A database in a temporary folder, made by statements, and what is read of it.</summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zenset-sqlite-");

    public DatabaseFile(string sql = "")
    {
        if (sql.Length == 0) return;
        using var database = SqliteDatabase.Create(Path);
        database.Execute(sql);
    }

    public string Path => this["data.sqlite"];

    public string this[string name] => System.IO.Path.Combine(_folder.FullName, name);

    public IReadOnlyList<string> Files => [.. _folder.EnumerateFiles().Select(f => f.Name).Order(StringComparer.Ordinal)];

    /// <summary>Reads all tables.</summary>
    public DatabaseReading Read(Func<ReadRequest, ReadRequest>? with = null, long? segmentBytes = null, Engine? engine = null) =>
        DatabaseReading.Read(Path, new SqliteFormat { SegmentBytes = segmentBytes }, with, engine);

    /// <summary>What one SELECT gives, values as SQLite shows them.</summary>
    public IReadOnlyList<string> Ask(string sql)
    {
        using var database = SqliteDatabase.OpenRead(Path);
        using var rows = database.Prepare(sql);
        var found = new List<string>();
        while (rows.Step()) found.Add(rows.Text(0) ?? "NULL");
        return found;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>Everything that a reader gives of a database.</summary>
internal sealed record DatabaseReading(ImmutableArray<TableReading> Tables, ImmutableArray<ITable> Shapes, ImmutableArray<Finding> Findings, int Segments)
{
    public TableReading this[string name] => Tables.First(t => t.Name == name);

    public ITable Shape(string name) => Shapes.First(t => t.Name == name);

    public static DatabaseReading Read(string path, SqliteFormat format, Func<ReadRequest, ReadRequest>? with, Engine? engine)
    {
        using var own = engine is null ? Engine.Open(new EngineOptions { Threads = 1 }) : null;
        using var source = Source.Open(path);
        var request = new ReadRequest { Source = source, Engine = engine ?? own!, Parallelism = 2 };
        return ReadAsync(format, request.Engine, with?.Invoke(request) ?? request).GetAwaiter().GetResult();
    }

    private static async Task<DatabaseReading> ReadAsync(SqliteFormat format, Engine engine, ReadRequest request)
    {
        await using var reader = await format.OpenReaderAsync(request);
        var segments = 0;
        var tables = reader.Tables.Select(table => ReadTable(engine, reader, table, request, ref segments)).ToImmutableArray();
        return new DatabaseReading(tables, [.. reader.Tables], [.. reader.Findings], segments);
    }

    private static TableReading ReadTable(Engine engine, IReader reader, ITable table, ReadRequest request, ref int segmentCount)
    {
        for (var pass = 0; pass < 10; pass++)
        {
            var content = (TableContent.Segmented)table.OpenContent();
            var rows = new List<string?[]>();
            try
            {
                using var connection = engine.Connect();
                while (content.Segments.Next(CancellationToken.None) is { } segment)
                {
                    segmentCount++;
                    using (segment)
                    using (var source = engine.Register(segment)) TableReading.Append(connection, $"SELECT * FROM {source.Sql}", table.Fields, rows);
                }
                return new TableReading(table.Name, table.Fields, rows, [.. reader.Findings], table.SourceMetadata, content, reader.Options);
            }
            catch (DuckDbException e) when (e.InnerException is FieldsWidenedException)
            {
                request.Rejected?.Clear();
            }
            catch (DuckDbException e)
            {
                throw EngineFailures.Translate(e);
            }
        }
        throw new InvalidOperationException("The fields were widened without end.");
    }
}
