using Zenset.Model;

namespace Zenset.Formats.Csv.Types;

/// <summary>The reader for a plan.</summary>
internal static class ColumnReaders
{
    /// <summary>CSV text can be read as <paramref name="type"/>.</summary>
    public static bool CanRead(FieldType type) => !type.IsNested && type.Kind is not (FieldKind.Binary or FieldKind.Interval);

    /// <summary>A reader of the cells at <paramref name="column"/>.</summary>
    public static ColumnReader For(int column, ColumnPlan plan, CsvDialect dialect, MissingWords missing)
    {
        var numbers = plan.Numbers;
        var type = plan.Type;
        var order = plan.Layout?.Order ?? DateOrder.YearMonthDay;
        var separator = plan.Layout?.Separator ?? (byte)'-';
        switch (type.Kind)
        {
            case FieldKind.Null: return new ValueReader<int, NothingParser>(column, default, missing);
            case FieldKind.Boolean: return new ValueReader<byte, BooleanParser>(column, default, missing);
            case FieldKind.Int8: return Integers<sbyte>(column, numbers, missing);
            case FieldKind.Int16: return Integers<short>(column, numbers, missing);
            case FieldKind.Int32: return Integers<int>(column, numbers, missing);
            case FieldKind.Int64: return numbers.IsPlain ? new ValueReader<long, Int64Parser>(column, default, missing) : Integers<long>(column, numbers, missing);
            case FieldKind.Int128: return Integers<Int128>(column, numbers, missing);
            case FieldKind.UInt8: return Integers<byte>(column, numbers, missing);
            case FieldKind.UInt16: return Integers<ushort>(column, numbers, missing);
            case FieldKind.UInt32: return Integers<uint>(column, numbers, missing);
            case FieldKind.UInt64: return Integers<ulong>(column, numbers, missing);
            case FieldKind.Float16:
            case FieldKind.Float32: return new ValueReader<float, SingleParser>(column, new SingleParser(numbers), missing);
            case FieldKind.Float64:
                return numbers.IsPlain
                    ? new ValueReader<double, DoubleParser>(column, default, missing)
                    : new ValueReader<double, FormattedDoubleParser>(column, new FormattedDoubleParser(numbers), missing);
            case FieldKind.Decimal:
                // The widths of the engine's DECIMAL.
                return type.Precision switch
                {
                    <= 4 => Decimals<short>(column, type, numbers, missing),
                    <= 9 => Decimals<int>(column, type, numbers, missing),
                    <= 18 => Decimals<long>(column, type, numbers, missing),
                    _ => Decimals<Int128>(column, type, numbers, missing),
                };
            case FieldKind.String: return new TextReader(column, dialect, missing);
            case FieldKind.Uuid: return new ValueReader<Int128, UuidParser>(column, default, missing);
            case FieldKind.Date: return new ValueReader<int, DateParser>(column, new DateParser(order, separator), missing);
            case FieldKind.Time:
                return new ValueReader<long, TimeOfDayParser>(column, new TimeOfDayParser(type.Unit == TimeUnit.Nanosecond ? 1_000_000_000 : 1_000_000), missing);
            case FieldKind.Timestamp:
                return new ValueReader<long, TimestampParser>(column, new TimestampParser(order, separator, type.Zone is not null, UnitsPerSecond(type)), missing);
            case FieldKind.Binary or FieldKind.Interval or FieldKind.List or FieldKind.FixedList or FieldKind.Struct or FieldKind.Map or FieldKind.Sparse:
            default:
                throw new ArgumentOutOfRangeException(nameof(plan), type.ToString());
        }
    }

    // As the engine moves them: a zoned one is in microseconds unless it has nanoseconds.
    private static long UnitsPerSecond(FieldType type) => type.Unit switch
    {
        TimeUnit.Nanosecond => 1_000_000_000,
        TimeUnit.Second when type.Zone is null => 1,
        TimeUnit.Millisecond when type.Zone is null => 1_000,
        _ => 1_000_000,
    };

    private static ValueReader<T, IntegerParser<T>> Integers<T>(int column, NumberFormat numbers, MissingWords missing)
        where T : unmanaged, System.Numerics.IBinaryInteger<T> => new(column, new IntegerParser<T>(numbers), missing);

    private static ValueReader<T, DecimalParser<T>> Decimals<T>(int column, FieldType type, NumberFormat numbers, MissingWords missing)
        where T : unmanaged, System.Numerics.IBinaryInteger<T> => new(column, new DecimalParser<T>(type.Precision, type.Scale, numbers), missing);
}
