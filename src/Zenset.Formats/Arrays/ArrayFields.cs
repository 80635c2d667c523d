using System.Globalization;
using Zenset.Formats.Arrays.Columns;
using Zenset.Formats.Arrays.Decoding;
using Zenset.Formats.Arrays.Dtypes;
using Zenset.Model;

namespace Zenset.Formats.Arrays;

/// <summary>How an array becomes fields.</summary>
internal static class ArrayFields
{
    /// <summary>What <see cref="Field.SourceFormat"/> of a duration begins with: <c>timedelta64[ms]</c>.</summary>
    public const string Duration = "timedelta64";

    // Columns of one array: more cost the engine quadratic time.
    private const int MaxColumns = 1000;

    /// <summary>One field for the array, or one for each member of a structure.</summary>
    /// <param name="array">The array.</param>
    /// <param name="name">Name of the one field.</param>
    /// <param name="asColumns">A row of a two-dimensional array becomes a field for each of its elements, <c>c0</c> and so on.</param>
    public static IEnumerable<(Field Field, IColumnPlan Plan)> Of(StoredArray array, string name, bool asColumns = false)
    {
        var (type, shape) = (array.Shape.Type, array.Shape);
        if (type.Kind == DtypeKind.Structure)
        {
            foreach (var member in type.Members) yield return Make(array, member.Name, member.Type, member.Offset, InRow(member.Type, shape), member.Title);
            yield break;
        }
        if (asColumns && shape.Lengths.Length == 2)
        {
            if (shape.RowLength is 0 or > MaxColumns)
            {
                throw new NotSupportedSourceException(
                    ArrayErrors.TooLarge, string.Create(CultureInfo.InvariantCulture, $"a row has {shape.RowLength:N0} elements, and up to {MaxColumns:N0} become columns"),
                    array.Bytes.Locate(), "Leave out --array-columns: a row becomes one vector.");
            }
            for (var i = 0; i < shape.RowLength; i++)
                yield return Make(array, string.Create(CultureInfo.InvariantCulture, $"c{i}"), type, i * type.Bytes, CellDecoders.For(type), null);
            yield break;
        }
        yield return Make(array, name, type, 0, InRow(type, shape), null);
    }

    private static (Field, IColumnPlan) Make(StoredArray array, string name, Dtype type, int offset, CellDecoder decoder, string? title)
    {
        var item = type;
        while (item.Kind == DtypeKind.Subarray) item = item.Item!;
        var field = new Field
        {
            Name = name, Type = decoder.Type, Description = title,
            SourceFormat = item.Kind == DtypeKind.TimeDelta ? $"{Duration}[{item.Step}]" : null,
        };
        return (field, new PlainColumn(array, decoder, offset));
    }

    // A row of more than one axis is a vector of its elements, which lie as far apart as whole elements do.
    private static CellDecoder InRow(Dtype type, ArrayShape shape) =>
        shape.Lengths.Length < 2 ? CellDecoders.For(type) : new VectorDecoder(CellDecoders.For(type), shape.Type.Bytes, shape.RowLength);

    /// <summary>Fields as the user insists on them: bytes can be read as text.</summary>
    public static (Field Field, IColumnPlan Plan) WithType((Field Field, IColumnPlan Plan) column, FieldType type)
    {
        if (column.Field.Type.Equals(type)) return column;
        if (type.Kind == FieldKind.String && column.Plan is PlainColumn { Decoder: BytesDecoder bytes } plain)
            return (column.Field with { Type = type }, plain with { Decoder = bytes.AsText() });
        throw new NotSupportedSourceException(
            CoreErrors.UnsupportedType, $"field '{Quoting.Shorten(column.Field.Name)}' is {column.Field.Type} and cannot be read as {type}", fix: "Bytes can be read as string; other elements have the type that the array gives them.");
    }

    /// <summary>Fields with the types that the user insists on.</summary>
    /// <exception cref="NotFoundException">There is no such field.</exception>
    public static List<(Field Field, IColumnPlan Plan)> WithTypes(IEnumerable<(Field Field, IColumnPlan Plan)> columns, IReadOnlyDictionary<string, FieldType> types) =>
        [.. columns.Select(c => types.TryGetValue(c.Field.Name, out var type) ? WithType(c, type) : c)];

    /// <summary>Throws when a type is asked for a field that no table has.</summary>
    public static void RequireFields(IEnumerable<string> names, IReadOnlyDictionary<string, FieldType> types)
    {
        if (types.Count == 0) return;
        var known = names.ToHashSet(StringComparer.Ordinal);
        if (types.Keys.FirstOrDefault(name => !known.Contains(name)) is not { } unknown) return;
        var near = Quoting.Nearest(unknown, known);
        throw new NotFoundException(CoreErrors.FieldNotFound, $"there is no field '{Quoting.Shorten(unknown)}' to give a type", near is null ? null : $"Did you mean '{Quoting.Shorten(near)}'?");
    }
}
