using System.Globalization;
using Zenset.Formats.Parquet;
using Zenset.Model;

namespace Zenset.Formats.Arrow.Reading;

/// <summary>From Arrow's types to field types. What has no counterpart is refused by name.</summary>
internal static class ArrowTypes
{
    /// <summary>Extension types that are understood; others are what they are stored as, and their names are kept.</summary>
    public const string ExtensionName = "ARROW:extension:name", ExtensionMetadata = "ARROW:extension:metadata", Uuid = "arrow.uuid", Json = "arrow.json";

    // The engine sets room aside for 2,048 rows of a vector: of nested ones, for the product of their lengths.
    private const long MostNestedItems = 1 << 14;

    private static readonly string[] Units = ["s", "ms", "us", "ns"];

    /// <summary>Refuses a field of a type that has no counterpart, at any depth; behind it, the shape of its buffers is known.</summary>
    /// <exception cref="ArrowDataException">It has none.</exception>
    public static void Check(ArrowField field)
    {
        _ = Of(field);
        foreach (var child in field.Children) Check(child);
    }

    /// <summary>The type of a field, without regard to its being a dictionary.</summary>
    /// <exception cref="ArrowDataException">There is none.</exception>
    public static FieldType Of(ArrowField field)
    {
        RequireChildren(field);
        return field.Type switch
        {
            ArrowTypeId.Null => FieldType.Null,
            ArrowTypeId.Bool => FieldType.Boolean,
            ArrowTypeId.Int => Integer(field.Width, field.IsSigned),
            ArrowTypeId.FloatingPoint => field.Width switch { 0 => FieldType.Float16, 1 => FieldType.Float32, 2 => FieldType.Float64, _ => throw Unknown(field) },
            ArrowTypeId.Utf8 or ArrowTypeId.LargeUtf8 or ArrowTypeId.Utf8View => FieldType.String,
            ArrowTypeId.Binary or ArrowTypeId.LargeBinary or ArrowTypeId.BinaryView => FieldType.Binary,
            ArrowTypeId.FixedSizeBinary when field.Width < 0 => throw Unknown(field),
            ArrowTypeId.FixedSizeBinary => field.Width == 16 && field.Tag(ExtensionName) == Uuid ? FieldType.Uuid : FieldType.Binary,
            ArrowTypeId.Decimal => Decimal(field),
            ArrowTypeId.Date when field.Unit is 0 or 1 => FieldType.Date,
            // Feather V1 has seconds in 64 bits too.
            ArrowTypeId.Time when (field.Unit, field.Width) is (0 or 1, 32 or 64) or (2 or 3, 64) => FieldType.Time((TimeUnit)field.Unit),
            ArrowTypeId.Timestamp when field.Unit is >= 0 and <= 3 => FieldType.Timestamp((TimeUnit)field.Unit, Zone(field.Zone)),
            ArrowTypeId.Interval when field.Unit is >= 0 and <= 2 => FieldType.Interval,
            ArrowTypeId.Duration when field.Unit is >= 0 and <= 3 => FieldType.Int64,
            ArrowTypeId.List or ArrowTypeId.LargeList or ArrowTypeId.ListView or ArrowTypeId.LargeListView => FieldType.List(Of(field.Children[0])),
            ArrowTypeId.FixedSizeList when field.ListSize < 0 => throw Unknown(field),
            ArrowTypeId.FixedSizeList => FixedList(Of(field.Children[0]), field.ListSize),
            ArrowTypeId.Struct => FieldType.Struct(UniqueNames.For([.. field.Children.Select(c => c.Name)]).Zip(field.Children, (n, c) => new FieldMember(n, Of(c)))),
            ArrowTypeId.Map => FieldType.Map(Of(field.Children[0].Children[0]), Of(field.Children[0].Children[1])),
            ArrowTypeId.RunEndEncoded => Of(field.Children[1]),
            ArrowTypeId.Union => throw Refused(field, "a union", "Write one column for each of its types."),
            _ => throw Unknown(field),
        };
    }

    /// <summary>What the source says of a field beyond its type: <see cref="Field.SourceFormat"/>.</summary>
    public static string? SourceFormat(ArrowField field) => field.Type switch
    {
        ArrowTypeId.Duration => $"duration[{Units[field.Unit]}]",
        ArrowTypeId.Utf8 or ArrowTypeId.LargeUtf8 or ArrowTypeId.Utf8View when field.Tag(ExtensionName) == Json => "json",
        _ => null,
    };

    /// <summary>The unit of a duration that <see cref="SourceFormat"/> says, or null.</summary>
    public static int? DurationUnit(string? sourceFormat) => sourceFormat is ['d', 'u', 'r', 'a', 't', 'i', 'o', 'n', '[', .. var unit, ']'] && Array.IndexOf(Units, unit) is >= 0 and var index ? index : null;

    // The text form of a type has no room for brackets in a zone. Without a zone name values would be local, so UTC stands in.
    private static string? Zone(string? zone) => zone is null or "" ? null
        : zone.Length < 100 && zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-' or ':') ? zone : "UTC";

    private static FieldType Integer(int width, bool isSigned) => (width, isSigned) switch
    {
        (8, true) => FieldType.Int8,
        (16, true) => FieldType.Int16,
        (32, true) => FieldType.Int32,
        (64, true) => FieldType.Int64,
        (8, false) => FieldType.UInt8,
        (16, false) => FieldType.UInt16,
        (32, false) => FieldType.UInt32,
        (64, false) => FieldType.UInt64,
        _ => throw ArrowDataException.Metadata($"an integer of {width} bits"),
    };

    private static FieldType Decimal(ArrowField field)
    {
        if (field.Width is not (32 or 64 or 128 or 256) || field.Precision < 1) throw Unknown(field);
        if (field is { Width: 256, Precision: 39, Scale: 0 }) return FieldType.Int128;
        if (field.Precision > 38) throw Refused(field, string.Create(CultureInfo.InvariantCulture, $"a decimal of {field.Precision} digits"), "Cast it to a decimal of at most 38 digits, or to text.");
        if (field.Scale < 0 || field.Scale > field.Precision) throw Refused(field, string.Create(CultureInfo.InvariantCulture, $"a decimal of {field.Precision} digits with scale {field.Scale}"), "Cast it to a decimal whose scale is from 0 to its digits.");
        return FieldType.Decimal(field.Precision, field.Scale);
    }

    // Nested vectors whose lengths multiply are lists on the outside.
    private static FieldType FixedList(FieldType item, int length) =>
        item.Kind == FieldKind.FixedList && Cells(item) * length > MostNestedItems ? FieldType.List(item) : FieldType.FixedList(item, length);

    private static long Cells(FieldType type) => type.Kind == FieldKind.FixedList ? Math.Max(1, type.Length) * Cells(type.Item!) : 1;

    private static void RequireChildren(ArrowField field)
    {
        var isRight = field.Type switch
        {
            ArrowTypeId.List or ArrowTypeId.LargeList or ArrowTypeId.ListView or ArrowTypeId.LargeListView or ArrowTypeId.FixedSizeList => field.Children.Length == 1,
            ArrowTypeId.Map => field.Children is [{ Type: ArrowTypeId.Struct, IsDictionary: false, Children.Length: 2 }],
            ArrowTypeId.RunEndEncoded => field.Children is [{ Type: ArrowTypeId.Int, IsDictionary: false, Width: 16 or 32 or 64 }, _],
            ArrowTypeId.Struct or ArrowTypeId.Union => true,
            _ => field.Children.IsEmpty,
        };
        if (!isRight) throw ArrowDataException.Metadata($"a {field.Type} with {field.Children.Length} children");
        if (field is { Type: ArrowTypeId.Struct, Children.IsEmpty: true }) throw Refused(field, "a struct without members", "Leave it out.");
        if (field.IsDictionary && field.IndexWidth is not (8 or 16 or 32 or 64)) throw ArrowDataException.Metadata($"a dictionary with indices of {field.IndexWidth} bits");
    }

    private static ArrowDataException Refused(ArrowField field, string what, string fix) =>
        new(ArrowErrors.Unsupported, $"'{Quoting.Shorten(field.Name)}' is {what}, which Zenset does not read", fix, isUnsupported: true);

    private static ArrowDataException Unknown(ArrowField field) => Refused(field, $"of a type that is not known ({field.Type})", "Write it with a type of the Arrow columnar format 1.5.");
}
