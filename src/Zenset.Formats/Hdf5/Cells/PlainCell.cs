using System.Runtime.InteropServices;
using Zenset.DuckDb;

namespace Zenset.Formats.Hdf5.Cells;

/// <summary>Values that the engine keeps as they are: numbers, and times counted from 1970.</summary>
internal sealed unsafe class PlainCell<T> : Cell where T : unmanaged
{
    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        var values = target.Values<T>().Slice(row, count);
        if (stride == sizeof(T))
        {
            new ReadOnlySpan<byte>(from, count * sizeof(T)).CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }
        for (var i = 0; i < count; i++) values[i] = *(T*)(from + (long)i * stride);
    }
}

/// <summary>IEEE 754 binary16, which the engine keeps in 32 bits.</summary>
internal sealed unsafe class HalfCell : Cell
{
    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        var values = target.Values<float>();
        for (var i = 0; i < count; i++) values[row + i] = (float)*(Half*)(from + (long)i * stride);
    }
}

/// <summary>Counts of NumPy, of which the lowest number (NaT) is a missing one.</summary>
/// <param name="steps">Steps of the engine's type that one of them is.</param>
internal sealed unsafe class NumpyTimeCell(long steps = 1) : Cell
{
    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        var values = target.Values<long>();
        for (var i = 0; i < count; i++)
        {
            var value = *(long*)(from + (long)i * stride);
            if (value == long.MinValue) target.SetMissing(row + i);
            else if (value > long.MaxValue / steps || value < long.MinValue / steps) throw new CellException($"{value} is beyond the times that there are");
            else values[row + i] = value * steps;
        }
    }
}

/// <summary>Decimals as whole numbers without their point, in as many bytes as the engine takes for their digits.</summary>
internal sealed unsafe class DecimalCell(int valueBytes) : Cell
{
    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var value = *(long*)(from + (long)i * stride);
            switch (valueBytes)
            {
                case 2 when value == (short)value: target.Values<short>()[row + i] = (short)value; break;
                case 4 when value == (int)value: target.Values<int>()[row + i] = (int)value; break;
                case 8: target.Values<long>()[row + i] = value; break;
                default: throw new CellException($"{value} has more digits than its declared type");
            }
        }
    }
}

/// <summary>Whole numbers of which 0 is false.</summary>
internal sealed unsafe class BooleanCell(int size) : Cell
{
    public override void Read(VectorBuilder target, int row, byte* from, int stride, int count)
    {
        var values = target.Values<byte>();
        for (var i = 0; i < count; i++) values[row + i] = Number(from + (long)i * stride, size, false) != 0 ? (byte)1 : (byte)0;
    }
}
