using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Zenset.Formats.TfRecord;

/// <summary>What a tf.train.Feature holds; the number of its field in the message.</summary>
internal enum FeatureKind
{
    /// <summary>Nothing: the feature is there and says no kind.</summary>
    None = 0,
    /// <summary>Text or bytes.</summary>
    Bytes = 1,
    /// <summary>32-bit floating-point numbers.</summary>
    Float = 2,
    /// <summary>64-bit whole numbers.</summary>
    Int64 = 3,
}

/// <summary>A feature after a first look.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Start">Where the fields of this kind begin: an earlier one of another kind does not count.</param>
/// <param name="Count">Number of values.</param>
/// <param name="IsUtf8">Bytes: all are text. Only when asked.</param>
internal readonly record struct FeatureMeasure(FeatureKind Kind, int Start, int Count, bool IsUtf8);

/// <summary>Reads tf.train.Feature where it stands in a record.</summary>
/// <remarks>
/// tensorflow/core/example/feature.proto. The list is a oneof: of several kinds the last counts, and lists of one kind follow each other,
/// as when messages are merged. Numbers are packed or not.
/// </remarks>
internal static class Feature
{
    /// <summary>Looks at a whole feature. Afterwards its values can be read without a further check of the form.</summary>
    /// <exception cref="MalformedRecordException">It is no feature.</exception>
    public static FeatureMeasure Measure(ReadOnlySpan<byte> record, int start, int end, bool asksForUtf8)
    {
        var kind = FeatureKind.None;
        var from = start;
        long count = 0;
        var isUtf8 = true;
        var fields = new ProtoReader(record, start, end);
        for (var place = start; fields.Next(); place = fields.Position)
        {
            if (fields.Field is < (int)FeatureKind.Bytes or > (int)FeatureKind.Int64)
            {
                fields.Skip();
                continue;
            }
            fields.Require(WireType.Bytes, "the list of a feature");
            if ((FeatureKind)fields.Field != kind)
            {
                kind = (FeatureKind)fields.Field;
                from = place;
                count = 0;
                isUtf8 = true;
            }
            var (listStart, listEnd) = fields.ReadBytes();
            count += MeasureList(record, listStart, listEnd, kind, asksForUtf8, ref isUtf8);
        }
        return new FeatureMeasure(kind, from, checked((int)count), isUtf8);
    }

    /// <summary>Copies the numbers of a feature that was measured; returns how many.</summary>
    public static int CopyFloats(ReadOnlySpan<byte> record, FeatureMeasure feature, int end, Span<float> values)
    {
        var n = 0;
        var lists = new FeatureLists(record, feature, end);
        while (lists.Next(out var items))
        {
            while (items.Next())
            {
                if (items.Field != 1) items.Skip();
                else if (items.Type == WireType.Fixed32) values[n++] = BinaryPrimitives.ReadSingleLittleEndian(record[items.ReadFixed32()..]);
                else
                {
                    var (from, to) = items.ReadBytes();
                    var packed = MemoryMarshal.Cast<byte, float>(record[from..to]);
                    var room = values.Slice(n, packed.Length);
                    packed.CopyTo(room);
                    if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, uint>(room), MemoryMarshal.Cast<float, uint>(room));
                    n += packed.Length;
                }
            }
        }
        return n;
    }

    /// <summary>Copies the numbers of a feature that was measured; returns how many.</summary>
    public static int CopyIntegers(ReadOnlySpan<byte> record, FeatureMeasure feature, int end, Span<long> values)
    {
        var n = 0;
        var lists = new FeatureLists(record, feature, end);
        while (lists.Next(out var items))
        {
            while (items.Next())
            {
                if (items.Field != 1) items.Skip();
                else if (items.Type == WireType.Varint) values[n++] = (long)items.ReadVarint();
                else
                {
                    var (from, to) = items.ReadBytes();
                    var packed = new ProtoReader(record, from, to);
                    while (packed.Position < to) values[n++] = (long)packed.ReadVarint();
                }
            }
        }
        return n;
    }

    private static long MeasureList(ReadOnlySpan<byte> record, int start, int end, FeatureKind kind, bool asksForUtf8, ref bool isUtf8)
    {
        long count = 0;
        var items = new ProtoReader(record, start, end);
        while (items.Next())
        {
            if (items.Field != 1)
            {
                items.Skip();
                continue;
            }
            switch (kind)
            {
                case FeatureKind.Bytes:
                    items.Require(WireType.Bytes, "a value of a bytes list");
                    var (from, to) = items.ReadBytes();
                    if (asksForUtf8 && isUtf8) isUtf8 = Utf8.IsValid(record[from..to]);
                    count++;
                    break;
                case FeatureKind.Float when items.Type == WireType.Fixed32:
                    items.ReadFixed32();
                    count++;
                    break;
                case FeatureKind.Float:
                    items.Require(WireType.Bytes, "a value of a float list");
                    var (first, last) = items.ReadBytes();
                    if ((last - first) % sizeof(float) != 0) throw new MalformedRecordException(first, "packed floating-point numbers are cut off");
                    count += (last - first) / sizeof(float);
                    break;
                case FeatureKind.Int64 when items.Type == WireType.Varint:
                    items.ReadVarint();
                    count++;
                    break;
                case FeatureKind.Int64:
                    items.Require(WireType.Bytes, "a value of an int64 list");
                    var (begin, stop) = items.ReadBytes();
                    var packed = new ProtoReader(record, begin, stop);
                    for (; packed.Position < stop; count++) packed.ReadVarint();
                    break;
                case FeatureKind.None:
                default:
                    throw new InvalidOperationException($"A list has no kind {kind}.");
            }
        }
        return count;
    }
}

/// <summary>The lists of a feature that count.</summary>
internal ref struct FeatureLists(ReadOnlySpan<byte> record, FeatureMeasure feature, int end)
{
    private readonly ReadOnlySpan<byte> _record = record;
    private readonly int _kind = (int)feature.Kind;
    private ProtoReader _fields = new(record, feature.Start, end);

    /// <summary>The next one; false at the end.</summary>
    public bool Next(out ProtoReader items)
    {
        while (_fields.Next())
        {
            if (_fields.Field != _kind)
            {
                _fields.Skip();
                continue;
            }
            var (start, end) = _fields.ReadBytes();
            items = new ProtoReader(_record, start, end);
            return true;
        }
        items = default;
        return false;
    }
}

/// <summary>The values of a feature of bytes that was measured, where they stand.</summary>
internal ref struct FeatureTexts(ReadOnlySpan<byte> record, FeatureMeasure feature, int end)
{
    private readonly ReadOnlySpan<byte> _record = record;
    private FeatureLists _lists = new(record, feature, end);
    private ProtoReader _items;

    /// <summary>The next one; false at the end.</summary>
    public bool Next(out ReadOnlySpan<byte> value)
    {
        while (true)
        {
            while (_items.Next())
            {
                if (_items.Field != 1)
                {
                    _items.Skip();
                    continue;
                }
                var (start, end) = _items.ReadBytes();
                value = _record[start..end];
                return true;
            }
            if (_lists.Next(out _items)) continue;
            value = default;
            return false;
        }
    }
}
