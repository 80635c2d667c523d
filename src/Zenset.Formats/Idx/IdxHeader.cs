using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Dtypes;

namespace Zenset.Formats.Idx;

/// <summary>The header of an IDX file: two zero bytes, the element type, the number of axes, and their lengths as 32-bit numbers, all big-endian.</summary>
/// <remarks>"THE IDX FILE FORMAT" on the page of the MNIST database (LeCun, Cortes, Burges).</remarks>
internal static class IdxHeader
{
    /// <summary>Most axes: what NumPy takes.</summary>
    public const int MaxAxes = 32;

    private static readonly (byte Code, Dtype Type)[] Types =
    [
        (0x08, Dtype.Simple(DtypeKind.Unsigned, 1)), (0x09, Dtype.Simple(DtypeKind.Signed, 1)), (0x0B, Dtype.Simple(DtypeKind.Signed, 2, isBigEndian: true)),
        (0x0C, Dtype.Simple(DtypeKind.Signed, 4, isBigEndian: true)), (0x0D, Dtype.Simple(DtypeKind.Float, 4, isBigEndian: true)),
        (0x0E, Dtype.Simple(DtypeKind.Float, 8, isBigEndian: true)),
    ];

    /// <summary>The header begins so.</summary>
    public static bool IsMagic(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 8 && bytes[0] == 0 && bytes[1] == 0 && TypeOf(bytes[2]) is not null && bytes[3] is >= 1 and <= MaxAxes && bytes.Length >= Bytes(bytes[3]);

    /// <summary>Bytes of a header.</summary>
    public static int Bytes(int axes) => 4 + axes * 4;

    /// <summary>What a header says; null when it is none.</summary>
    public static ArrayShape? Parse(ReadOnlySpan<byte> bytes)
    {
        if (!IsMagic(bytes)) return null;
        var lengths = ImmutableArray.CreateBuilder<long>();
        for (var axis = 0; axis < bytes[3]; axis++) lengths.Add(BinaryPrimitives.ReadUInt32BigEndian(bytes[Bytes(axis)..]));
        return new ArrayShape(TypeOf(bytes[2])!, lengths.ToImmutable());
    }

    /// <summary>The header of an array.</summary>
    /// <exception cref="NotSupportedSourceException">It has more rows than the header can say.</exception>
    public static byte[] Write(ArrayShape shape)
    {
        var header = new byte[Bytes(shape.Lengths.Length)];
        header[2] = Types.First(t => t.Type == shape.Type).Code;
        header[3] = (byte)shape.Lengths.Length;
        for (var axis = 0; axis < shape.Lengths.Length; axis++)
        {
            if (shape.Lengths[axis] > uint.MaxValue)
                throw new NotSupportedSourceException(CoreErrors.CannotHold, string.Create(CultureInfo.InvariantCulture, $"it has {shape.Lengths[axis]:N0} rows, and an IDX file up to {uint.MaxValue:N0}"), fix: "Write npy, or fewer rows with --where.");
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(Bytes(axis)), (uint)shape.Lengths[axis]);
        }
        return header;
    }

    /// <summary>The element type of the file for a type in either byte order; null when IDX has none.</summary>
    public static Dtype? TypeFor(Dtype type) => Types.Select(t => t.Type).FirstOrDefault(t => t.Kind == type.Kind && t.Bytes == type.Bytes);

    private static Dtype? TypeOf(byte code) => Types.FirstOrDefault(t => t.Code == code).Type;
}
