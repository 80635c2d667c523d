namespace Zenset.Formats.Arrow.Reading;

/// <summary>How the buffers of a type lie.</summary>
/// <remarks>Arrow columnar format, "Buffer Listing for Each Layout".</remarks>
internal enum BufferShape
{
    /// <summary>No buffers at all.</summary>
    Null,
    /// <summary>Validity, a bit for each value.</summary>
    Bits,
    /// <summary>Validity, values of one size.</summary>
    Fixed,
    /// <summary>Validity, offsets of 4 bytes, bytes.</summary>
    Bytes32,
    /// <summary>Validity, offsets of 8 bytes, bytes.</summary>
    Bytes64,
    /// <summary>Validity, views of 16 bytes, any number of buffers of bytes.</summary>
    Views,
    /// <summary>Validity, offsets of 4 bytes, one child.</summary>
    List32,
    /// <summary>Validity, offsets of 8 bytes, one child.</summary>
    List64,
    /// <summary>Validity, offsets and sizes of 4 bytes, one child.</summary>
    ListView32,
    /// <summary>Validity, offsets and sizes of 8 bytes, one child.</summary>
    ListView64,
    /// <summary>Validity, one child with the same number of items for each value.</summary>
    FixedList,
    /// <summary>Validity, children.</summary>
    Struct,
    /// <summary>No buffers, two children: where runs end, and their values.</summary>
    Runs,
}

/// <summary>From types to the shape of their buffers.</summary>
internal static class BufferShapes
{
    /// <summary>The shape of a field's buffers; of a dictionary field, that of its values.</summary>
    public static BufferShape Of(ArrowField field) => field.Type switch
    {
        ArrowTypeId.Null => BufferShape.Null,
        ArrowTypeId.Bool => BufferShape.Bits,
        ArrowTypeId.Int or ArrowTypeId.FloatingPoint or ArrowTypeId.Decimal or ArrowTypeId.Date or ArrowTypeId.Time or ArrowTypeId.Timestamp
            or ArrowTypeId.Interval or ArrowTypeId.Duration or ArrowTypeId.FixedSizeBinary => BufferShape.Fixed,
        ArrowTypeId.Binary or ArrowTypeId.Utf8 => BufferShape.Bytes32,
        ArrowTypeId.LargeBinary or ArrowTypeId.LargeUtf8 => BufferShape.Bytes64,
        ArrowTypeId.BinaryView or ArrowTypeId.Utf8View => BufferShape.Views,
        ArrowTypeId.List or ArrowTypeId.Map => BufferShape.List32,
        ArrowTypeId.LargeList => BufferShape.List64,
        ArrowTypeId.ListView => BufferShape.ListView32,
        ArrowTypeId.LargeListView => BufferShape.ListView64,
        ArrowTypeId.FixedSizeList => BufferShape.FixedList,
        ArrowTypeId.Struct => BufferShape.Struct,
        ArrowTypeId.RunEndEncoded => BufferShape.Runs,
        _ => throw new InvalidOperationException($"{field.Type} is refused before its buffers are looked at."),
    };

    /// <summary>Bytes of a value of a type with values of one size.</summary>
    public static int ValueBytes(ArrowField field) => field.Type switch
    {
        ArrowTypeId.Int or ArrowTypeId.Decimal or ArrowTypeId.Time => field.Width / 8,
        ArrowTypeId.FloatingPoint => 2 << field.Width,
        ArrowTypeId.Date => field.Unit == 0 ? 4 : 8,
        ArrowTypeId.Timestamp or ArrowTypeId.Duration => 8,
        ArrowTypeId.Interval => field.Unit switch { 0 => 4, 1 => 8, _ => 16 },
        ArrowTypeId.FixedSizeBinary => field.Width,
        _ => throw new InvalidOperationException($"Values of {field.Type} differ in size."),
    };
}
