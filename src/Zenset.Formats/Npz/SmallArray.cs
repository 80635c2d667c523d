using System.Globalization;
using System.Text;
using Zenset.Formats.Arrays.Dtypes;

namespace Zenset.Formats.Npz;

/// <summary>Values of arrays that describe others, and are small.</summary>
internal static unsafe class SmallArray
{
    /// <summary>All bytes of an array of up to <paramref name="most"/>.</summary>
    /// <exception cref="SourceDataException">It is larger, or its bytes are damaged.</exception>
    public static byte[] Bytes(NpzArray array, int most, CancellationToken cancellationToken)
    {
        if (array.Shape.Bytes > most)
            throw new SourceDataException(NpzErrors.Layout, string.Create(CultureInfo.InvariantCulture, $"it has {array.Shape.Bytes:N0} bytes, and up to {most:N0} are read"), array.Array.Bytes.Locate());
        array.Array.Bytes.Prepare(cancellationToken);
        var bytes = new byte[array.Shape.Bytes];
        array.Array.Bytes.Read(0, bytes);
        return bytes;
    }

    /// <summary>Texts of an array of one axis or none; null when it has others, or elements that are no text.</summary>
    public static string[]? Texts(NpzArray array, int most, CancellationToken cancellationToken)
    {
        if (array.Shape.Lengths.Length > 1 || array.Shape.Type is not { Kind: DtypeKind.Unicode or DtypeKind.Bytes, Bytes: > 0, IsBigEndian: false } type) return null;
        var bytes = Bytes(array, most, cancellationToken);
        var texts = new string[array.Shape.Rows];
        for (var i = 0; i < texts.Length; i++)
        {
            var text = new StringBuilder();
            var step = type.Kind == DtypeKind.Unicode ? 4 : 1;
            var element = bytes.AsSpan(i * type.Bytes, type.Bytes);
            for (; element.Length > 0; element = element[step..])
            {
                var value = step == 1 ? element[0] : BitConverter.ToInt32(element);
                if (!Rune.TryCreate(value, out var rune)) return null;
                text.Append(rune.ToString());
            }
            texts[i] = text.ToString().TrimEnd('\0');
        }
        return texts;
    }

    /// <summary>Whole numbers of an array of up to eight; null when it has other elements.</summary>
    public static long[]? Numbers(NpzArray array, CancellationToken cancellationToken)
    {
        if (array.Shape.Rows > 8 || array.Shape.Type is not { Kind: DtypeKind.Signed or DtypeKind.Unsigned, Bytes: 4 or 8, IsBigEndian: false } type || array.Shape.RowLength != 1) return null;
        var bytes = Bytes(array, 64, cancellationToken);
        var numbers = new long[array.Shape.Rows];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = type.Bytes == 4 ? BitConverter.ToInt32(bytes, i * 4) : BitConverter.ToInt64(bytes, i * 8);
        return numbers;
    }
}
