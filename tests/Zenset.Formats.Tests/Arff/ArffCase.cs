using System.Collections.Immutable;
using System.Text;
using Zenset.DuckDb;
using Zenset.Formats.Arff;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arff;

/// <summary>An ARFF file read to its end: every cell as the engine writes it as text, null where it is missing.</summary>
internal sealed record ArffCase(ImmutableArray<Field> Fields, IReadOnlyList<string?[]> Rows, IReadOnlyList<Finding> Findings, ImmutableArray<Feature> Features, string? Description)
{
    /// <summary>One engine for all cases: opening one costs more than most of them.</summary>
    public static Engine Engine { get; } = Engine.Open(new EngineOptions { Threads = 1 });

    public string Types => string.Join(' ', Fields.Select(f => f.IsNominal ? $"{{{string.Join(',', f.Categories!.Values)}}}" : f.Type.ToString()));

    /// <summary>Rows in one line: <c>a|1|· ; b|2|·</c>, with · for missing.</summary>
    public string Text => string.Join(" ; ", Rows.Select(r => string.Join('|', r.Select(c => c ?? "·"))));

    public static ArffCase Read(string text, string? options = null, Func<ReadRequest, ReadRequest>? with = null, long? segmentBytes = null) =>
        Read(Encoding.UTF8.GetBytes(text), options, with, segmentBytes);

    public static ArffCase Read(byte[] bytes, string? options = null, Func<ReadRequest, ReadRequest>? with = null, long? segmentBytes = null, string name = "test.arff")
    {
        var folder = Directory.CreateTempSubdirectory("zenset-arff-");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllBytes(path, bytes);
            return ReadFile(path, options, with, segmentBytes);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static ArffCase ReadFile(string path, string? options = null, Func<ReadRequest, ReadRequest>? with = null, long? segmentBytes = null)
    {
        using var source = Source.Open(path);
        var request = new ReadRequest { Source = source, Engine = Engine, Options = Options(options) };
        return ReadAsync(with?.Invoke(request) ?? request, segmentBytes).GetAwaiter().GetResult();
    }

    /// <summary>Options as on a command line: <c>dialect=weka sparse=no</c>.</summary>
    public static OptionValues Options(string? text) =>
        new((text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(o => o.Split('=')).ToDictionary(o => o[0], o => o[1]));

    private static async Task<ArffCase> ReadAsync(ReadRequest request, long? segmentBytes)
    {
        await using var reader = ArffReader.Open(request, segmentBytes);
        var table = reader.Tables[0];
        for (var pass = 0; pass < 20; pass++)
        {
            try
            {
                var rows = ReadRows(table);
                ImmutableArray<Feature> features = reader.Tables.Count == 1
                    ? []
                    : [.. ReadRows(reader.Tables[1]).Select(r => new Feature(r[0]!, r[1] is { } p ? int.Parse(p, System.Globalization.CultureInfo.InvariantCulture) : null, r[2]!, r[3]))];
                return new ArffCase(table.Fields, rows, [.. reader.Findings], features, reader.Description.Text);
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

    private static List<string?[]> ReadRows(ITable table)
    {
        var rows = new List<string?[]>();
        using var segments = ((TableContent.Segmented)table.OpenContent()).Segments;
        using var connection = Engine.Connect();
        while (segments.Next(CancellationToken.None) is { } segment)
        {
            using (segment)
            using (var source = Engine.Register(segment))
            {
                Append(connection, $"SELECT * FROM {source.Sql}", table.Fields.Length, rows);
            }
        }
        return rows;
    }

    /// <summary>Adds the rows of a query, as text.</summary>
    public static void Append(Connection connection, string sql, int columns, List<string?[]> rows)
    {
        using var query = connection.Query($"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ({sql}) AS t({string.Join(", ", Enumerable.Range(0, columns).Select(i => $"c{i}"))})");
        while (query.Read())
        {
            for (var row = 0; row < query.Current.RowCount; row++)
            {
                var cells = new string?[columns];
                for (var i = 0; i < columns; i++) cells[i] = query.Current[i].IsMissing(row) ? null : Encoding.UTF8.GetString(query.Current[i].Text(row));
                rows.Add(cells);
            }
        }
    }
}
