using System.Runtime.InteropServices;
using Zenset.DuckDb;
using Zenset.Formats.Arrays.Decoding;

namespace Zenset.Formats.Arrays.Writing;

/// <summary>Values that lie in the file as they do in the engine, but perhaps for the order of their bytes.</summary>
internal sealed unsafe class CopyEncoder<T>(T missing, bool swaps) : CellEncoder where T : unmanaged
{
    public override void Encode(Vector source, int from, int count, byte* to, long stride)
    {
        var values = source.Values<T>().Slice(from, count);
        var validity = source.Validity;
        if (stride == sizeof(T))
        {
            MemoryMarshal.AsBytes(values).CopyTo(new Span<byte>(to, count * sizeof(T)));
            if (swaps) ByteOrder.Swap(new Span<T>(to, count));
        }
        else
        {
            for (var i = 0; i < count; i++) WriteSwapped(to + i * stride, values[i], swaps);
        }
        if (validity.IsEmpty) return;
        for (var i = 0; i < count; i++)
        {
            if (IsMissing(validity, from + i)) EncodeMissing(to + i * stride);
        }
    }

    public override void EncodeMissing(byte* to) => WriteSwapped(to, missing, swaps);
}

/// <summary>A value of the engine turned into another by a function.</summary>
internal sealed unsafe class ConvertEncoder<TFrom, TTo>(Func<TFrom, TTo> convert, TTo missing, bool swaps) : CellEncoder where TFrom : unmanaged where TTo : unmanaged
{
    public override void Encode(Vector source, int from, int count, byte* to, long stride)
    {
        var values = source.Values<TFrom>();
        var validity = source.Validity;
        for (var i = 0; i < count; i++)
        {
            if (IsMissing(validity, from + i)) EncodeMissing(to + i * stride);
            else WriteSwapped(to + i * stride, convert(values[from + i]), swaps);
        }
    }

    public override void EncodeMissing(byte* to) => WriteSwapped(to, missing, swaps);
}
