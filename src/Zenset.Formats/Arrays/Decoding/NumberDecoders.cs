using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Decoding;

/// <summary>Values that lie in the engine as they do in the file, but perhaps for the order of their bytes.</summary>
internal sealed unsafe class CopyDecoder<T>(FieldType type, bool swaps) : CellDecoder(type) where T : unmanaged
{
    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        var values = target.Values<T>().Slice(at, count);
        if (stride == sizeof(T)) new ReadOnlySpan<byte>(from, count * sizeof(T)).CopyTo(MemoryMarshal.AsBytes(values));
        else
        {
            for (var i = 0; i < count; i++) values[i] = Unsafe.ReadUnaligned<T>(from + i * stride);
        }
        if (swaps) ByteOrder.Swap(values);
    }
}

/// <summary>Turning bytes over.</summary>
internal static class ByteOrder
{
    public static void Swap<T>(Span<T> values) where T : unmanaged
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 2: Swap(MemoryMarshal.Cast<T, ushort>(values)); break;
            case 4: Swap(MemoryMarshal.Cast<T, uint>(values)); break;
            case 8: Swap(MemoryMarshal.Cast<T, ulong>(values)); break;
        }
    }

    private static void Swap(Span<ushort> values) => BinaryPrimitives.ReverseEndianness(values, values);
    private static void Swap(Span<uint> values) => BinaryPrimitives.ReverseEndianness(values, values);
    private static void Swap(Span<ulong> values) => BinaryPrimitives.ReverseEndianness(values, values);
}

/// <summary>Truth values: any byte but zero is true, as NumPy takes it.</summary>
internal sealed unsafe class BooleanDecoder() : CellDecoder(FieldType.Boolean)
{
    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        var values = target.Values<byte>().Slice(at, count);
        for (var i = 0; i < count; i++) values[i] = from[i * stride] == 0 ? (byte)0 : (byte)1;
    }
}

/// <summary>Half-precision numbers, which move as single-precision ones.</summary>
internal sealed unsafe class HalfDecoder(bool swaps) : CellDecoder(FieldType.Float16)
{
    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        var values = target.Values<float>().Slice(at, count);
        for (var i = 0; i < count; i++)
        {
            var bits = Unsafe.ReadUnaligned<ushort>(from + i * stride);
            values[i] = (float)BitConverter.UInt16BitsToHalf(swaps ? BinaryPrimitives.ReverseEndianness(bits) : bits);
        }
    }
}
