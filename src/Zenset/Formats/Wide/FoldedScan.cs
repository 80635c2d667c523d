using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>Gathers the columns of another scan into the vectors of a layout; columns with a field of their own pass through untouched.</summary>
internal sealed class FoldedScan : ITableScan
{
    // Values of a chunk: few rows of many columns, so that what is being transposed stays small.
    private const int MostValues = 1 << 21;

    private readonly ITableScan _scan;
    private readonly ChunkBuffer _buffer;
    private readonly int[] _places;
    private readonly FoldedVector[] _vectors;

    /// <param name="source">What is read.</param>
    /// <param name="columns">Its columns as fields.</param>
    /// <param name="layout">Where they go.</param>
    /// <param name="asked">Fields of the layout that are wanted.</param>
    public FoldedScan(ITableSource source, IReadOnlyList<Field> columns, WideLayout layout, ReadOnlySpan<int> asked)
    {
        var outputs = new Dictionary<int, int>();
        for (var i = 0; i < asked.Length; i++) outputs.Add(asked[i], i);
        var inner = new List<int>();
        var places = new List<int>();
        var types = new List<EngineType>();
        var members = new Dictionary<int, List<int>>();
        for (var i = 0; i < columns.Count; i++)
        {
            var slot = layout.Slots[i];
            if (!outputs.TryGetValue(slot.Field, out var output)) continue;
            if (slot.Position >= 0)
            {
                if (!members.TryGetValue(output, out var list)) members.Add(output, list = []);
                list.Add(inner.Count);
                places.Add(~types.Count);
                types.Add(FieldEngine.TypeOf(columns[i]));
            }
            else
            {
                places.Add(output);
            }
            inner.Add(i);
        }
        _places = [.. places];
        _vectors = [.. members.Select(m => new FoldedVector(m.Key, [.. m.Value], [.. m.Value.Select(i => columns[inner[i]])]))];
        _scan = source.OpenScan(inner.ToArray());
        _buffer = new ChunkBuffer(types, Math.Clamp(MostValues / Math.Max(1, inner.Count), 1, 2048));
    }

    public int Read(ChunkBuilder chunk)
    {
        var filled = _buffer.Begin(chunk, _places);
        var rows = _scan.Read(filled);
        if (rows == 0) return 0;
        var view = filled.View(rows);
        foreach (var vector in _vectors) vector.Gather(view, chunk, rows);
        return rows;
    }

    public void Dispose()
    {
        _scan.Dispose();
        _buffer.Dispose();
    }
}
