using System.Collections.Immutable;
using Zenset.Formats.Arrow.Reading;
using Zenset.Model;

namespace Zenset.Formats.Arrow.Writing;

/// <summary>Arrow's words for fields that are written as Arrow.</summary>
internal static class WrittenFields
{
    /// <summary>The name of the items of a list, which some readers insist on.</summary>
    private const string Item = "item";

    /// <summary>A field: nominal ones are dictionaries of text.</summary>
    public static ArrowField Of(Field field)
    {
        if (field.IsNominal)
        {
            return new ArrowField(field.Name, ArrowTypeId.Utf8) { IsDictionary = true, IsOrdered = field.Categories!.Ordered, IndexWidth = IndexWidth(field.Categories.Values.Length) };
        }
        var arrow = Of(field.Name, field.Type);
        return (field.SourceFormat, field.Type.Kind) switch
        {
            ("json", FieldKind.String) => arrow with { Metadata = Extension(ArrowTypes.Json) },
            (var format, FieldKind.Int64) when ArrowTypes.DurationUnit(format) is { } unit => new ArrowField(field.Name, ArrowTypeId.Duration) { Unit = unit },
            _ => arrow,
        };
    }

    /// <summary>Bits that are enough for the index of a category, with its sign.</summary>
    public static int IndexWidth(int categories) => categories switch { <= 128 => 8, <= 32_768 => 16, _ => 32 };

    private static ArrowField Of(string name, FieldType type) => type.Kind switch
    {
        FieldKind.Float16 => new(name, ArrowTypeId.FloatingPoint) { Width = 0 },
        // All 128 bits are 39 digits.
        FieldKind.Int128 => new(name, ArrowTypeId.Decimal) { Precision = 39, Width = 256 },
        FieldKind.Uuid => new(name, ArrowTypeId.FixedSizeBinary) { Width = 16, Metadata = Extension(ArrowTypes.Uuid) },
        FieldKind.Time when type.Unit is TimeUnit.Second or TimeUnit.Millisecond => new(name, ArrowTypeId.Time) { Unit = (int)type.Unit, Width = 32 },
        FieldKind.Interval => new(name, ArrowTypeId.Interval) { Unit = 2 },
        FieldKind.List => new(name, ArrowTypeId.List) { Children = [Of(Item, type.Item!)] },
        FieldKind.FixedList => new(name, ArrowTypeId.FixedSizeList) { ListSize = checked((int)type.Length), Children = [Of(Item, type.Item!)] },
        FieldKind.Struct => new(name, ArrowTypeId.Struct) { Children = [.. type.Members.Select(m => Of(m.Name, m.Type))] },
        FieldKind.Map => new(name, ArrowTypeId.Map)
        {
            Children = [new ArrowField("entries", ArrowTypeId.Struct) { IsNullable = false, Children = [Of("key", type.Key!) with { IsNullable = false }, Of("value", type.Item!)] }],
        },
        FieldKind.Sparse => new(name, ArrowTypeId.Struct)
        {
            Children =
            [
                new ArrowField("indices", ArrowTypeId.List) { Children = [Of(Item, FieldType.Int32)] },
                new ArrowField("values", ArrowTypeId.List) { Children = [Of(Item, type.Item!)] },
            ],
        },
        _ => ArrowFields.Of(name, type),
    };

    private static ImmutableArray<KeyValuePair<string, string>> Extension(string name) =>
        [KeyValuePair.Create(ArrowTypes.ExtensionName, name), KeyValuePair.Create(ArrowTypes.ExtensionMetadata, "")];
}
