using System.Collections.Immutable;
using Zenset.Formats.Arrow;
using Zenset.Model;
using Zenset.Parquet;

namespace Zenset.Formats.Parquet;

/// <summary>Whether a file can be a part as it is: every maintained reader of Parquet and Delta takes it, and its columns are what would be stored.</summary>
internal static class PortableFile
{
    // PLAIN 0, PLAIN_DICTIONARY 2, RLE 3, BIT_PACKED 4, RLE_DICTIONARY 8: the encodings of Parquet 1.0, and the later name of the second.
    private const uint Encodings = 1 << 0 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 8;

    /// <summary>Its bytes can be taken.</summary>
    public static bool Accepts(string path, ParquetMetadata metadata, IReadOnlyList<NodeReading> readings, ImmutableArray<Field> fields)
    {
        if (metadata.Rows == 0 || readings.Any(r => r.NeedsExtract)) return false;
        if (metadata.KeyValues.TryGetValue(ArrowSchema.Key, out var arrow) && !ArrowSchema.IsSound(arrow)) return false;
        var stored = StoredColumn.For(fields);
        for (var i = 0; i < readings.Count; i++)
        {
            if (stored[i].Name != readings[i].Node.Name || !IsStored(readings[i], fields[i].Type)) return false;
        }
        return metadata.RowGroups.All(g => g.Columns.All(c =>
                c.Codec is ParquetCodec.Uncompressed or ParquetCodec.Snappy or ParquetCodec.Gzip or ParquetCodec.Zstd
                && ((c.Encodings | c.PageEncodings) & ~Encodings) == 0 && !c.HasVersion2Pages))
            && HasVersion1Pages(path, metadata);
    }

    // The values in the file are those that a part would have for the field's type (see StoredColumn).
    private static bool IsStored(NodeReading reading, FieldType type) => type.Kind switch
    {
        FieldKind.Boolean or FieldKind.Int8 or FieldKind.Int16 or FieldKind.Int32 or FieldKind.Int64 or FieldKind.Float32 or FieldKind.Float64
            or FieldKind.Decimal or FieldKind.Binary or FieldKind.Date => reading.Type.Equals(type),
        // JSON and ENUM annotations would show in readers of the part.
        FieldKind.String => reading.Type.Equals(type) && reading.Node.ConvertedType == ParquetDeclaration.Utf8,
        FieldKind.Timestamp => reading.Type.Kind == FieldKind.Timestamp && type.Unit == TimeUnit.Microsecond && reading.Type.Unit == TimeUnit.Microsecond,
        FieldKind.List or FieldKind.FixedList => reading.Type.Kind == FieldKind.List && IsThreeLevel(reading.Node) && IsStored(reading.Parts[0], type.Item!),
        FieldKind.Map => reading.Type.Kind == FieldKind.Map && IsStored(reading.Parts[0], type.Key!) && IsStored(reading.Parts[1], type.Item!),
        FieldKind.Struct => reading.Type.Kind == FieldKind.Struct && !reading.IsUnwrapped && reading.Node.Repetition != ParquetRepetition.Repeated
            && StoredColumn.For([.. type.Members.Select(m => new Field { Name = m.Name, Type = m.Type })]).Zip(reading.Parts, (c, p) => c.Name == p.Node.Name && IsStored(p, c.Field.Type)).All(ok => ok),
        FieldKind.Null or FieldKind.Int128 or FieldKind.UInt8 or FieldKind.UInt16 or FieldKind.UInt32 or FieldKind.UInt64 or FieldKind.Float16
            or FieldKind.Uuid or FieldKind.Time or FieldKind.Interval or FieldKind.Sparse => false,
    };

    private static bool IsThreeLevel(ParquetNode node) => node is
    {
        Meaning: ParquetMeaning.List, Repetition: not ParquetRepetition.Repeated,
        Children: [{ Repetition: ParquetRepetition.Repeated, Children: [{ Repetition: not ParquetRepetition.Repeated }] }],
    };

    // Footers need not tell the page version, but the first data page of each chunk does, in a few bytes.
    private static bool HasVersion1Pages(string path, ParquetMetadata metadata)
    {
        using var file = File.OpenHandle(path);
        Span<byte> head = stackalloc byte[64];
        foreach (var group in metadata.RowGroups)
        {
            foreach (var chunk in group.Columns)
            {
                if (chunk.Values == 0) continue;
                var read = RandomAccess.Read(file, head, chunk.DataOffset);
                try
                {
                    var reader = new ThriftReader(head[..read]);
                    reader.BeginStruct();
                    // PageHeader: its first field is the type, 0 for a data page of version 1, 2 for a dictionary.
                    if (!reader.ReadField(out var id, out var type) || id != 1 || reader.ReadI32(type) is not (0 or 2)) return false;
                }
                catch (ThriftException)
                {
                    return false;
                }
            }
        }
        return true;
    }
}
