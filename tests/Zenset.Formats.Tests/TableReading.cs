using System.Collections.Immutable;
using System.Text;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Tests;

/// <summary>A table read to its end, cells as the engine writes them as text; null is missing.</summary>
internal sealed record TableReading(
    string Name, ImmutableArray<Field> Fields, IReadOnlyList<string?[]> Rows, IReadOnlyList<Finding> Findings,
    ImmutableSortedDictionary<string, string> Metadata, TableContent Content, ImmutableSortedDictionary<string, string> Options)
{
    public IEnumerable<string?> Column(string name) => Rows.Select(r => r[Fields.IndexOf(Fields.First(f => f.Name == name))]);

    public FieldType TypeOf(string name) => Fields.First(f => f.Name == name).Type;

    public static TableReading Read(IFormat format, string path, Func<ReadRequest, ReadRequest>? with = null, Engine? engine = null)
    {
        using var own = engine is null ? Engine.Open(new EngineOptions { Threads = 2 }) : null;
        using var source = Source.Open(path);
        var request = new ReadRequest { Source = source, Engine = engine ?? own!, Parallelism = 2 };
        return ReadAsync(format, request.Engine, with?.Invoke(request) ?? request).GetAwaiter().GetResult();
    }

    /// <summary>Every table of a source, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, TableReading>> ReadAllAsync(IFormat format, string path, Func<ReadRequest, ReadRequest>? with = null)
    {
        using var engine = Engine.Open(new EngineOptions { Threads = 2 });
        using var source = Source.Open(path);
        var request = new ReadRequest { Source = source, Engine = engine, Parallelism = 2 };
        request = with?.Invoke(request) ?? request;
        await using var reader = await format.OpenReaderAsync(request);
        return reader.Tables.ToDictionary(t => t.Name, t => ReadTable(engine, request, reader, t));
    }

    private static async Task<TableReading> ReadAsync(IFormat format, Engine engine, ReadRequest request)
    {
        await using var reader = await format.OpenReaderAsync(request);
        return ReadTable(engine, request, reader, reader.Tables.Single());
    }

    private static TableReading ReadTable(Engine engine, ReadRequest request, IReader reader, ITable table)
    {
        for (var pass = 0; pass < 10; pass++)
        {
            try
            {
                var (content, rows) = ReadRows(engine, reader, table);
                return new TableReading(table.Name, table.Fields, rows, [.. reader.Findings], table.SourceMetadata, content, reader.Options);
            }
            catch (DuckDbException e) when (e.InnerException is FieldsWidenedException)
            {
                request.Rejected?.Clear();
            }
        }
        throw new InvalidOperationException("The fields were widened without end.");
    }

    private static (TableContent, List<string?[]>) ReadRows(Engine engine, IReader reader, ITable table)
    {
        var rows = new List<string?[]>();
        var content = table.OpenContent();
        using var connection = engine.Connect();
        try
        {
            switch (content)
            {
                case TableContent.Relation relation:
                    Append(connection, relation.Sql, table.Fields, rows);
                    break;
                case TableContent.PortableParquet portable:
                    Append(connection, portable.Sql, table.Fields, rows);
                    break;
                case TableContent.Segmented { Segments: var segments }:
                    using (segments)
                    {
                        while (segments.Next(CancellationToken.None) is { } segment)
                        {
                            using (segment)
                            using (var source = engine.Register(segment))
                            {
                                Append(connection, $"SELECT * FROM {source.Sql}", table.Fields, rows);
                            }
                        }
                    }
                    break;
            }
        }
        catch (DuckDbException e) when (e.InnerException is not FieldsWidenedException)
        {
            throw reader.Explain(table, e) ?? EngineFailures.Translate(e);
        }
        return (content, rows);
    }

    internal static void Append(Connection connection, string sql, ImmutableArray<Field> fields, List<string?[]> rows)
    {
        using (var shape = connection.Query($"SELECT * FROM ({sql}) LIMIT 0"))
        {
            // What the contract says of every relation and segment.
            Assert.Equal(fields.Select(f => FieldEngine.TypeOf(f)), shape.Columns.Select(c => c.Type));
        }
        var cells = string.Join(", ", fields.Select((f, i) => f.Type.Kind == FieldKind.Binary ? $"hex(c{i})" : $"CAST(c{i} AS VARCHAR)"));
        using var query = connection.Query($"SELECT {cells} FROM ({sql}) AS t({string.Join(", ", fields.Select((_, i) => $"c{i}"))})");
        while (query.Read())
        {
            for (var row = 0; row < query.Current.RowCount; row++)
            {
                var cellTexts = new string?[fields.Length];
                for (var i = 0; i < cellTexts.Length; i++)
                {
                    var vector = query.Current[i];
                    cellTexts[i] = vector.IsMissing(row) ? null : Encoding.UTF8.GetString(vector.Text(row));
                }
                rows.Add(cellTexts);
            }
        }
    }
}
