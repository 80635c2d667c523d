using Zenset.DuckDb;

namespace Zenset.Model;

/// <summary>Between field types and the engine's: the types in which data moves inside a process, nothing about how it is stored.</summary>
public static class FieldEngine
{
    /// <summary>The engine type of a field's column while data moves: nominal fields are ENUMs of their categories.</summary>
    public static EngineType TypeOf(Field field) => field.Categories is { Values.Length: > 0 } categories && field.Type.Kind == FieldKind.String
        ? EngineType.Enum(categories.Values)
        : TypeOf(field.Type);

    /// <summary>The engine type of a field type.</summary>
    public static EngineType TypeOf(FieldType type) => type.Kind switch
    {
        // A column of nothing but missing values still needs a physical type.
        FieldKind.Null => EngineType.Integer,
        FieldKind.Boolean => EngineType.Boolean,
        FieldKind.Int8 => EngineType.TinyInt,
        FieldKind.Int16 => EngineType.SmallInt,
        FieldKind.Int32 => EngineType.Integer,
        FieldKind.Int64 => EngineType.BigInt,
        FieldKind.Int128 => EngineType.HugeInt,
        FieldKind.UInt8 => EngineType.UTinyInt,
        FieldKind.UInt16 => EngineType.USmallInt,
        FieldKind.UInt32 => EngineType.UInteger,
        FieldKind.UInt64 => EngineType.UBigInt,
        FieldKind.Float16 or FieldKind.Float32 => EngineType.Float,
        FieldKind.Float64 => EngineType.Double,
        FieldKind.Decimal => EngineType.Decimal(type.Precision, type.Scale),
        FieldKind.String => EngineType.VarChar,
        FieldKind.Binary => EngineType.Blob,
        FieldKind.Uuid => EngineType.Uuid,
        FieldKind.Date => EngineType.Date,
        FieldKind.Time => type.Unit == TimeUnit.Nanosecond ? EngineType.TimeNs : EngineType.Time,
        FieldKind.Timestamp => TimestampOf(type),
        FieldKind.Interval => EngineType.Interval,
        FieldKind.List => EngineType.List(TypeOf(type.Item!)),
        FieldKind.FixedList => type.Length is > 0 and <= MaxArrayLength
            ? EngineType.Array(TypeOf(type.Item!), (int)type.Length)
            : EngineType.List(TypeOf(type.Item!)),
        FieldKind.Struct => EngineType.Struct([.. type.Members.Select(m => new EngineColumn(m.Name, TypeOf(m.Type)))]),
        FieldKind.Map => EngineType.Map(TypeOf(type.Key!), TypeOf(type.Item!)),
        FieldKind.Sparse => EngineType.Struct([
            new EngineColumn("indices", EngineType.List(EngineType.Integer)), new EngineColumn("values", EngineType.List(TypeOf(type.Item!)))]),
    };

    /// <summary>Longest vector that moves as an ARRAY. The engine sets 2,048 rows of an ARRAY aside for every chunk; a longer vector moves as a LIST,
    /// whose chunks may hold fewer rows.</summary>
    public const int MaxArrayLength = 1024;

    /// <summary>The field type that an engine column shows, before anything is known of its source.</summary>
    /// <exception cref="NotSupportedSourceException">The engine type has no counterpart.</exception>
    public static FieldType FieldTypeOf(EngineType type) => type.Id switch
    {
        EngineTypeId.Boolean => FieldType.Boolean,
        EngineTypeId.TinyInt => FieldType.Int8,
        EngineTypeId.SmallInt => FieldType.Int16,
        EngineTypeId.Integer => FieldType.Int32,
        EngineTypeId.BigInt => FieldType.Int64,
        EngineTypeId.HugeInt => FieldType.Int128,
        EngineTypeId.UTinyInt => FieldType.UInt8,
        EngineTypeId.USmallInt => FieldType.UInt16,
        EngineTypeId.UInteger => FieldType.UInt32,
        EngineTypeId.UBigInt => FieldType.UInt64,
        EngineTypeId.Float => FieldType.Float32,
        EngineTypeId.Double => FieldType.Float64,
        EngineTypeId.Decimal => FieldType.Decimal(type.Width, type.Scale),
        EngineTypeId.VarChar or EngineTypeId.Enum => FieldType.String,
        EngineTypeId.Blob => FieldType.Binary,
        EngineTypeId.Uuid => FieldType.Uuid,
        EngineTypeId.Date => FieldType.Date,
        EngineTypeId.Time => FieldType.Time(TimeUnit.Microsecond),
        EngineTypeId.TimeNs => FieldType.Time(TimeUnit.Nanosecond),
        EngineTypeId.TimestampS => FieldType.Timestamp(TimeUnit.Second),
        EngineTypeId.TimestampMs => FieldType.Timestamp(TimeUnit.Millisecond),
        EngineTypeId.Timestamp => FieldType.Timestamp(TimeUnit.Microsecond),
        EngineTypeId.TimestampNs => FieldType.Timestamp(TimeUnit.Nanosecond),
        EngineTypeId.TimestampTz => FieldType.Timestamp(TimeUnit.Microsecond, "UTC"),
        EngineTypeId.Interval => FieldType.Interval,
        EngineTypeId.List => FieldType.List(FieldTypeOf(type.Item!)),
        EngineTypeId.Array => FieldType.FixedList(FieldTypeOf(type.Item!), type.Length),
        EngineTypeId.Struct => FieldType.Struct(type.Members.Select(m => new FieldMember(m.Name, FieldTypeOf(m.Type)))),
        EngineTypeId.Map => FieldType.Map(FieldTypeOf(type.Key!), FieldTypeOf(type.Value!)),
        EngineTypeId.SqlNull => FieldType.Null,
        _ => throw new NotSupportedSourceException(
            CoreErrors.UnsupportedType, $"a column has the type {type}, which Zenset does not hold", fix: "Cast it to another type in the source."),
    };

    // A zoned timestamp of another unit than microseconds has no engine type: nanoseconds move as TIMESTAMP_NS (of UTC), coarser ones
    // as TIMESTAMP WITH TIME ZONE, which holds them exactly.
    private static EngineType TimestampOf(FieldType type) => (type.Unit, type.Zone is not null) switch
    {
        (TimeUnit.Nanosecond, _) => EngineType.TimestampNs,
        (_, true) => EngineType.TimestampTz,
        (TimeUnit.Second, false) => EngineType.TimestampS,
        (TimeUnit.Millisecond, false) => EngineType.TimestampMs,
        (TimeUnit.Microsecond, false) => EngineType.Timestamp,
    };
}
