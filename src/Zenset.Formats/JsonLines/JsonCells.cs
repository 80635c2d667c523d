using System.Globalization;
using System.Text;
using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.JsonLines;

/// <summary>Writes the values of one field, or of one place inside it.</summary>
internal sealed class JsonCells
{
    private readonly FieldType _type;
    private readonly bool _isJsonText;
    private readonly bool _omitsMissing;
    private readonly bool _spellsNonFinite;
    private readonly JsonCells[] _parts;
    private readonly byte[][] _names;
    private readonly byte[][] _labels = [];

    /// <param name="field">The field.</param>
    /// <param name="omitsMissing">Members of structs that are missing are left out.</param>
    /// <param name="spellsNonFinite">NaN and infinities are written as texts instead of null.</param>
    public JsonCells(Field field, bool omitsMissing, bool spellsNonFinite = false) : this(field.Type, omitsMissing, spellsNonFinite)
    {
        _isJsonText = field.SourceFormat == JsonLinesTable.JsonText && field.Type.Kind == FieldKind.String && !field.IsNominal;
        if (field.Categories is { Values.Length: > 0 } categories) _labels = [.. categories.Values.Select(Encoding.UTF8.GetBytes)];
    }

    private JsonCells(FieldType type, bool omitsMissing, bool spellsNonFinite)
    {
        _type = type;
        _omitsMissing = omitsMissing;
        _spellsNonFinite = spellsNonFinite;
        _parts = type.Kind switch
        {
            FieldKind.List or FieldKind.FixedList => [new JsonCells(type.Item!, omitsMissing, spellsNonFinite)],
            FieldKind.Map => [new JsonCells(type.Key!, omitsMissing, spellsNonFinite), new JsonCells(type.Item!, omitsMissing, spellsNonFinite)],
            FieldKind.Struct => [.. type.Members.Select(m => new JsonCells(m.Type, omitsMissing, spellsNonFinite))],
            FieldKind.Sparse => [new JsonCells(FieldType.List(FieldType.Int32), omitsMissing, spellsNonFinite), new JsonCells(FieldType.List(type.Item!), omitsMissing, spellsNonFinite)],
            _ => [],
        };
        _names = type.Kind == FieldKind.Sparse ? ["indices"u8.ToArray(), "values"u8.ToArray()] : [.. type.Members.Select(m => Encoding.UTF8.GetBytes(m.Name))];
    }

    /// <summary>The value of a row, or null.</summary>
    public void Write(Vector vector, int row, JsonBuffer json)
    {
        if (vector.IsMissing(row))
        {
            json.Raw("null"u8);
            return;
        }
        switch (_type.Kind)
        {
            case FieldKind.Null: json.Raw("null"u8); break;
            case FieldKind.Boolean: json.Raw(vector.Values<byte>()[row] != 0 ? "true"u8 : "false"u8); break;
            case FieldKind.Int8: json.Number(vector.Values<sbyte>()[row]); break;
            case FieldKind.Int16: json.Number(vector.Values<short>()[row]); break;
            case FieldKind.Int32: json.Number(vector.Values<int>()[row]); break;
            case FieldKind.Int64: json.Number(vector.Values<long>()[row]); break;
            case FieldKind.Int128: json.Number(vector.Values<Int128>()[row], default); break;
            case FieldKind.UInt8: json.Number(vector.Values<byte>()[row]); break;
            case FieldKind.UInt16: json.Number(vector.Values<ushort>()[row]); break;
            case FieldKind.UInt32: json.Number(vector.Values<uint>()[row]); break;
            case FieldKind.UInt64: json.Number(vector.Values<ulong>()[row], default); break;
            case FieldKind.Float16 or FieldKind.Float32: WriteFloat(vector.Values<float>()[row], json); break;
            case FieldKind.Float64: WriteFloat(vector.Values<double>()[row], json); break;
            case FieldKind.Decimal: WriteDecimal(vector, row, json); break;
            case FieldKind.String: WriteText(vector, row, json); break;
            case FieldKind.Binary: json.Base64(vector.Text(row)); break;
            case FieldKind.Uuid:
                json.Byte((byte)'"');
                json.Number(EngineUuid.ToGuid(vector.Values<Int128>()[row]), "D");
                json.Byte((byte)'"');
                break;
            case FieldKind.Date: IsoText.WriteDate(vector.Values<int>()[row], json); break;
            case FieldKind.Time: IsoText.WriteTime(vector.Values<long>()[row], _type.Unit, json); break;
            case FieldKind.Timestamp: IsoText.WriteTimestamp(vector.Values<long>()[row], _type, vector.Type.Id, json); break;
            case FieldKind.Interval: IsoText.WriteInterval(vector.Values<EngineInterval>()[row], json); break;
            case FieldKind.List or FieldKind.FixedList: WriteList(vector, row, json); break;
            case FieldKind.Map: WriteMap(vector, row, json); break;
            case FieldKind.Struct or FieldKind.Sparse: WriteStruct(vector, row, json); break;
            default: throw new InvalidOperationException($"There is no way to write {_type}.");
        }
    }

    private void WriteFloat(double value, JsonBuffer json)
    {
        if (double.IsFinite(value)) json.Float(value);
        else json.Raw(NonFinite(value));
    }

    private void WriteFloat(float value, JsonBuffer json)
    {
        if (float.IsFinite(value)) json.Float(value);
        else json.Raw(NonFinite(value));
    }

    private ReadOnlySpan<byte> NonFinite(double value) =>
        !_spellsNonFinite ? "null"u8 : double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8;

    private void WriteDecimal(Vector vector, int row, JsonBuffer json)
    {
        var value = vector.Type.ValueBytes switch
        {
            2 => vector.Values<short>()[row],
            4 => vector.Values<int>()[row],
            8 => vector.Values<long>()[row],
            _ => vector.Values<Int128>()[row],
        };
        if (_type.Scale == 0)
        {
            json.Number(value, default);
            return;
        }
        if (value < 0) json.Byte((byte)'-');
        var whole = (UInt128)(value < 0 ? -value : value);
        UInt128 power = 1;
        for (var i = 0; i < _type.Scale; i++) power *= 10;
        json.Number(whole / power, default);
        json.Byte((byte)'.');
        json.Number(whole % power, string.Create(CultureInfo.InvariantCulture, $"D{_type.Scale}"));
    }

    private void WriteText(Vector vector, int row, JsonBuffer json)
    {
        if (vector.Type.Id == EngineTypeId.Enum)
        {
            var code = vector.Type.ValueBytes switch { 1 => vector.Values<byte>()[row], 2 => vector.Values<ushort>()[row], _ => vector.Values<uint>()[row] };
            json.Text(_labels[code]);
            return;
        }
        var text = vector.Text(row);
        if (_isJsonText && IsOneLineOfJson(text)) json.Raw(text);
        else json.Text(text);
    }

    // Text that was kept as JSON is written as it was; anything that is not, or would break the line, as a text.
    private static bool IsOneLineOfJson(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny((byte)'\n', (byte)'\r') >= 0) return false;
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonLine.MaxDepth });
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void WriteList(Vector vector, int row, JsonBuffer json)
    {
        var (first, count) = vector.Type.Id == EngineTypeId.Array
            ? (row * vector.Type.Length, vector.Type.Length)
            : ((int)vector.Entries[row].Offset, (int)vector.Entries[row].Length);
        var items = vector.Items;
        json.Byte((byte)'[');
        for (var i = first; i < first + count; i++)
        {
            if (i > first) json.Byte((byte)',');
            _parts[0].Write(items, i, json);
        }
        json.Byte((byte)']');
    }

    private void WriteStruct(Vector vector, int row, JsonBuffer json)
    {
        json.Byte((byte)'{');
        var isFirst = true;
        for (var i = 0; i < _parts.Length; i++)
        {
            var member = vector.Member(i);
            if (_omitsMissing && member.IsMissing(row)) continue;
            if (!isFirst) json.Byte((byte)',');
            isFirst = false;
            json.Text(_names[i]);
            json.Byte((byte)':');
            _parts[i].Write(member, row, json);
        }
        json.Byte((byte)'}');
    }

    // Keys that are text make an object. Others have no place there: a list of pairs holds them.
    private void WriteMap(Vector vector, int row, JsonBuffer json)
    {
        var entry = vector.Entries[row];
        var pairs = vector.Items;
        var keys = pairs.Member(0);
        var values = pairs.Member(1);
        var isObject = _type.Key!.Kind == FieldKind.String;
        json.Byte(isObject ? (byte)'{' : (byte)'[');
        for (var i = (int)entry.Offset; i < (int)(entry.Offset + entry.Length); i++)
        {
            if (i > (int)entry.Offset) json.Byte((byte)',');
            if (!isObject) json.Raw("{\"key\":"u8);
            _parts[0].Write(keys, i, json);
            json.Raw(isObject ? ":"u8 : ",\"value\":"u8);
            _parts[1].Write(values, i, json);
            if (!isObject) json.Byte((byte)'}');
        }
        json.Byte(isObject ? (byte)'}' : (byte)']');
    }
}
