using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Arrow.Reading.Columns;

/// <summary>From a field's type in the file and its type in Zenset to who copies it.</summary>
internal static class ColumnReaders
{
    // Bounds of the engine: what lies beyond is an infinity, or has no date (Timestamp::IsFinite, MIN_YEAR and MAX_YEAR of the engine).
    private const long LeastMicros = -9_223_372_022_400_000_000, MostMicros = long.MaxValue - 1;

    /// <summary>Copies a field of type <paramref name="type"/>, as <see cref="ArrowTypes"/> gives it.</summary>
    public static ColumnReader Of(ArrowField field, FieldType type)
    {
        if (field.IsDictionary) return new DictionaryReader(new Indices(field.IndexWidth, field.IsIndexSigned), Of(field with { IsDictionary = false }, type));
        return field.Type switch
        {
            ArrowTypeId.Null => new NullReader(),
            ArrowTypeId.Bool => new BooleanReader(),
            ArrowTypeId.Int => SameOf(field.Width),
            ArrowTypeId.FloatingPoint => field.Width switch { 0 => new ConvertingReader<Half, float, HalfToSingle>(default), 1 => new SameReader<float>(), _ => new SameReader<double>() },
            ArrowTypeId.Utf8 => new BytesReader<int>(isText: true),
            ArrowTypeId.LargeUtf8 => new BytesReader<long>(isText: true),
            ArrowTypeId.Binary => new BytesReader<int>(isText: false),
            ArrowTypeId.LargeBinary => new BytesReader<long>(isText: false),
            ArrowTypeId.Utf8View => new ViewsReader(isText: true),
            ArrowTypeId.BinaryView => new ViewsReader(isText: false),
            ArrowTypeId.FixedSizeBinary when type.Kind == FieldKind.Uuid => new ConvertingReader<Int128, Int128, BytesToUuid>(default),
            ArrowTypeId.FixedSizeBinary => new FixedBytesReader(field.Width),
            ArrowTypeId.Decimal when type.Kind == FieldKind.Int128 => new ConvertingReader<WideInteger, Int128, WideToInt128>(default),
            ArrowTypeId.Decimal => DecimalOf(field.Width, type),
            ArrowTypeId.Date when field.Unit == 0 => new ConvertingReader<int, int, Scaled>(new Scaled("day", 1, -int.MaxValue + 1, int.MaxValue - 1)),
            ArrowTypeId.Date => new ConvertingReader<long, int, DaysOfMilliseconds>(default),
            ArrowTypeId.Time => TimeOf(field.Unit, field.Width),
            ArrowTypeId.Timestamp => TimestampOf(field.Unit, type.Zone is not null),
            ArrowTypeId.Duration => new SameReader<long>(),
            ArrowTypeId.Interval => field.Unit switch
            {
                0 => new ConvertingReader<int, EngineInterval, Intervals>(default),
                1 => new ConvertingReader<long, EngineInterval, Intervals>(default),
                _ => new ConvertingReader<MonthDayNano, EngineInterval, Intervals>(default),
            },
            ArrowTypeId.List => new ListReader<Offsets32>(Item(field, type), default),
            ArrowTypeId.LargeList => new ListReader<Offsets64>(Item(field, type), default),
            ArrowTypeId.ListView => new ListReader<Views32>(Item(field, type), default),
            ArrowTypeId.LargeListView => new ListReader<Views64>(Item(field, type), default),
            ArrowTypeId.FixedSizeList when FieldEngine.TypeOf(type).Id == EngineTypeId.Array => new FixedListReader(Item(field, type), field.ListSize),
            ArrowTypeId.FixedSizeList => new ListReader<Stride>(Item(field, type), new Stride(field.ListSize)),
            ArrowTypeId.Struct when type.Kind == FieldKind.Sparse => new SparseReader(Of(field.Children[0], FieldType.List(FieldType.Int32)), Of(field.Children[1], FieldType.List(type.Item!)), type.Length),
            ArrowTypeId.Struct => new StructReader([.. field.Children.Zip(type.Members, (c, m) => Of(c, m.Type))]),
            ArrowTypeId.Map => new ListReader<Offsets32>(new StructReader([Of(field.Children[0].Children[0], type.Key!), Of(field.Children[0].Children[1], type.Item!)]), default, isMap: true),
            ArrowTypeId.RunEndEncoded => new RunsReader(field.Children[0].Width, Of(field.Children[1], type)),
            _ => throw new InvalidOperationException($"{field.Type} was refused before."),
        };
    }

    /// <summary>Copies a dictionary of text as the codes of <paramref name="categories"/>.</summary>
    public static ColumnReader Of(ArrowField field, Categories categories, IReadOnlyList<int[]> codes)
    {
        var indices = new Indices(field.IndexWidth, field.IsIndexSigned);
        // The sizes of the engine's ENUM codes.
        return categories.Values.Length switch
        {
            0 => new NoCategoryReader(indices),
            <= byte.MaxValue => new CategoryReader<byte>(indices, codes),
            <= ushort.MaxValue => new CategoryReader<ushort>(indices, codes),
            _ => new CategoryReader<uint>(indices, codes),
        };
    }

    private static ColumnReader Item(ArrowField field, FieldType type) => Of(field.Children[0], type.Item!);

    private static ColumnReader SameOf(int width) => width switch
    {
        8 => new SameReader<byte>(),
        16 => new SameReader<short>(),
        32 => new SameReader<int>(),
        _ => new SameReader<long>(),
    };

    private static ColumnReader TimeOf(int unit, int width)
    {
        var limits = unit switch
        {
            0 => new Scaled("time of day in s", 1_000_000, 0, 86_400),
            1 => new Scaled("time of day in ms", 1_000, 0, 86_400_000),
            2 => new Scaled("time of day in µs", 1, 0, 86_400_000_000),
            _ => new Scaled("time of day in ns", 1, 0, 86_400_000_000_000),
        };
        return width == 32 ? new ConvertingReader<int, long, Scaled>(limits) : new ConvertingReader<long, long, Scaled>(limits);
    }

    // Stored in microseconds in the end, so seconds and milliseconds are bound as those are; with a zone they move as such.
    private static ConvertingReader<long, long, Scaled> TimestampOf(int unit, bool isZoned) => new(unit switch
    {
        0 => new Scaled("timestamp in s", isZoned ? 1_000_000 : 1, LeastMicros / 1_000_000, MostMicros / 1_000_000),
        1 => new Scaled("timestamp in ms", isZoned ? 1_000 : 1, LeastMicros / 1_000, MostMicros / 1_000),
        2 => new Scaled("timestamp in µs", 1, LeastMicros, MostMicros),
        _ => new Scaled("timestamp in ns", 1, -long.MaxValue + 1, long.MaxValue - 1),
    });

    private static ColumnReader DecimalOf(int width, FieldType type) => (width, FieldEngine.TypeOf(type).ValueBytes) switch
    {
        (32, 2) => Digits<int, short>(type),
        (32, 4) => Digits<int, int>(type),
        (32, 8) => Digits<int, long>(type),
        (32, _) => Digits<int, Int128>(type),
        (64, 2) => Digits<long, short>(type),
        (64, 4) => Digits<long, int>(type),
        (64, 8) => Digits<long, long>(type),
        (64, _) => Digits<long, Int128>(type),
        (128, 2) => Digits<Int128, short>(type),
        (128, 4) => Digits<Int128, int>(type),
        (128, 8) => Digits<Int128, long>(type),
        (128, _) => Digits<Int128, Int128>(type),
        (_, 2) => Digits<WideInteger, short>(type),
        (_, 4) => Digits<WideInteger, int>(type),
        (_, 8) => Digits<WideInteger, long>(type),
        _ => Digits<WideInteger, Int128>(type),
    };

    // Whatever the sizes, the one limit is the number of digits.
    private static ConvertingReader<TFrom, TTo, DigitsOf<TFrom, TTo>> Digits<TFrom, TTo>(FieldType type) where TFrom : unmanaged where TTo : unmanaged => new(new DigitsOf<TFrom, TTo>(type.Precision));
}
