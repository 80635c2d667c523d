using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Formats.Arrow;

/// <summary>Arrow's words for field types, as they stand in a Parquet file that Zenset writes.</summary>
internal static class ArrowFields
{
    /// <summary>
    /// The fields; nominal ones are dictionaries, so that data frames show them as categories. Strict readers (arrow-rs) refuse a file whose
    /// nested columns are others than this says.
    /// </summary>
    /// <param name="fields">The fields.</param>
    /// <param name="hasPlainIntervals">Whether a field's intervals are stored as Parquet's own type, and not as a struct.</param>
    public static ImmutableArray<ArrowField> Of(ImmutableArray<Field> fields, Func<Field, bool> hasPlainIntervals) => [.. fields.Select(f =>
        (f.Type.Kind == FieldKind.Interval && hasPlainIntervals(f) ? new ArrowField(f.Name, ArrowTypeId.Interval) { Unit = 1 } : Of(f.Name, f.Type)) with
        {
            IsDictionary = f.Categories is { Values.Length: > 0 }, IsOrdered = f.Categories?.Ordered ?? false,
        })];

    /// <summary>A field of a type.</summary>
    public static ArrowField Of(string name, FieldType type) => type.Kind switch
    {
        FieldKind.Null => new(name, ArrowTypeId.Null),
        FieldKind.Boolean => new(name, ArrowTypeId.Bool),
        FieldKind.Int8 => Integer(name, 8, true),
        FieldKind.Int16 => Integer(name, 16, true),
        FieldKind.Int32 => Integer(name, 32, true),
        FieldKind.Int64 => Integer(name, 64, true),
        FieldKind.UInt8 => Integer(name, 8, false),
        FieldKind.UInt16 => Integer(name, 16, false),
        FieldKind.UInt32 => Integer(name, 32, false),
        FieldKind.UInt64 => Integer(name, 64, false),
        FieldKind.Float16 or FieldKind.Float32 => new(name, ArrowTypeId.FloatingPoint) { Width = 1 },
        FieldKind.Float64 => new(name, ArrowTypeId.FloatingPoint) { Width = 2 },
        FieldKind.Decimal => new(name, ArrowTypeId.Decimal) { Precision = type.Precision, Scale = type.Scale, Width = 128 },
        FieldKind.String or FieldKind.Int128 => new(name, ArrowTypeId.Utf8),
        FieldKind.Binary => new(name, ArrowTypeId.Binary),
        FieldKind.Uuid => new(name, ArrowTypeId.FixedSizeBinary) { Width = 16 },
        FieldKind.Date => new(name, ArrowTypeId.Date),
        FieldKind.Time => new(name, ArrowTypeId.Time) { Unit = type.Unit == TimeUnit.Nanosecond ? 3 : 2, Width = 64 },
        FieldKind.Timestamp => new(name, ArrowTypeId.Timestamp) { Unit = (int)type.Unit, Zone = type.Zone },
        FieldKind.Interval => new(name, ArrowTypeId.Struct) { Children = [Integer("months", 32, true), Integer("days", 32, true), Integer("micros", 64, true)] },
        FieldKind.List => new(name, ArrowTypeId.List) { Children = [Of("element", type.Item!)] },
        FieldKind.FixedList when type.Length is > 0 and <= int.MaxValue => new(name, ArrowTypeId.FixedSizeList) { ListSize = (int)type.Length, Children = [Of("element", type.Item!)] },
        FieldKind.FixedList => new(name, ArrowTypeId.List) { Children = [Of("element", type.Item!)] },
        FieldKind.Struct => new(name, ArrowTypeId.Struct) { Children = [.. type.Members.Select(m => Of(m.Name, m.Type))] },
        FieldKind.Map => new(name, ArrowTypeId.Map)
        {
            Children = [new ArrowField("key_value", ArrowTypeId.Struct) { IsNullable = false, Children = [Of("key", type.Key!) with { IsNullable = false }, Of("value", type.Item!)] }],
        },
        FieldKind.Sparse => new(name, ArrowTypeId.Struct)
        {
            Children =
            [
                new ArrowField("indices", ArrowTypeId.List) { Children = [Integer("element", 32, true)] },
                new ArrowField("values", ArrowTypeId.List) { Children = [Of("element", type.Item!)] },
            ],
        },
    };

    private static ArrowField Integer(string name, int width, bool isSigned) => new(name, ArrowTypeId.Int) { Width = width, IsSigned = isSigned };
}
