using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Writing;

namespace Zenset.Formats.Npz.Writing;

/// <summary>
/// Texts, or bytes. An array of text (<c>U</c>), or of bytes (<c>S</c>), where that is the same and not much larger: every element of it has room for the
/// longest, and zeros at an end are none. Otherwise all bytes one after the other, and where each value begins.
/// </summary>
/// <param name="isText">They are texts.</param>
/// <param name="source">Element type of the array that they came from; null when unknown.</param>
internal sealed unsafe class TextPiece(bool isText, Dtype? source) : PieceWriter
{
    // An array with room for the longest may have this many bytes, whatever the texts, and beyond it so many times their bytes.
    private const long AlwaysFits = 16 << 20;
    private const int MostTimes = 8;

    private readonly TemporaryStream _bytes = new();
    private readonly TemporaryStream _starts = new();
    private long _total;
    private long _longest;
    private long _shortest = long.MaxValue;
    private bool _endsInZero;

    public override bool IsPlain => base.IsPlain && Element() is not null;

    protected override void AppendValues(Vector values, int from, int count)
    {
        for (var i = 0; i < count; i++) Append(values.IsMissing(from + i) ? default : values.Text(from + i));
    }

    protected override void AppendMissingValues(int count)
    {
        for (var i = 0; i < count; i++) Append(default);
    }

    protected override void FinishValues(NpzOutput output, string name, IReadOnlyList<long> axes, Utf8JsonWriter json)
    {
        WriteStart(_total);
        if (Element() is { } element)
        {
            output.Write(name, new ArrayShape(element, [.. axes]), stream => WriteElements(stream, element));
            json.WriteString("array", name);
            return;
        }
        output.Write(name, new ArrayShape(Dtype.Simple(DtypeKind.Unsigned, 1), [_total]), _bytes);
        json.WriteString("bytes", name);
        var starts = output.NameFor($"{name}__offsets", $"{name}__offsets");
        output.Write(starts, new ArrayShape(Dtype.Simple(DtypeKind.Signed, 8), [Count + 1]), _starts);
        json.WriteString("offsets", starts);
    }

    protected override void DisposeValues()
    {
        _bytes.Dispose();
        _starts.Dispose();
    }

    private void Append(ReadOnlySpan<byte> value)
    {
        WriteStart(_total);
        _bytes.Write(value);
        _total += value.Length;
        var length = value.Length;
        if (isText)
        {
            length = 0;
            foreach (var b in value) length += (b & 0xC0) == 0x80 ? 0 : 1;
        }
        _longest = Math.Max(_longest, length);
        _shortest = Math.Min(_shortest, length);
        _endsInZero |= value.Length > 0 && value[^1] == 0;
    }

    private void WriteStart(long start) => _starts.Write(BitConverter.GetBytes(start));

    // The element type of an array of the values; null when they need another way.
    private Dtype? Element()
    {
        if (!isText && source is { Kind: DtypeKind.Void } block && _longest == block.Bytes && _shortest >= block.Bytes) return block;
        var longest = Math.Max(1, Math.Max(_longest, source is { Kind: DtypeKind.Unicode } u ? u.Bytes / 4 : source is { Kind: DtypeKind.Bytes } s ? s.Bytes : 0));
        var isBytes = !isText || source is { Kind: DtypeKind.Bytes };
        // The longest of bytes that are read as text is counted in bytes.
        if (isBytes && isText) return null;
        var size = (Int128)longest * (isText ? 4 : 1);
        if (_endsInZero || size > Dtype.MaxBytes / 8 || size * Count > AlwaysFits && size * Count > (Int128)_total * MostTimes) return null;
        return isText ? Dtype.Unicode((int)longest) with { IsBigEndian = source is { IsBigEndian: true } } : Dtype.ByteText((int)longest);
    }

    private void WriteElements(Stream stream, Dtype element)
    {
        _bytes.Flush();
        _starts.Flush();
        _bytes.Position = _starts.Position = 0;
        var text = new UnicodeEncoder(element.Bytes / 4, element.IsBigEndian);
        using var values = new BufferedStream(_bytes, 1 << 16);
        using var starts = new BufferedStream(_starts, 1 << 16);
        var place = new byte[8];
        var value = new byte[256];
        var cell = new byte[element.Bytes];
        starts.ReadExactly(place);
        var start = BitConverter.ToInt64(place);
        for (var i = 0L; i < Count; i++)
        {
            starts.ReadExactly(place);
            var length = (int)(BitConverter.ToInt64(place) - start);
            start += length;
            if (value.Length < length) value = new byte[Math.Max(length, value.Length * 2)];
            values.ReadExactly(value, 0, length);
            if (element.Kind == DtypeKind.Unicode)
            {
                fixed (byte* to = cell) text.Write(value.AsSpan(0, length), to);
            }
            else
            {
                cell.AsSpan().Clear();
                value.AsSpan(0, length).CopyTo(cell);
            }
            stream.Write(cell);
        }
    }
}
