using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Zenset.DuckDb;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Decoding;

/// <summary>Dates counted in days, weeks, months or years since 1970; NaT is missing.</summary>
internal sealed unsafe class DateDecoder(TimeStep step, bool swaps) : CellDecoder(FieldType.Date)
{
    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        var values = target.Values<int>();
        for (var i = 0; i < count; i++)
        {
            var value = Unsafe.ReadUnaligned<long>(from + i * stride);
            if (swaps) value = BinaryPrimitives.ReverseEndianness(value);
            if (value == TimeUnits.NotATime) target.SetMissing(at + i);
            else if (TimeUnits.TryToDays(value, step, out var days)) values[at + i] = days;
            else throw TimeUnits.OutOfRange(value, step, i);
        }
    }
}

/// <summary>Times counted in steps since 1970; NaT is missing.</summary>
internal sealed unsafe class TimestampDecoder(FieldType type, TimeStep step, bool swaps) : CellDecoder(type)
{
    private readonly long _factor = TimeUnits.Factor(step);
    private readonly long _most = TimeUnits.Greatest(type.Unit);

    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        var values = target.Values<long>();
        for (var i = 0; i < count; i++)
        {
            var value = Unsafe.ReadUnaligned<long>(from + i * stride);
            if (swaps) value = BinaryPrimitives.ReverseEndianness(value);
            if (value == TimeUnits.NotATime)
            {
                target.SetMissing(at + i);
                continue;
            }
            var scaled = (Int128)value * _factor;
            if (scaled > _most || scaled < -_most) throw TimeUnits.OutOfRange(value, step, i);
            values[at + i] = (long)scaled;
        }
    }
}

/// <summary>Durations, as whole numbers of steps; NaT is missing.</summary>
internal sealed unsafe class DurationDecoder(FieldType type, bool swaps) : CellDecoder(type)
{
    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        var values = target.Values<long>();
        for (var i = 0; i < count; i++)
        {
            var value = Unsafe.ReadUnaligned<long>(from + i * stride);
            if (swaps) value = BinaryPrimitives.ReverseEndianness(value);
            if (value == TimeUnits.NotATime) target.SetMissing(at + i);
            else values[at + i] = value;
        }
    }
}
