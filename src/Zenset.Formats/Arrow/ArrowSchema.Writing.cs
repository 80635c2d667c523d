using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Zenset.Formats.Arrow;

internal static partial class ArrowSchema
{
    // MetadataVersion V5 (Schema.fbs), MessageHeader.Schema (Message.fbs).
    private const int Version = 4, SchemaHeader = 1;

    /// <summary>The schema as the value of <see cref="Key"/>.</summary>
    public static string Write(ImmutableArray<ArrowField> fields)
    {
        long dictionary = 0;
        return ToText(new ArrowSchemaContent([.. fields.Select(f => Number(f, ref dictionary))], []));
    }

    /// <summary>A schema message in base64; <see cref="TryReadContent"/> gives it back.</summary>
    public static string ToText(ArrowSchemaContent schema)
    {
        var bytes = WriteMessage(schema);
        var wrapped = new byte[8 + bytes.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(wrapped, 0xFFFFFFFF);
        BinaryPrimitives.WriteInt32LittleEndian(wrapped.AsSpan(4), bytes.Length);
        bytes.CopyTo(wrapped.AsSpan(8));
        return Convert.ToBase64String(wrapped);
    }

    /// <summary>The metadata of a schema message.</summary>
    public static ReadOnlySpan<byte> WriteMessage(ArrowSchemaContent schema)
    {
        var builder = new FlatBuilder();
        // Message: version, header type, header, body length.
        var message = builder.Table(builder.Root(), true, true, true, true);
        builder.Int64(FlatBuilder.Place(message, 0), Version);
        builder.Int64(FlatBuilder.Place(message, 1), SchemaHeader);
        WriteContent(builder, FlatBuilder.Place(message, 2), schema);
        return builder.Bytes;
    }

    /// <summary>A Schema table: endianness (0 is little), fields, metadata.</summary>
    public static void WriteContent(FlatBuilder builder, int place, ArrowSchemaContent schema)
    {
        var table = builder.Table(place, schema.IsBigEndian, true, schema.Metadata.Length > 0);
        if (schema.IsBigEndian) builder.Int64(FlatBuilder.Place(table, 0), 1);
        WriteFields(builder, FlatBuilder.Place(table, 1), schema.Fields);
        if (schema.Metadata.Length > 0) WritePairs(builder, FlatBuilder.Place(table, 2), schema.Metadata);
    }

    /// <summary>The field with its dictionaries and those below it numbered, depth first.</summary>
    public static ArrowField Number(ArrowField field, ref long dictionary)
    {
        if (field.IsDictionary) field = field with { DictionaryId = dictionary++ };
        var children = new ArrowField[field.Children.Length];
        for (var i = 0; i < children.Length; i++) children[i] = Number(field.Children[i], ref dictionary);
        return field with { Children = [.. children] };
    }

    private static void WritePairs(FlatBuilder builder, int place, ImmutableArray<KeyValuePair<string, string>> pairs)
    {
        var first = builder.Vector(place, pairs.Length);
        for (var i = 0; i < pairs.Length; i++)
        {
            var pair = builder.Table(first + i * 4, true, true);
            builder.Text(FlatBuilder.Place(pair, 0), pairs[i].Key);
            builder.Text(FlatBuilder.Place(pair, 1), pairs[i].Value);
        }
    }

    private static void WriteFields(FlatBuilder builder, int place, ImmutableArray<ArrowField> fields)
    {
        var first = builder.Vector(place, fields.Length);
        for (var i = 0; i < fields.Length; i++) WriteField(builder, first + i * 4, fields[i]);
    }

    private static void WriteField(FlatBuilder builder, int place, ArrowField field)
    {
        // Field: name, nullable, type id, type, dictionary, children, metadata.
        var table = builder.Table(place, true, true, true, true, field.IsDictionary, true, field.Metadata.Length > 0);
        builder.Text(FlatBuilder.Place(table, 0), field.Name);
        builder.Int64(FlatBuilder.Place(table, 1), field.IsNullable ? 1 : 0);
        builder.Int64(FlatBuilder.Place(table, 2), (long)field.Type);
        WriteType(builder, FlatBuilder.Place(table, 3), field);
        if (field.IsDictionary)
        {
            // DictionaryEncoding: id, index type, ordered.
            var encoding = builder.Table(FlatBuilder.Place(table, 4), true, true, true);
            builder.Int64(FlatBuilder.Place(encoding, 0), field.DictionaryId);
            var index = builder.Table(FlatBuilder.Place(encoding, 1), true, true);
            builder.Int64(FlatBuilder.Place(index, 0), field.IndexWidth);
            builder.Int64(FlatBuilder.Place(index, 1), field.IsIndexSigned ? 1 : 0);
            builder.Int64(FlatBuilder.Place(encoding, 2), field.IsOrdered ? 1 : 0);
        }
        WriteFields(builder, FlatBuilder.Place(table, 5), field.Children);
        if (field.Metadata.Length > 0) WritePairs(builder, FlatBuilder.Place(table, 6), field.Metadata);
    }

    private static void WriteType(FlatBuilder builder, int place, ArrowField field)
    {
        switch (field.Type)
        {
            case ArrowTypeId.Int:
                Numbers(field.Width, field.IsSigned ? 1 : 0);
                break;
            case ArrowTypeId.FloatingPoint or ArrowTypeId.FixedSizeBinary:
                Numbers(field.Width);
                break;
            case ArrowTypeId.Decimal:
                Numbers(field.Precision, field.Scale, field.Width);
                break;
            case ArrowTypeId.Time:
                Numbers(field.Unit, field.Width);
                break;
            case ArrowTypeId.Date or ArrowTypeId.Interval or ArrowTypeId.Duration:
                Numbers(field.Unit);
                break;
            case ArrowTypeId.Timestamp:
                var timestamp = builder.Table(place, true, field.Zone is not null);
                builder.Int64(FlatBuilder.Place(timestamp, 0), field.Unit);
                if (field.Zone is { } zone) builder.Text(FlatBuilder.Place(timestamp, 1), zone);
                break;
            case ArrowTypeId.Map:
                Numbers(field.IsKeysSorted ? 1 : 0);
                break;
            case ArrowTypeId.FixedSizeList:
                Numbers(field.ListSize);
                break;
            default:
                Numbers();
                break;
        }

        void Numbers(params ReadOnlySpan<int> values)
        {
            Span<bool> present = stackalloc bool[values.Length];
            present.Fill(true);
            var type = builder.Table(place, present);
            for (var i = 0; i < values.Length; i++) builder.Int64(FlatBuilder.Place(type, i), values[i]);
        }
    }
}
