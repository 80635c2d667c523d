using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Zenset.Model;

namespace Zenset.Delta;

/// <summary>The schema of a resource as Delta says it: that of its stored columns (<see cref="StoredColumn"/>).</summary>
/// <remarks>Delta protocol, "Schema Serialization Format". The true name and type stand in each field's metadata.</remarks>
internal static class DeltaSchema
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value of <c>schemaString</c>.</summary>
    public static string Format(ImmutableArray<Field> fields)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            WriteStruct(json, StoredColumn.For(fields).SelectMany(c => c.Columns.Select(s => (s.Name, s.Type, (StoredColumn?)c))));
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Some column, however deep, is a timestamp without zone: a table feature that readers must know.</summary>
    public static bool HasLocalTimestamps(ImmutableArray<Field> fields) => fields.Any(f => HasLocalTimestamps(f.Type));

    private static bool HasLocalTimestamps(FieldType type) =>
        type is { Kind: FieldKind.Timestamp, Zone: null, Unit: not TimeUnit.Nanosecond }
        || (type.Item is { } item && HasLocalTimestamps(item))
        || (type.Key is { } key && HasLocalTimestamps(key))
        || type.Members.Any(m => HasLocalTimestamps(m.Type));

    private static void WriteStruct(Utf8JsonWriter json, IEnumerable<(string Name, FieldType Type, StoredColumn? Column)> members)
    {
        json.WriteStartObject();
        json.WriteString("type", "struct");
        json.WriteStartArray("fields");
        foreach (var (name, type, column) in members)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WritePropertyName("type");
            WriteType(json, type);
            // Always nullable: else writers must enforce it and null counts must agree.
            json.WriteBoolean("nullable", true);
            json.WriteStartObject("metadata");
            if (column is { IsRenamed: true }) json.WriteString("zenset:name", column.Field.Name);
            if (column is { IsConverted: true }) json.WriteString("zenset:type", column.Field.Type.ToString());
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The stored type: StoredColumn.Encode is the other side of this table.
    private static void WriteType(Utf8JsonWriter json, FieldType type)
    {
        switch (type.Kind)
        {
            case FieldKind.List or FieldKind.FixedList:
                WriteArray(json, type.Item!);
                break;
            case FieldKind.Map:
                json.WriteStartObject();
                json.WriteString("type", "map");
                json.WritePropertyName("keyType");
                WriteType(json, type.Key!);
                json.WritePropertyName("valueType");
                WriteType(json, type.Item!);
                json.WriteBoolean("valueContainsNull", true);
                json.WriteEndObject();
                break;
            case FieldKind.Struct:
                WriteStruct(json, type.Members.Zip(StoredColumn.MemberNames(type), (m, name) => (name, m.Type, (StoredColumn?)null)));
                break;
            case FieldKind.Sparse:
                WriteStruct(json, [("indices", FieldType.List(FieldType.Int32), null), ("values", FieldType.List(type.Item!), null)]);
                break;
            case FieldKind.Interval:
                WriteStruct(json, [("months", FieldType.Int32, null), ("days", FieldType.Int32, null), ("micros", FieldType.Int64, null)]);
                break;
            default:
                json.WriteStringValue(PrimitiveOf(type));
                break;
        }
    }

    private static void WriteArray(Utf8JsonWriter json, FieldType item)
    {
        json.WriteStartObject();
        json.WriteString("type", "array");
        json.WritePropertyName("elementType");
        WriteType(json, item);
        json.WriteBoolean("containsNull", true);
        json.WriteEndObject();
    }

    private static string PrimitiveOf(FieldType type) => type.Kind switch
    {
        FieldKind.Boolean => "boolean",
        FieldKind.Int8 => "byte",
        FieldKind.Int16 or FieldKind.UInt8 => "short",
        FieldKind.Int32 or FieldKind.UInt16 or FieldKind.Null => "integer",
        FieldKind.Int64 or FieldKind.UInt32 or FieldKind.Time => "long",
        FieldKind.UInt64 => "decimal(20,0)",
        FieldKind.Float16 or FieldKind.Float32 => "float",
        FieldKind.Float64 => "double",
        FieldKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({type.Precision},{type.Scale})"),
        FieldKind.String or FieldKind.Int128 or FieldKind.Uuid => "string",
        FieldKind.Binary => "binary",
        FieldKind.Date => "date",
        FieldKind.Timestamp when type.Unit == TimeUnit.Nanosecond => "long",
        FieldKind.Timestamp => type.Zone is null ? "timestamp_ntz" : "timestamp",
        FieldKind.List or FieldKind.FixedList or FieldKind.Map or FieldKind.Struct or FieldKind.Sparse or FieldKind.Interval =>
            throw new InvalidOperationException($"{type} is no primitive type."),
    };
}
