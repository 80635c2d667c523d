using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Zenset.DuckDb;

namespace Zenset.Cli.Output;

/// <summary>Rows of a query as a JSON array of objects, one row a line.</summary>
/// <remarks>
/// Numbers that JSON has stay numbers (integers of any size, decimals digit by digit); not-a-number and the infinities are the texts
/// <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>. Dates and times are texts as ISO 8601 has them, bytes are Base64, maps are arrays of
/// key and value.
/// </remarks>
internal static class RowJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Runs <paramref name="sql"/> (one SELECT) and writes its rows.</summary>
    public static void Write(TextWriter output, Connection connection, string sql, CancellationToken cancellationToken)
    {
        var columns = ResultColumns.Of(connection, sql);
        var names = ResultColumns.UniqueNames(columns);
        var aliases = string.Join(", ", columns.Select((_, i) => Alias(i)));
        var texts = string.Join(", ", columns.Select((c, i) => Convert(Alias(i), c.Type)));
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        using var query = connection.Query($"SELECT {texts} FROM ({sql}) AS t({aliases})", cancellationToken);
        output.Write('[');
        var first = true;
        while (query.Read())
        {
            var chunk = query.Current;
            for (var row = 0; row < chunk.RowCount; row++)
            {
                output.Write(first ? "\n" : ",\n");
                first = false;
                json.Reset();
                json.WriteStartObject();
                for (var i = 0; i < chunk.ColumnCount; i++)
                {
                    json.WritePropertyName(names[i]);
                    WriteValue(json, chunk[i], row);
                }
                json.WriteEndObject();
                json.Flush();
                output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
                buffer.ResetWrittenCount();
            }
        }
        output.WriteLine(first ? "]" : "\n]");
        output.Flush();
    }

    private static string Alias(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    // The engine turns what is not a number, a text, bytes or a truth value into text, wherever it is nested.
    private static string Convert(string column, EngineType type) => type.Id switch
    {
        EngineTypeId.Timestamp or EngineTypeId.TimestampS or EngineTypeId.TimestampMs or EngineTypeId.TimestampNs or EngineTypeId.TimestampTz =>
            $"replace(CAST({column} AS VARCHAR), ' ', 'T')",
        _ => Target(type) is var target && target.Equals(type) ? column : $"CAST({column} AS {target})",
    };

    private static EngineType Target(EngineType type) => type.Id switch
    {
        EngineTypeId.Boolean or EngineTypeId.TinyInt or EngineTypeId.SmallInt or EngineTypeId.Integer or EngineTypeId.BigInt or EngineTypeId.UTinyInt
            or EngineTypeId.USmallInt or EngineTypeId.UInteger or EngineTypeId.UBigInt or EngineTypeId.Float or EngineTypeId.Double
            or EngineTypeId.HugeInt or EngineTypeId.UHugeInt or EngineTypeId.Decimal or EngineTypeId.VarChar or EngineTypeId.Blob => type,
        EngineTypeId.List => EngineType.List(Target(type.Item!)),
        EngineTypeId.Array => EngineType.List(Target(type.Item!)),
        EngineTypeId.Map => EngineType.Map(Target(type.Key!), Target(type.Value!)),
        EngineTypeId.Struct => EngineType.Struct(type.Members.Select(m => new EngineColumn(m.Name, Target(m.Type)))),
        _ => EngineType.VarChar,
    };

    private static void WriteValue(Utf8JsonWriter json, Vector vector, int row)
    {
        if (vector.IsMissing(row))
        {
            json.WriteNullValue();
            return;
        }
        switch (vector.Type.Id)
        {
            case EngineTypeId.Boolean: json.WriteBooleanValue(vector.Values<byte>()[row] != 0); break;
            case EngineTypeId.TinyInt: json.WriteNumberValue(vector.Values<sbyte>()[row]); break;
            case EngineTypeId.SmallInt: json.WriteNumberValue(vector.Values<short>()[row]); break;
            case EngineTypeId.Integer: json.WriteNumberValue(vector.Values<int>()[row]); break;
            case EngineTypeId.BigInt: json.WriteNumberValue(vector.Values<long>()[row]); break;
            case EngineTypeId.UTinyInt: json.WriteNumberValue(vector.Values<byte>()[row]); break;
            case EngineTypeId.USmallInt: json.WriteNumberValue(vector.Values<ushort>()[row]); break;
            case EngineTypeId.UInteger: json.WriteNumberValue(vector.Values<uint>()[row]); break;
            case EngineTypeId.UBigInt: json.WriteNumberValue(vector.Values<ulong>()[row]); break;
            case EngineTypeId.HugeInt: json.WriteRawValue(vector.Values<Int128>()[row].ToString(CultureInfo.InvariantCulture)); break;
            case EngineTypeId.UHugeInt: json.WriteRawValue(vector.Values<UInt128>()[row].ToString(CultureInfo.InvariantCulture)); break;
            case EngineTypeId.Float: WriteNumber(json, vector.Values<float>()[row]); break;
            case EngineTypeId.Double: WriteNumber(json, vector.Values<double>()[row]); break;
            case EngineTypeId.Decimal: json.WriteRawValue(DecimalText(vector, row)); break;
            case EngineTypeId.VarChar: json.WriteStringValue(vector.Text(row)); break;
            case EngineTypeId.Blob: json.WriteBase64StringValue(vector.Text(row)); break;
            case EngineTypeId.List: WriteItems(json, vector, row, asPairs: false); break;
            case EngineTypeId.Map: WriteItems(json, vector, row, asPairs: true); break;
            case EngineTypeId.Struct:
                json.WriteStartObject();
                for (var i = 0; i < vector.Type.Members.Length; i++)
                {
                    json.WritePropertyName(vector.Type.Members[i].Name);
                    WriteValue(json, vector.Member(i), row);
                }
                json.WriteEndObject();
                break;
            default: throw new InvalidOperationException($"{vector.Type} was to be turned into text.");
        }
    }

    private static void WriteItems(Utf8JsonWriter json, Vector vector, int row, bool asPairs)
    {
        var entry = vector.Entries[row];
        var items = vector.Items;
        json.WriteStartArray();
        for (var i = 0; i < (int)entry.Length; i++)
        {
            var at = (int)entry.Offset + i;
            if (!asPairs)
            {
                WriteValue(json, items, at);
                continue;
            }
            json.WriteStartArray();
            WriteValue(json, items.Member(0), at);
            WriteValue(json, items.Member(1), at);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    private static void WriteNumber(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value)) json.WriteNumberValue(value);
        else WriteNumber(json, (double)value);
    }

    private static string DecimalText(Vector vector, int row)
    {
        Int128 scaled = vector.Type.ValueBytes switch
        {
            2 => vector.Values<short>()[row],
            4 => vector.Values<int>()[row],
            8 => vector.Values<long>()[row],
            _ => vector.Values<Int128>()[row],
        };
        var scale = vector.Type.Scale;
        var digits = Int128.Abs(scaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = scaled < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits.AsSpan(0, digits.Length - scale)}.{digits.AsSpan(digits.Length - scale)}";
    }
}
