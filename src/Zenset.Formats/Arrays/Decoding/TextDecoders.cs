using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Decoding;

/// <summary>Text of a fixed number of 32-bit characters; zeros at the end are no part of it.</summary>
internal sealed unsafe class UnicodeDecoder(int characters, bool swaps) : CellDecoder(FieldType.String)
{
    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(16, characters * 4));
        try
        {
            for (var i = 0; i < count; i++)
            {
                var cell = from + i * stride;
                var length = characters;
                while (length > 0 && Unsafe.ReadUnaligned<uint>(cell + (length - 1) * 4L) == 0) length--;
                var used = 0;
                for (var c = 0; c < length; c++)
                {
                    var value = Unsafe.ReadUnaligned<uint>(cell + c * 4L);
                    if (swaps) value = BinaryPrimitives.ReverseEndianness(value);
                    if (value < 128) buffer[used++] = (byte)value;
                    else if (Rune.TryCreate(value, out var rune)) used += rune.EncodeToUtf8(buffer.AsSpan(used));
                    else throw new BadCellException(ArrayErrors.BadText, string.Create(CultureInfo.InvariantCulture, $"character {c + 1} of a text is {value:X8}, which is no Unicode character"), null, i);
                }
                target.SetText(at + i, buffer.AsSpan(0, used));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>A fixed number of bytes, as they are or without the zeros at the end; as bytes or, when they are UTF-8, as text.</summary>
internal sealed unsafe class BytesDecoder(FieldType type, int bytes, bool trims) : CellDecoder(type)
{
    private readonly bool _isText = type.Kind == FieldKind.String;

    /// <summary>The same as text.</summary>
    public BytesDecoder AsText() => new(FieldType.String, bytes, trims: true);

    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var cell = new ReadOnlySpan<byte>(from + i * stride, bytes);
            if (trims) cell = cell.TrimEnd((byte)0);
            if (_isText && !Utf8.IsValid(cell)) throw new BadCellException(ArrayErrors.BadText, $"the bytes '{Quoting.Shorten(cell)}' are not UTF-8", "Leave out --type: they are kept as bytes.", i);
            target.SetText(at + i, cell);
        }
    }
}
