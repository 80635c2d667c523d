using static System.Numerics.BitOperations;
using System.Runtime.InteropServices;
using Zenset.DuckDb;
using Zenset.Formats.Text;

namespace Zenset.Formats.TfRecord.Writing;

/// <summary>
/// Writes one column's values as tf.train.Feature, or tf.train.FeatureList. A message says how long it is before it begins, so
/// every value is measured first.
/// </summary>
internal sealed class FeatureEncoder(TfRecordWriteColumn column)
{
    // Field 1 of a list holds its values: packed numbers and texts are both of wire type 2.
    private const byte ValuesTag = 1 << 3 | (int)WireType.Bytes;
    private const byte StepTag = ValuesTag;

    private readonly byte _kindTag = (byte)((int)column.Kind << 3 | (int)WireType.Bytes);

    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Key => column.Key;

    /// <summary>It is a list of features.</summary>
    public bool IsList => column.Depth == 2;

    /// <summary>Bytes of a number in the protobuf form.</summary>
    public static int VarintBytes(ulong value) => (Log2(value | 1) + 7) / 7;

    /// <summary>Bytes of a field of some length, with its tag and the length.</summary>
    public static long FieldBytes(long length) => 1 + VarintBytes((ulong)length) + length;

    /// <summary>Writes the tag of a field and its length.</summary>
    public static void WriteLength(TextOutput output, byte tag, long length)
    {
        output.Write(tag);
        WriteVarint(output, (ulong)length);
    }

    /// <summary>Bytes of the message for a row; 0 for a missing value.</summary>
    public long Measure(Vector vector, int row)
    {
        if (vector.IsMissing(row)) return 0;
        if (column.Depth == 0) return MeasureFeature(vector, row, 1);
        var entry = vector.Entries[row];
        if (column.Depth == 1) return MeasureFeature(vector.Items, (int)entry.Offset, (int)entry.Length);
        long bytes = 0;
        var steps = vector.Items;
        for (var step = (int)entry.Offset; step < (int)(entry.Offset + entry.Length); step++) bytes += FieldBytes(MeasureStep(steps, step));
        return bytes;
    }

    /// <summary>Writes the message for a row, as long as <see cref="Measure"/> said.</summary>
    public void Write(TextOutput output, Vector vector, int row)
    {
        if (vector.IsMissing(row)) return;
        if (column.Depth == 0)
        {
            WriteFeature(output, vector, row, 1);
            return;
        }
        var entry = vector.Entries[row];
        if (column.Depth == 1)
        {
            WriteFeature(output, vector.Items, (int)entry.Offset, (int)entry.Length);
            return;
        }
        var steps = vector.Items;
        for (var step = (int)entry.Offset; step < (int)(entry.Offset + entry.Length); step++)
        {
            WriteLength(output, StepTag, MeasureStep(steps, step));
            if (steps.IsMissing(step)) continue;
            var values = steps.Entries[step];
            WriteFeature(output, steps.Items, (int)values.Offset, (int)values.Length);
        }
    }

    private long MeasureStep(Vector steps, int step)
    {
        if (steps.IsMissing(step)) return 0;
        var values = steps.Entries[step];
        return MeasureFeature(steps.Items, (int)values.Offset, (int)values.Length);
    }

    // A column of nothing but missing values has no kind to say.
    private long MeasureFeature(Vector values, int first, int count) => column.Kind == FeatureKind.None ? 0 : FieldBytes(MeasureValues(values, first, count));

    private long MeasureValues(Vector values, int first, int count)
    {
        long bytes = 0;
        switch (column.Kind)
        {
            case FeatureKind.Bytes:
                for (var i = first; i < first + count; i++)
                {
                    if (!values.IsMissing(i)) bytes += FieldBytes(values.Text(i).Length);
                }
                return bytes;
            case FeatureKind.Float:
                bytes = (long)CountPresent(values, first, count) * sizeof(float);
                break;
            case FeatureKind.Int64:
                bytes = PackedBytes(values, first, count);
                break;
            case FeatureKind.None:
            default:
                break;
        }
        return bytes == 0 ? 0 : FieldBytes(bytes);
    }

    private void WriteFeature(TextOutput output, Vector values, int first, int count)
    {
        if (column.Kind == FeatureKind.None) return;
        WriteLength(output, _kindTag, MeasureValues(values, first, count));
        switch (column.Kind)
        {
            case FeatureKind.Bytes:
                for (var i = first; i < first + count; i++)
                {
                    if (values.IsMissing(i)) continue;
                    var text = values.Text(i);
                    WriteLength(output, ValuesTag, text.Length);
                    output.Write(text);
                }
                break;
            case FeatureKind.Float:
                WriteFloats(output, values, first, count);
                break;
            case FeatureKind.Int64:
                if (PackedBytes(values, first, count) is > 0 and var packed) WriteLength(output, ValuesTag, packed);
                var integers = values.Values<long>();
                for (var i = first; i < first + count; i++)
                {
                    if (!values.IsMissing(i)) WriteVarint(output, (ulong)integers[i]);
                }
                break;
            case FeatureKind.None:
            default:
                break;
        }
    }

    private void WriteFloats(TextOutput output, Vector values, int first, int count)
    {
        var present = CountPresent(values, first, count);
        if (present == 0) return;
        WriteLength(output, ValuesTag, (long)present * sizeof(float));
        if (!column.IsDouble && present == count && BitConverter.IsLittleEndian)
        {
            output.Write(MemoryMarshal.AsBytes(values.Values<float>().Slice(first, count)));
            return;
        }
        for (var i = first; i < first + count; i++)
        {
            if (values.IsMissing(i)) continue;
            var value = column.IsDouble ? (float)values.Values<double>()[i] : values.Values<float>()[i];
            System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(output.Reserve(sizeof(float)), value);
            output.Advance(sizeof(float));
        }
    }

    private static long PackedBytes(Vector values, int first, int count)
    {
        long bytes = 0;
        var integers = values.Values<long>();
        for (var i = first; i < first + count; i++)
        {
            if (!values.IsMissing(i)) bytes += VarintBytes((ulong)integers[i]);
        }
        return bytes;
    }

    private static int CountPresent(Vector values, int first, int count)
    {
        if (values.Validity.IsEmpty) return count;
        var present = 0;
        for (var i = first; i < first + count; i++) present += values.IsMissing(i) ? 0 : 1;
        return present;
    }

    private static void WriteVarint(TextOutput output, ulong value)
    {
        var room = output.Reserve(10);
        var n = 0;
        for (; value >= 0x80; value >>= 7) room[n++] = (byte)(value | 0x80);
        room[n++] = (byte)value;
        output.Advance(n);
    }
}
