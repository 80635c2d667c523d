using System.Numerics;
using Zenset.DuckDb;
using Zenset.Formats.Arrow.Reading.Columns;
using Zenset.Model;

namespace Zenset.Formats.Arrow.Writing.Columns;

/// <summary>From a field's type in Zenset and its type in the file to who writes it.</summary>
internal static class ColumnWriters
{
    /// <summary>Writes a field.</summary>
    public static ColumnWriter Of(ArrowField arrow, Field field) => field.Categories is { } categories && arrow.IsDictionary ? Codes(arrow.IndexWidth, categories.Values.Length) : Of(arrow, field.Type);

    private static ColumnWriter Of(ArrowField arrow, FieldType type) => type.Kind switch
    {
        FieldKind.Null => new NullWriter(),
        FieldKind.Boolean => new BooleanWriter(),
        FieldKind.Int8 or FieldKind.UInt8 => Same<byte>(),
        FieldKind.Int16 or FieldKind.UInt16 => Same<short>(),
        FieldKind.Int32 or FieldKind.UInt32 => Same<int>(),
        FieldKind.Int64 or FieldKind.UInt64 => Same<long>(),
        FieldKind.Int128 => new FixedWriter<Int128, WideInteger, DigitsTo<Int128, WideInteger>>(default),
        FieldKind.Float16 => new FixedWriter<float, Half, SingleToHalf>(default),
        FieldKind.Float32 => Same<float>(),
        FieldKind.Float64 => Same<double>(),
        FieldKind.Decimal => DecimalOf(FieldEngine.TypeOf(type).ValueBytes, arrow.Width),
        FieldKind.String or FieldKind.Binary => arrow.Type switch
        {
            ArrowTypeId.LargeUtf8 or ArrowTypeId.LargeBinary => new BytesWriter<long>(),
            ArrowTypeId.FixedSizeBinary => new FixedBytesWriter(arrow.Width),
            _ => new BytesWriter<int>(),
        },
        FieldKind.Uuid => new FixedWriter<Int128, Int128, UuidToBytes>(default),
        FieldKind.Date => arrow.Unit == 0 ? new FixedWriter<int, int, Days>(default) : new FixedWriter<int, long, Days>(default),
        // Times in nanoseconds are of their own type in the engine; others are in microseconds.
        FieldKind.Time => type.Unit switch
        {
            TimeUnit.Second => new FixedWriter<long, int, TimeOfDay>(new TimeOfDay(1_000_000)),
            TimeUnit.Millisecond => new FixedWriter<long, int, TimeOfDay>(new TimeOfDay(1_000)),
            TimeUnit.Microsecond or TimeUnit.Nanosecond => Same<long>(),
        },
        // With a zone, the coarse ones are in microseconds too.
        FieldKind.Timestamp => new FixedWriter<long, long, Moments>(new Moments((type.Unit, type.Zone is not null) switch
        {
            (TimeUnit.Second, true) => 1_000_000,
            (TimeUnit.Millisecond, true) => 1_000,
            _ => 1,
        })),
        FieldKind.Interval => arrow.Unit switch
        {
            0 => new FixedWriter<EngineInterval, int, IntervalToMonths>(default),
            1 => new FixedWriter<EngineInterval, long, IntervalToDayTime>(default),
            _ => new FixedWriter<EngineInterval, MonthDayNano, IntervalToNanoseconds>(default),
        },
        FieldKind.List => ListOf(arrow, type.Item!),
        FieldKind.FixedList => new FixedListWriter(Of(arrow.Children[0], type.Item!), arrow.ListSize),
        FieldKind.Struct => new StructWriter([.. arrow.Children.Zip(type.Members, (c, m) => Of(c, m.Type))]),
        FieldKind.Sparse => new StructWriter([ListOf(arrow.Children[0], FieldType.Int32), ListOf(arrow.Children[1], type.Item!)]),
        FieldKind.Map => new ListWriter<int>(new StructWriter([Of(arrow.Children[0].Children[0], type.Key!), Of(arrow.Children[0].Children[1], type.Item!)])),
    };

    private static ColumnWriter ListOf(ArrowField arrow, FieldType item) => arrow.Type == ArrowTypeId.LargeList ? new ListWriter<long>(Of(arrow.Children[0], item)) : new ListWriter<int>(Of(arrow.Children[0], item));

    // The sizes of the engine's ENUM codes, and those of indices.
    private static ColumnWriter Codes(int indexWidth, int categories) => categories switch
    {
        0 => new NoCodesWriter(indexWidth / 8),
        <= byte.MaxValue => Codes<byte>(indexWidth),
        <= ushort.MaxValue => Codes<ushort>(indexWidth),
        _ => Codes<uint>(indexWidth),
    };

    private static ColumnWriter Codes<TCode>(int indexWidth) where TCode : unmanaged, IBinaryInteger<TCode> => indexWidth switch
    {
        8 => new FixedWriter<TCode, byte, Index<TCode, byte>>(default),
        16 => new FixedWriter<TCode, short, Index<TCode, short>>(default),
        32 => new FixedWriter<TCode, int, Index<TCode, int>>(default),
        _ => new FixedWriter<TCode, long, Index<TCode, long>>(default),
    };

    private static FixedWriter<T, T, Same<T>> Same<T>() where T : unmanaged => new(default);

    private static ColumnWriter DecimalOf(int engineBytes, int width) => engineBytes switch
    {
        2 => DecimalOf<short>(width),
        4 => DecimalOf<int>(width),
        8 => DecimalOf<long>(width),
        _ => DecimalOf<Int128>(width),
    };

    private static ColumnWriter DecimalOf<T>(int width) where T : unmanaged => width switch
    {
        32 => new FixedWriter<T, int, DigitsTo<T, int>>(default),
        64 => new FixedWriter<T, long, DigitsTo<T, long>>(default),
        128 => new FixedWriter<T, Int128, DigitsTo<T, Int128>>(default),
        _ => new FixedWriter<T, WideInteger, DigitsTo<T, WideInteger>>(default),
    };
}
