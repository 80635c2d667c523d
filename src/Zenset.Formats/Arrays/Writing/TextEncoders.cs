using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Zenset.DuckDb;

namespace Zenset.Formats.Arrays.Writing;

/// <summary>Text as a fixed number of 32-bit characters, filled up with zeros.</summary>
internal sealed unsafe class UnicodeEncoder(int characters, bool swaps) : CellEncoder
{
    public override void Encode(Vector source, int from, int count, byte* to, long stride)
    {
        for (var i = 0; i < count; i++)
        {
            if (source.IsMissing(from + i)) EncodeMissing(to + i * stride);
            else Write(source.Text(from + i), to + i * stride);
        }
    }

    public override void EncodeMissing(byte* to) => new Span<byte>(to, characters * 4).Clear();

    /// <summary>Writes one text.</summary>
    public void Write(ReadOnlySpan<byte> utf8, byte* to)
    {
        var at = 0;
        while (!utf8.IsEmpty && at < characters)
        {
            uint value = utf8[0];
            var used = 1;
            if (value >= 128)
            {
                Rune.DecodeFromUtf8(utf8, out var rune, out used);
                value = (uint)rune.Value;
            }
            utf8 = utf8[used..];
            Unsafe.WriteUnaligned(to + at++ * 4L, swaps ? BinaryPrimitives.ReverseEndianness(value) : value);
        }
        new Span<byte>(to + at * 4L, (characters - at) * 4).Clear();
    }
}

/// <summary>Nominal values as text.</summary>
internal sealed unsafe class LabelEncoder(IReadOnlyList<string> labels, UnicodeEncoder text) : CellEncoder
{
    private readonly byte[][] _labels = [.. labels.Select(System.Text.Encoding.UTF8.GetBytes)];

    public override void Encode(Vector source, int from, int count, byte* to, long stride)
    {
        for (var i = 0; i < count; i++)
        {
            var row = from + i;
            if (source.IsMissing(row)) EncodeMissing(to + i * stride);
            else text.Write(_labels[CodeOf(source, row)], to + i * stride);
        }
    }

    public override void EncodeMissing(byte* to) => text.EncodeMissing(to);

    /// <summary>The number of a nominal value.</summary>
    public static int CodeOf(Vector source, int row) => source.Type.ValueBytes switch
    {
        1 => source.Values<byte>()[row],
        2 => source.Values<ushort>()[row],
        _ => (int)source.Values<uint>()[row],
    };
}

/// <summary>Bytes, filled up with zeros.</summary>
internal sealed unsafe class BytesEncoder(int bytes) : CellEncoder
{
    public override void Encode(Vector source, int from, int count, byte* to, long stride)
    {
        for (var i = 0; i < count; i++)
        {
            var cell = new Span<byte>(to + i * stride, bytes);
            cell.Clear();
            if (source.IsMissing(from + i)) continue;
            var value = source.Text(from + i);
            value[..Math.Min(value.Length, bytes)].CopyTo(cell);
        }
    }

    public override void EncodeMissing(byte* to) => new Span<byte>(to, bytes).Clear();
}
