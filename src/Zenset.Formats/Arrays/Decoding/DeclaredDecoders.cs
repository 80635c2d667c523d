using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Zenset.DuckDb;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Decoding;

/// <summary>The decoder for elements that are said to be of a field type that no element type stands for by itself: decimals, times of day, UUIDs.</summary>
internal static class DeclaredDecoders
{
    /// <summary>The decoder; null when such elements cannot be of that type.</summary>
    public static CellDecoder? For(FieldType type, Dtype dtype)
    {
        if (CellDecoders.For(dtype) is { } natural && natural.Type.Equals(type)) return natural;
        if (dtype.IsBigEndian) return null;
        return (type.Kind, dtype.Kind, dtype.Bytes) switch
        {
            (FieldKind.Decimal, DtypeKind.Signed, var bytes) when bytes == FieldEngine.TypeOf(type).ValueBytes => bytes switch
            {
                2 => new DecimalDecoder<short>(type),
                4 => new DecimalDecoder<int>(type),
                8 => new DecimalDecoder<long>(type),
                _ => null,
            },
            (FieldKind.Decimal, DtypeKind.Structure, 16) when FieldEngine.TypeOf(type).ValueBytes == 16 => new DecimalDecoder<Int128>(type),
            (FieldKind.Int128, DtypeKind.Structure, 16) => new CopyDecoder<Int128>(type, swaps: false),
            (FieldKind.Interval, DtypeKind.Structure, 16) => new CopyDecoder<EngineInterval>(type, swaps: false),
            (FieldKind.Uuid, DtypeKind.Void, 16) => new UuidDecoder(),
            (FieldKind.Null, DtypeKind.Signed, 1) => new MissingDecoder(),
            (FieldKind.Time, DtypeKind.TimeDelta, _) => new TimeOfDayDecoder(type),
            (FieldKind.Timestamp, DtypeKind.DateTime, _) when type.Zone is not null && TimeUnits.Factor(dtype.Step) == 1 && dtype.Step.Unit == (type.Unit == TimeUnit.Nanosecond ? "ns" : "us") =>
                new TimestampDecoder(FieldType.Timestamp(type.Unit == TimeUnit.Nanosecond ? TimeUnit.Nanosecond : TimeUnit.Microsecond), dtype.Step, swaps: false),
            _ => null,
        };
    }
}

/// <summary>Decimals, as their digits without the point.</summary>
internal sealed unsafe class DecimalDecoder<T>(FieldType type) : CellDecoder(type) where T : unmanaged, IBinaryInteger<T>
{
    // The engine relies on values having no more digits than their type says.
    private readonly T _limit = T.CreateSaturating(Int128.Parse("1" + new string('0', type.Precision), CultureInfo.InvariantCulture));

    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        var values = target.Values<T>().Slice(at, count);
        for (var i = 0; i < count; i++)
        {
            var value = Unsafe.ReadUnaligned<T>(from + i * stride);
            if (value >= _limit || value <= -_limit) throw new BadCellException(ArrayErrors.BadNumber, $"the number {value} has more digits than {Type}", null, i);
            values[i] = value;
        }
    }
}

/// <summary>Nothing but missing values, whatever the elements.</summary>
internal sealed unsafe class MissingDecoder() : CellDecoder(FieldType.Null)
{
    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        for (var i = 0; i < count; i++) target.SetMissing(at + i);
    }
}

/// <summary>UUIDs, as their bytes in order.</summary>
internal sealed unsafe class UuidDecoder() : CellDecoder(FieldType.Uuid)
{
    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        var values = target.Values<Int128>().Slice(at, count);
        for (var i = 0; i < count; i++) values[i] = EngineUuid.FromGuid(new Guid(new ReadOnlySpan<byte>(from + i * stride, 16), bigEndian: true));
    }
}

/// <summary>Times of day, as durations since midnight.</summary>
internal sealed unsafe class TimeOfDayDecoder(FieldType type) : CellDecoder(type)
{
    private readonly long _day = type.Unit == TimeUnit.Nanosecond ? 86_400_000_000_000 : 86_400_000_000;

    public override void Decode(VectorBuilder target, int at, byte* from, long stride, int count)
    {
        var values = target.Values<long>();
        for (var i = 0; i < count; i++)
        {
            var value = Unsafe.ReadUnaligned<long>(from + i * stride);
            if (value == TimeUnits.NotATime) target.SetMissing(at + i);
            else if (value < 0 || value > _day) throw new BadCellException(ArrayErrors.BadTime, string.Create(CultureInfo.InvariantCulture, $"{value:N0} since midnight is no time of day"), null, i);
            else values[at + i] = value;
        }
    }
}
