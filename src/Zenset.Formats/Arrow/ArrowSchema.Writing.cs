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
        var builder = new FlatBuilder();
        // Message: version, header type, header, body length.
        var message = builder.Table(builder.Root(), true, true, true, true);
        builder.Int64(FlatBuilder.Place(message, 0), Version);
        builder.Int64(FlatBuilder.Place(message, 1), SchemaHeader);
        // Schema: endianness (0 is little), fields.
        var schema = builder.Table(FlatBuilder.Place(message, 2), false, true);
        long dictionary = 0;
        WriteFields(builder, FlatBuilder.Place(schema, 1), fields, ref dictionary);
        var bytes = builder.Bytes;
        var wrapped = new byte[8 + bytes.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(wrapped, 0xFFFFFFFF);
        BinaryPrimitives.WriteInt32LittleEndian(wrapped.AsSpan(4), bytes.Length);
        bytes.CopyTo(wrapped.AsSpan(8));
        return Convert.ToBase64String(wrapped);
    }

    private static void WriteFields(FlatBuilder builder, int place, ImmutableArray<ArrowField> fields, ref long dictionary)
    {
        var first = builder.Vector(place, fields.Length);
        for (var i = 0; i < fields.Length; i++) WriteField(builder, first + i * 4, fields[i], ref dictionary);
    }

    private static void WriteField(FlatBuilder builder, int place, ArrowField field, ref long dictionary)
    {
        // Field: name, nullable, type id, type, dictionary, children.
        var table = builder.Table(place, true, true, true, true, field.IsDictionary, true);
        builder.Text(FlatBuilder.Place(table, 0), field.Name);
        builder.Int64(FlatBuilder.Place(table, 1), field.IsNullable ? 1 : 0);
        builder.Int64(FlatBuilder.Place(table, 2), (long)field.Type);
        WriteType(builder, FlatBuilder.Place(table, 3), field);
        if (field.IsDictionary)
        {
            // DictionaryEncoding: id, index type, ordered.
            var encoding = builder.Table(FlatBuilder.Place(table, 4), true, true, true);
            builder.Int64(FlatBuilder.Place(encoding, 0), dictionary++);
            var index = builder.Table(FlatBuilder.Place(encoding, 1), true, true);
            builder.Int64(FlatBuilder.Place(index, 0), field.IndexWidth);
            builder.Int64(FlatBuilder.Place(index, 1), 1);
            builder.Int64(FlatBuilder.Place(encoding, 2), field.IsOrdered ? 1 : 0);
        }
        WriteFields(builder, FlatBuilder.Place(table, 5), field.Children, ref dictionary);
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
