using Zenset.Formats.Arrays.Dtypes;
using Zenset.Model;

namespace Zenset.Formats.Arrays.Decoding;

/// <summary>The decoder of an element type.</summary>
internal static class CellDecoders
{
    /// <summary>Names of the two parts of a complex number.</summary>
    public static readonly string[] ComplexParts = ["re", "im"];

    /// <summary>The decoder that gives the field type nearest to an element type.</summary>
    public static CellDecoder For(Dtype type)
    {
        var swaps = type.IsBigEndian;
        return (type.Kind, type.Bytes) switch
        {
            (DtypeKind.Boolean, _) => new BooleanDecoder(),
            (DtypeKind.Signed, 1) => new CopyDecoder<byte>(FieldType.Int8, false),
            (DtypeKind.Signed, 2) => new CopyDecoder<short>(FieldType.Int16, swaps),
            (DtypeKind.Signed, 4) => new CopyDecoder<int>(FieldType.Int32, swaps),
            (DtypeKind.Signed, _) => new CopyDecoder<long>(FieldType.Int64, swaps),
            (DtypeKind.Unsigned, 1) => new CopyDecoder<byte>(FieldType.UInt8, false),
            (DtypeKind.Unsigned, 2) => new CopyDecoder<short>(FieldType.UInt16, swaps),
            (DtypeKind.Unsigned, 4) => new CopyDecoder<int>(FieldType.UInt32, swaps),
            (DtypeKind.Unsigned, _) => new CopyDecoder<long>(FieldType.UInt64, swaps),
            (DtypeKind.Float, 2) => new HalfDecoder(swaps),
            (DtypeKind.Float, 4) => new CopyDecoder<int>(FieldType.Float32, swaps),
            (DtypeKind.Float, _) => new CopyDecoder<long>(FieldType.Float64, swaps),
            (DtypeKind.Complex, var bytes) => new StructDecoder([.. ComplexParts.Select((name, i) =>
                (name, i * bytes / 2, For(Dtype.Simple(DtypeKind.Float, bytes / 2, swaps))))]),
            (DtypeKind.Bytes, var bytes) => new BytesDecoder(FieldType.Binary, bytes, trims: true),
            (DtypeKind.Void, var bytes) => new BytesDecoder(FieldType.Binary, bytes, trims: false),
            (DtypeKind.Unicode, var bytes) => new UnicodeDecoder(bytes / 4, swaps),
            (DtypeKind.DateTime, _) when TimeUnits.TypeOf(type.Step).Kind == FieldKind.Date => new DateDecoder(type.Step, swaps),
            (DtypeKind.DateTime, _) => new TimestampDecoder(TimeUnits.TypeOf(type.Step), type.Step, swaps),
            (DtypeKind.TimeDelta, _) => new DurationDecoder(FieldType.Int64, swaps),
            (DtypeKind.Structure, _) => new StructDecoder([.. type.Members.Select(m => (m.Name, m.Offset, For(m.Type)))]),
            (DtypeKind.Subarray, _) => new VectorDecoder(For(type.Item!), type.Item!.Bytes, type.Length),
            _ => throw new InvalidOperationException($"There is no element type {type}."),
        };
    }
}
