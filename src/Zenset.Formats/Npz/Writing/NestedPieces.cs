using System.Collections.Immutable;
using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Writing;

namespace Zenset.Formats.Npz.Writing;

/// <summary>Vectors whose items are a piece of their own, with further axes.</summary>
/// <param name="items">The items.</param>
/// <param name="length">How many a vector has.</param>
/// <param name="valueAxes">Axes of a vector, whose product is its length.</param>
internal sealed class VectorPiece(PieceWriter items, int length, ImmutableArray<long> valueAxes) : PieceWriter
{
    public override bool IsPlain => base.IsPlain && items.IsPlain;

    protected override void AppendValues(Vector source, int from, int count)
    {
        var isList = source.Type.Id == EngineTypeId.List;
        if (!isList && !source.HasMissing)
        {
            items.Append(source.Items, from * length, count * length);
            return;
        }
        for (var i = from; i < from + count; i++)
        {
            var isThere = !source.IsMissing(i) && (!isList || source.Entries[i].Length == (ulong)length);
            if (isThere) items.Append(source.Items, isList ? (int)source.Entries[i].Offset : i * length, length);
            else items.AppendMissing(length);
        }
    }

    protected override void AppendMissingValues(int count)
    {
        for (var i = 0; i < count; i++) items.AppendMissing(length);
    }

    protected override void FinishValues(NpzOutput output, string name, IReadOnlyList<long> axes, Utf8JsonWriter json)
    {
        json.WritePropertyName("values");
        items.Finish(output, name, [.. axes, .. valueAxes], json);
    }

    protected override void DisposeValues() => items.Dispose();
}

/// <summary>Structs: a piece for each member.</summary>
internal sealed class StructPiece(ImmutableArray<(string Name, PieceWriter Piece)> members) : PieceWriter
{
    public override bool IsPlain => false;

    protected override void AppendValues(Vector source, int from, int count)
    {
        if (!source.HasMissing)
        {
            for (var m = 0; m < members.Length; m++) members[m].Piece.Append(source.Member(m), from, count);
            return;
        }
        for (var i = from; i < from + count; i++)
        {
            for (var m = 0; m < members.Length; m++)
            {
                if (source.IsMissing(i)) members[m].Piece.AppendMissing(1);
                else members[m].Piece.Append(source.Member(m), i, 1);
            }
        }
    }

    protected override void AppendMissingValues(int count)
    {
        foreach (var (_, piece) in members) piece.AppendMissing(count);
    }

    protected override void FinishValues(NpzOutput output, string name, IReadOnlyList<long> axes, Utf8JsonWriter json)
    {
        json.WriteStartArray("members");
        for (var m = 0; m < members.Length; m++)
            members[m].Piece.Finish(output, output.NameFor($"{name}.{members[m].Name}", FormattableString.Invariant($"{name}.member{m}")), axes, json);
        json.WriteEndArray();
    }

    protected override void DisposeValues()
    {
        foreach (var (_, piece) in members) piece.Dispose();
    }
}

/// <summary>Lists and maps: where each begins, and a piece for the items, or for the keys and the values.</summary>
/// <param name="parts">Name in the layout, ending of the array's name, piece.</param>
internal sealed class ListPiece(ImmutableArray<(string Key, string Ending, PieceWriter Piece)> parts) : PieceWriter
{
    private readonly StartSpool _starts = new();

    public override bool IsPlain => false;

    protected override void AppendValues(Vector source, int from, int count)
    {
        var items = source.Items;
        for (var i = from; i < from + count; i++)
        {
            var entry = source.IsMissing(i) ? default : source.Entries[i];
            var (offset, length) = ((int)entry.Offset, (int)entry.Length);
            _starts.Add(length);
            if (length == 0) continue;
            if (parts is [var (_, _, only)]) only.Append(items, offset, length);
            else
            {
                for (var p = 0; p < parts.Length; p++) parts[p].Piece.Append(items.Member(p), offset, length);
            }
        }
    }

    protected override void AppendMissingValues(int count)
    {
        for (var i = 0; i < count; i++) _starts.Add(0);
    }

    protected override void FinishValues(NpzOutput output, string name, IReadOnlyList<long> axes, Utf8JsonWriter json)
    {
        json.WriteString("offsets", _starts.Write(output, $"{name}__offsets", Count));
        foreach (var (key, ending, piece) in parts)
        {
            json.WritePropertyName(key);
            piece.Finish(output, output.NameFor(name + ending, name + ending), [_starts.Total], json);
        }
    }

    protected override void DisposeValues()
    {
        _starts.Dispose();
        foreach (var (_, _, piece) in parts) piece.Dispose();
    }
}

/// <summary>Where the items of each value begin.</summary>
internal sealed class StartSpool : IDisposable
{
    private readonly TemporaryStream _bytes = new();

    /// <summary>Items so far.</summary>
    public long Total { get; private set; }

    public void Add(int length)
    {
        _bytes.Write(BitConverter.GetBytes(Total));
        Total += length;
    }

    /// <summary>Writes the array, with the end of the last; returns its name.</summary>
    public string Write(NpzOutput output, string name, long count)
    {
        _bytes.Write(BitConverter.GetBytes(Total));
        var free = output.NameFor(name, name);
        output.Write(free, new ArrayShape(Dtype.Simple(DtypeKind.Signed, 8), [count + 1]), _bytes);
        return free;
    }

    public void Dispose() => _bytes.Dispose();
}
