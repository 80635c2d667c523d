using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>How chunks of a wide table become chunks of its columns.</summary>
internal sealed class Unfolding
{
    // Values of a chunk: few rows of many columns.
    private const int MostValues = 1 << 21;

    private readonly UnfoldedVector[] _vectors;
    private readonly (int Source, int Output)[] _plain;

    /// <param name="table">The table.</param>
    /// <param name="asked">Indices of the columns that are wanted, in their order.</param>
    public Unfolding(WideTable table, ReadOnlySpan<int> asked)
    {
        var outputs = new int[table.Columns.Length];
        Array.Fill(outputs, -1);
        for (var i = 0; i < asked.Length; i++) outputs[asked[i]] = i;

        var fields = new List<int>();
        var plain = new List<(int Source, int Output)>();
        var vectors = new Dictionary<int, (int[] Outputs, Field?[] Columns)>();
        var column = 0;
        var rows = table.Rows ?? new WideRows(table.Shape.Fields, table.Sql, table.Runs);
        foreach (var run in rows.Runs)
        {
            var count = run.From < 0 ? 1 : run.Names.Length;
            var some = outputs.AsSpan(column, count);
            if (some.ContainsAnyExcept(-1))
            {
                var source = fields.IndexOf(run.Field);
                if (source < 0)
                {
                    source = fields.Count;
                    fields.Add(run.Field);
                }
                if (run.From < 0)
                {
                    plain.Add((source, some[0]));
                }
                else
                {
                    var vector = vectors.TryGetValue(source, out var known) ? known : vectors[source] = NewVector((int)rows.Fields[run.Field].Type.Length);
                    some.CopyTo(vector.Outputs.AsSpan(run.From));
                    for (var i = 0; i < count; i++) vector.Columns[run.From + i] = table.Columns[column + i];
                }
            }
            column += count;
        }
        _vectors = [.. vectors.Select(v => new UnfoldedVector(v.Key, v.Value.Outputs, v.Value.Columns))];
        _plain = [.. plain];
        Select = $"SELECT {string.Join(", ", fields.Select(f => Sql.Name(rows.Fields[f].Name)))} FROM ({rows.Sql})";
        MostRows = Math.Clamp(MostValues / Math.Max(1, asked.Length), 1, 2048);
    }

    /// <summary>A SELECT of the fields that the columns come from.</summary>
    public string Select { get; }

    /// <summary>Most rows of a chunk.</summary>
    public int MostRows { get; }

    /// <summary>Fills a chunk with the next rows.</summary>
    /// <param name="source">What <see cref="Select"/> gives.</param>
    /// <param name="target">The chunk to fill.</param>
    /// <returns>Rows written; 0 at the end.</returns>
    public int Fill(QueryCursor source, ChunkBuilder target)
    {
        var rows = source.Next(Math.Min(MostRows, target.Capacity));
        if (rows == 0) return 0;
        foreach (var vector in _vectors) vector.Scatter(source.Chunk, source.From, rows, target);
        foreach (var (from, output) in _plain) VectorCopy.Copy(source.Chunk[from], source.From, rows, target[output]);
        return rows;
    }

    private static (int[] Outputs, Field?[] Columns) NewVector(int length)
    {
        var outputs = new int[length];
        Array.Fill(outputs, -1);
        return (outputs, new Field?[length]);
    }
}
