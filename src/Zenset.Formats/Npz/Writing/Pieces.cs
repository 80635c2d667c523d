using Zenset.DuckDb;
using Zenset.Formats.Arrays;
using Zenset.Formats.Arrays.Decoding;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Formats.Arrays.Writing;
using Zenset.Model;

namespace Zenset.Formats.Npz.Writing;

/// <summary>The piece for a field: exact for every field type.</summary>
internal static class Pieces
{
    /// <summary>The piece of a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="source">Shape of the array that it came from; null when it came from none.</param>
    /// <param name="isAlone">It is the only field of its table.</param>
    public static PieceWriter For(Field field, ArrayShape? source, bool isAlone)
    {
        if (field.Categories is { } categories) return categories.Values.IsEmpty ? new EmptyNominalPiece(categories) : new NominalPiece(categories);
        return ForType(field.Type, Fits(source, field) ? source : null, field.SourceFormat, isAlone);
    }

    private static PieceWriter ForType(FieldType type, ArrayShape? source, string? sourceFormat, bool isAlone = false)
    {
        switch (type.Kind)
        {
            case FieldKind.String or FieldKind.Binary:
                return new TextPiece(type.Kind == FieldKind.String, source?.Type);
            case FieldKind.List:
                return new ListPiece([("values", "__values", ForType(type.Item!, null, null))]);
            case FieldKind.Map:
                return new ListPiece([("keys", "__keys", ForType(type.Key!, null, null)), ("values", "__values", ForType(type.Item!, null, null))]);
            case FieldKind.FixedList:
                var inner = source is null ? null : source with { Lengths = [] };
                return new VectorPiece(ForType(type.Item!, inner, sourceFormat), checked((int)type.Length), source?.RowLengths ?? [type.Length]);
            case FieldKind.Struct when source is { Type.Kind: DtypeKind.Complex }:
                return new PlainPiece(source.Type, DtypeChoice.Encoder(type, source.Type), hasMask: true) { IsFortran = source.IsFortran };
            case FieldKind.Struct:
                return new StructPiece([.. type.Members.Select(m => (m.Name, ForType(m.Type, null, null)))]);
            case FieldKind.Sparse:
                return new SparsePiece(ForType(type.Item!, null, null), type.Length, isAlone);
            default:
                var dtype = source?.Type ?? ExactType(type, sourceFormat);
                var hasMask = type.Kind is not (FieldKind.Date or FieldKind.Timestamp or FieldKind.Time or FieldKind.Null) && dtype.Kind != DtypeKind.TimeDelta;
                return new PlainPiece(dtype, ExactEncoder(type, dtype), hasMask) { IsFortran = source is { IsFortran: true } };
        }
    }

    // Types that no element type stands for lie in the array as they do in the engine; the layout says what they are.
    private static Dtype ExactType(FieldType type, string? sourceFormat) => type.Kind switch
    {
        FieldKind.Decimal when FieldEngine.TypeOf(type).ValueBytes is var bytes and < 16 => Dtype.Simple(DtypeKind.Signed, bytes),
        FieldKind.Decimal or FieldKind.Int128 => Dtype.Structure([("low", Dtype.Simple(DtypeKind.Unsigned, 8)), ("high", Dtype.Simple(DtypeKind.Signed, 8))]),
        FieldKind.Interval => Dtype.Structure([("months", Dtype.Simple(DtypeKind.Signed, 4)), ("days", Dtype.Simple(DtypeKind.Signed, 4)), ("microseconds", Dtype.Simple(DtypeKind.Signed, 8))]),
        FieldKind.Null => Dtype.Simple(DtypeKind.Signed, 1),
        _ => DtypeChoice.For(type, sourceFormat) ?? throw new InvalidOperationException($"{type} has no element type."),
    };

    private static CellEncoder ExactEncoder(FieldType type, Dtype dtype) => type.Kind switch
    {
        FieldKind.Decimal => dtype.Bytes switch
        {
            2 => new CopyEncoder<short>(0, swaps: false),
            4 => new CopyEncoder<int>(0, swaps: false),
            8 => new CopyEncoder<long>(0, swaps: false),
            _ => new CopyEncoder<Int128>(0, swaps: false),
        },
        FieldKind.Int128 => new CopyEncoder<Int128>(0, swaps: false),
        FieldKind.Interval => new CopyEncoder<EngineInterval>(default, swaps: false),
        FieldKind.Null => new ConvertEncoder<int, sbyte>(_ => 0, 0, swaps: false),
        _ => DtypeChoice.Encoder(type, dtype),
    };

    // The array would be read as this very field.
    private static bool Fits(ArrayShape? source, Field field)
    {
        if (source is null || source.Type.Kind == DtypeKind.Structure) return false;
        var type = field.Type;
        if (source.Lengths.Length > 1)
        {
            if (type.Kind != FieldKind.FixedList || source.RowLengths.Aggregate((Int128)1, (product, n) => product * n) != type.Length) return false;
            type = type.Item!;
        }
        if (source.Type.Kind == DtypeKind.TimeDelta && field.SourceFormat != $"{ArrayFields.Duration}[{source.Type.Step}]") return false;
        return CellDecoders.For(source.Type).Type.Equals(type);
    }
}
