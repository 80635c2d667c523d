using System.Collections.Immutable;
using System.Text;
using Zenset.Export;
using Zenset.Formats.Arff;
using Zenset.Model;

namespace Zenset.Formats.Tests.Arff;

/// <summary>A table in the engine's memory, written as ARFF.</summary>
/// <param name="Fields">Its fields.</param>
/// <param name="Sql">Its rows: a SELECT that has them as columns, each of the field's type.</param>
internal sealed record ArffWriting(ImmutableArray<Field> Fields, string Sql)
{
    public ImmutableArray<Feature> Features { get; init; } = [];

    public string? Description { get; init; }

    public string Name { get; init; } = "r";

    /// <summary>A field and SQL for its cells, one for each row.</summary>
    public static ArffWriting Of(params (Field Field, string[] Cells)[] columns)
    {
        var rows = Enumerable.Range(0, columns[0].Cells.Length).Select(r => $"({string.Join(", ", columns.Select(c => $"CAST({c.Cells[r]} AS {FieldEngine.TypeOf(c.Field)})"))})");
        var names = string.Join(", ", columns.Select((_, i) => $"x{i}"));
        var select = string.Join(", ", columns.Select((c, i) => $"x{i} AS {Model.Sql.Name(c.Field.Name)}"));
        return new ArffWriting([.. columns.Select(c => c.Field)], $"SELECT {select} FROM (VALUES {string.Join(", ", rows)}) AS v({names})");
    }

    /// <summary>A table that was read, to be written again.</summary>
    public static ArffWriting OfRead(ArffCase table)
    {
        var rows = table.Rows.Select(r => $"({string.Join(", ", r.Select(c => c is null ? "NULL" : Model.Sql.Text(c)))})");
        var columns = table.Fields.Select((f, i) => $"CAST(x{i} AS {FieldEngine.TypeOf(f)}) AS {Model.Sql.Name(f.Name)}");
        var sql = $"SELECT {string.Join(", ", columns)} FROM (VALUES {string.Join(", ", rows)}) AS v({string.Join(", ", table.Fields.Select((_, i) => $"x{i}"))})";
        return new ArffWriting(table.Fields, sql) { Features = table.Features };
    }

    public TableToWrite Table => new(new TableShape(Name, Fields, null, ImmutableSortedDictionary<string, string>.Empty) { Features = Features }, Sql);

    public byte[] Write(string dialect)
    {
        var folder = Directory.CreateTempSubdirectory("zenset-arff-");
        try
        {
            var path = Path.Combine(folder.FullName, "out.arff");
            using (var target = Target.Open(path)) WriteAsync(target, dialect).GetAwaiter().GetResult();
            return File.ReadAllBytes(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public string WriteText(string dialect) => Encoding.UTF8.GetString(Write(dialect));

    /// <summary>What is announced, as <c>field: message (rows)</c>.</summary>
    public IEnumerable<string> Losses(string dialect)
    {
        using var connection = ArffCase.Engine.Connect();
        return LossFinder.Find(connection, new ArffFormat(), ArffCase.Options($"dialect={dialect}"), [Table], CancellationToken.None)
            .Select(l => $"{l.Field}: {l.Message}{(l.Rows is { } rows ? $" ({rows})" : "")}");
    }

    /// <summary>The rows themselves, as text.</summary>
    public List<string?[]> Rows()
    {
        var rows = new List<string?[]>();
        using var connection = ArffCase.Engine.Connect();
        ArffCase.Append(connection, Sql, Fields.Length, rows);
        return rows;
    }

    private async Task WriteAsync(Target target, string dialect)
    {
        var request = new WriteRequest
        {
            Target = target,
            Engine = ArffCase.Engine,
            Options = ArffCase.Options($"dialect={dialect}"),
            Description = new DatasetDescription { Text = Description },
            DatasetName = "dataset",
        };
        await using var writer = await new ArffFormat().OpenWriterAsync(request);
        await writer.WriteAsync(Table);
        await writer.CompleteAsync();
    }
}
