using System.Collections.Immutable;
using System.Text;
using Zenset.DuckDb;

namespace Zenset.Formats.Hdf5.Cells;

/// <summary>Named integers as categories: the engine's code of a value is its place among the names.</summary>
/// <param name="values">The integers, in the order of the categories.</param>
/// <param name="size">Bytes of an integer.</param>
/// <param name="isSigned">Has negative ones.</param>
/// <param name="missing">The integer of a missing value; null when there is none.</param>
internal sealed unsafe class CategoryCell(ImmutableArray<long> values, int size, bool isSigned, long? missing) : Cell
{
    private readonly Dictionary<long, int> _codes = Codes(values);

    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var value = Number(from + (long)i * stride, size, isSigned);
            if (!_codes.TryGetValue(value, out var code))
            {
                if (value != missing) throw new CellException($"{value} is not one of the {values.Length} declared values");
                target.SetMissing(row + i);
                continue;
            }
            switch (target.Type.ValueBytes)
            {
                case 1: target.Values<byte>()[row + i] = (byte)code; break;
                case 2: target.Values<ushort>()[row + i] = (ushort)code; break;
                default: target.Values<uint>()[row + i] = (uint)code; break;
            }
        }
    }

    private static Dictionary<long, int> Codes(ImmutableArray<long> values)
    {
        var codes = new Dictionary<long, int>(values.Length);
        for (var i = 0; i < values.Length; i++) codes.TryAdd(values[i], i);
        return codes;
    }
}

/// <summary>Named integers inside a list or struct, where a field has no categories: their names as text.</summary>
internal sealed unsafe class CategoryTextCell(ImmutableArray<(string Name, long Value)> values, int size, bool isSigned) : Cell
{
    private readonly Dictionary<long, byte[]> _texts = Texts(values);

    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var value = Number(from + (long)i * stride, size, isSigned);
            if (!_texts.TryGetValue(value, out var text)) throw new CellException($"{value} is not one of the {values.Length} declared values");
            target.SetText(row + i, text);
        }
    }

    private static Dictionary<long, byte[]> Texts(ImmutableArray<(string Name, long Value)> values)
    {
        var texts = new Dictionary<long, byte[]>();
        foreach (var (name, value) in values) texts.TryAdd(value, Encoding.UTF8.GetBytes(name));
        return texts;
    }
}

/// <summary>A column that is missing in every row.</summary>
internal sealed unsafe class NothingCell : Cell
{
    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < count; i++) target.SetMissing(row + i);
    }
}
