using System.Collections.Immutable;
using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.Wide;

/// <summary>The rows of a resource with long vectors still in the blocks in which parts keep them: the engine joins lists one value at a time.</summary>
/// <param name="Columns">All fields of the resource, as stored.</param>
/// <param name="From">The parts, as SQL.</param>
internal sealed record CutTable(ImmutableArray<StoredColumn> Columns, string From)
{
    private readonly record struct Piece(int Field, StoredBlock? Block);

    private IEnumerable<Piece> Pieces => Columns.SelectMany((c, i) => c.Blocks.IsEmpty ? [new Piece(i, null)] : c.Blocks.Select(b => new Piece(i, b)));

    /// <summary>A SELECT of some fields, each as one column, or as one for each of its blocks.</summary>
    /// <param name="fields">Indices of the fields.</param>
    public string Select(IEnumerable<int> fields)
    {
        var wanted = fields.SelectMany(f => Pieces.Where(p => p.Field == f)).Select((p, i) => $"{Sql(p)} AS {Name(i)}");
        return $"SELECT {string.Join(", ", wanted)} FROM {From}";
    }

    /// <summary>The blocks as vectors of their own, for columns to be read from.</summary>
    /// <param name="shape">The table.</param>
    /// <param name="runs">Its columns.</param>
    public WideRows Rows(TableShape shape, ImmutableArray<WideRun> runs)
    {
        var pieces = Pieces.ToList();
        var fields = pieces.Select((p, i) => new Field
        {
            Name = Name(i),
            Type = p.Block is { } block ? FieldType.FixedList(shape.Fields[p.Field].Type.Item!, block.Length) : shape.Fields[p.Field].Type,
        });
        var first = Columns.Select((_, i) => pieces.FindIndex(p => p.Field == i)).ToArray();
        return new WideRows([.. fields], Select(Enumerable.Range(0, Columns.Length)), [.. runs.SelectMany(run => Split(run, first[run.Field]))]);
    }

    private IEnumerable<WideRun> Split(WideRun run, int piece)
    {
        var blocks = Columns[run.Field].Blocks;
        if (run.From < 0 || blocks.IsEmpty)
        {
            yield return run with { Field = piece };
            yield break;
        }
        for (var (i, from) = (0, run.From); i < blocks.Length && from < run.From + run.Names.Length; i++)
        {
            var (start, end) = (blocks[i].From, blocks[i].From + blocks[i].Length);
            if (from >= end) continue;
            var count = Math.Min(end, run.From + run.Names.Length) - from;
            yield return new WideRun(piece + i, from - start, run.Names.Slice(from - run.From, count));
            from += count;
        }
    }

    private string Sql(Piece piece) => piece.Block is { } block ? Columns[piece.Field].DecodeBlock(block) : Columns[piece.Field].Decode();

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");
}
