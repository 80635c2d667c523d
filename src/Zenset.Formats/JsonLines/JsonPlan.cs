using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.JsonLines;

/// <summary>How the values at one place are written into vectors. Belongs to one scan.</summary>
internal sealed class JsonPlan
{
    private readonly FieldType _type;
    private readonly bool _isRaw;
    private readonly JsonPlan[] _parts;
    private readonly byte[][] _names;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly long[] _seen;
    private long _object;
    private int _items;
    private int _capacity;

    /// <param name="type">Type of the values.</param>
    /// <param name="isRaw">A string that keeps the JSON text of every value.</param>
    public JsonPlan(FieldType type, bool isRaw = false)
    {
        _type = type;
        _isRaw = isRaw;
        _parts = type.Kind switch
        {
            FieldKind.List or FieldKind.Map => [new JsonPlan(type.Item!)],
            FieldKind.Struct => [.. type.Members.Select(m => new JsonPlan(m.Type))],
            _ => [],
        };
        _names = [.. type.Members.Select(m => Encoding.UTF8.GetBytes(m.Name))];
        for (var i = 0; i < _names.Length; i++) _index[type.Members[i].Name] = i;
        _seen = new long[_names.Length];
    }

    /// <summary>Begins a chunk.</summary>
    public void Begin()
    {
        _items = _capacity = 0;
        foreach (var part in _parts) part.Begin();
    }

    /// <summary>Ends a chunk: tells the engine how many items lists have.</summary>
    public void Finish(VectorBuilder vector)
    {
        switch (_type.Kind)
        {
            case FieldKind.List:
                vector.SetItemCount(_items);
                _parts[0].Finish(vector.Items);
                break;
            case FieldKind.Map:
                vector.SetItemCount(_items);
                _parts[0].Finish(vector.Items.Member(1));
                break;
            case FieldKind.Struct:
                for (var i = 0; i < _parts.Length; i++) _parts[i].Finish(vector.Member(i));
                break;
            default:
                break;
        }
    }

    /// <summary>There is no value.</summary>
    public void WriteMissing(VectorBuilder vector, int row)
    {
        vector.SetMissing(row);
        ClearEntries(vector, row);
    }

    /// <summary>Writes the value at which <paramref name="reader"/> stands; <paramref name="text"/> is what it reads.</summary>
    /// <exception cref="JsonLineException">The value is not of the type: one that was asked for, not found.</exception>
    public void Write(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, VectorBuilder vector, int row)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            WriteMissing(vector, row);
            return;
        }
        switch (_type.Kind)
        {
            case FieldKind.String:
                WriteText(ref reader, text, vector, row);
                break;
            case FieldKind.List:
                WriteList(ref reader, text, vector, row);
                break;
            case FieldKind.Struct:
                WriteStruct(ref reader, text, vector, row);
                break;
            case FieldKind.Map:
                WriteMap(ref reader, text, vector, row);
                break;
            default:
                if (!TryWriteScalar(ref reader, vector, row))
                {
                    var shown = text[(int)reader.TokenStartIndex..];
                    throw new JsonLineException(JsonLinesErrors.WrongType, $"{Quoting.Shorten(shown[..Math.Min(30, shown.Length)], 24)} is not {_type}", reader.TokenStartIndex, "Correct the value, or ask for another type, or none.");
                }
                break;
        }
    }

    // Lists of rows that have none are empty, also inside structs that are missing.
    private void ClearEntries(VectorBuilder vector, int row)
    {
        if (_type.Kind is FieldKind.List or FieldKind.Map) vector.Entries[row] = default;
        else if (_type.Kind == FieldKind.Struct)
        {
            for (var i = 0; i < _parts.Length; i++) _parts[i].ClearEntries(vector.Member(i), row);
        }
    }

    private void WriteText(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, VectorBuilder vector, int row)
    {
        if (_isRaw || reader.TokenType != JsonTokenType.String)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            vector.SetText(row, text[start..(int)reader.BytesConsumed]);
        }
        else if (!reader.ValueIsEscaped) vector.SetTextInPlace(row, reader.ValueSpan);
        else
        {
            var rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
            vector.SetText(row, rented.AsSpan(0, reader.CopyString(rented)));
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void WriteList(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, VectorBuilder vector, int row)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, ref reader);
        var first = _items;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) _parts[0].Write(ref reader, text, NextItem(vector, out var item), item);
        vector.Entries[row] = new ListEntry((ulong)first, (ulong)(_items - first));
    }

    private void WriteMap(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, VectorBuilder vector, int row)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, ref reader);
        var first = _items;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var pair = NextItem(vector, out var item);
            var key = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
            pair.Member(0).SetText(item, key.AsSpan(0, reader.CopyString(key)));
            ArrayPool<byte>.Shared.Return(key);
            reader.Read();
            _parts[0].Write(ref reader, text, pair.Member(1), item);
        }
        vector.Entries[row] = new ListEntry((ulong)first, (ulong)(_items - first));
    }

    private VectorBuilder NextItem(VectorBuilder vector, out int item)
    {
        item = _items++;
        if (_items > _capacity) vector.ReserveItems(_capacity = Math.Max(2048, _capacity * 2));
        return vector.Items;
    }

    private void WriteStruct(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, VectorBuilder vector, int row)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, ref reader);
        _object++;
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = FindMember(ref reader, ref next);
            reader.Read();
            if (member < 0) reader.Skip();
            else _parts[member].Write(ref reader, text, vector.Member(member), row);
        }
        for (var i = 0; i < _seen.Length; i++)
        {
            if (_seen[i] != _object) _parts[i].WriteMissing(vector.Member(i), row);
        }
    }

    /// <summary>Writes a row, whose members are columns. <paramref name="outputs"/>: the chunk's column of each field, or -1.</summary>
    public void WriteRow(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, ChunkBuilder chunk, int row, int[] outputs, out int field)
    {
        _object++;
        var next = 0;
        field = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            field = FindMember(ref reader, ref next);
            reader.Read();
            if (field < 0 || outputs[field] < 0) reader.Skip();
            else _parts[field].Write(ref reader, text, chunk[outputs[field]], row);
        }
        for (var i = 0; i < _seen.Length; i++)
        {
            if (_seen[i] != _object && outputs[i] >= 0) _parts[i].WriteMissing(chunk[outputs[i]], row);
        }
    }

    /// <summary>The plan of a field.</summary>
    public JsonPlan this[int field]
    {
        get => _parts[field];
        init => _parts[field] = value;
    }

    /// <summary>Makes a field keep the JSON text of its values.</summary>
    public void KeepText(int field) => _parts[field] = new JsonPlan(FieldType.String, isRaw: true);

    private int FindMember(ref Utf8JsonReader reader, ref int next)
    {
        int member;
        if (next < _names.Length && reader.ValueTextEquals(_names[next])) member = next;
        else if (!_index.TryGetValue(reader.GetString()!, out member)) return -1;
        next = member + 1;
        _seen[member] = _object;
        return member;
    }

    private void Expect(bool condition, ref Utf8JsonReader reader)
    {
        if (!condition) throw new JsonLineException(JsonLinesErrors.WrongType, $"a value is not {_type}", reader.TokenStartIndex, "Correct the value, or ask for another type, or none.");
    }

    private bool TryWriteScalar(ref Utf8JsonReader reader, VectorBuilder vector, int row)
    {
        var isNumber = reader.TokenType == JsonTokenType.Number;
        switch (_type.Kind)
        {
            case FieldKind.Boolean:
                vector.Values<byte>()[row] = reader.TokenType == JsonTokenType.True ? (byte)1 : (byte)0;
                return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
            case FieldKind.Int8:
                return isNumber && reader.TryGetSByte(out vector.Values<sbyte>()[row]);
            case FieldKind.Int16:
                return isNumber && reader.TryGetInt16(out vector.Values<short>()[row]);
            case FieldKind.Int32:
                return isNumber && reader.TryGetInt32(out vector.Values<int>()[row]);
            case FieldKind.Int64:
                return isNumber && reader.TryGetInt64(out vector.Values<long>()[row]);
            case FieldKind.UInt8:
                return isNumber && reader.TryGetByte(out vector.Values<byte>()[row]);
            case FieldKind.UInt16:
                return isNumber && reader.TryGetUInt16(out vector.Values<ushort>()[row]);
            case FieldKind.UInt32:
                return isNumber && reader.TryGetUInt32(out vector.Values<uint>()[row]);
            case FieldKind.UInt64:
                return isNumber && reader.TryGetUInt64(out vector.Values<ulong>()[row]);
            case FieldKind.Int128:
                return isNumber && Int128.TryParse(reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out vector.Values<Int128>()[row]);
            case FieldKind.Float16 or FieldKind.Float32:
                return isNumber && reader.TryGetSingle(out vector.Values<float>()[row]);
            case FieldKind.Float64:
                return isNumber && reader.TryGetDouble(out vector.Values<double>()[row]);
            case FieldKind.Date or FieldKind.Timestamp:
                return TryWriteTime(ref reader, vector, row);
            default:
                return false;
        }
    }

    private bool TryWriteTime(ref Utf8JsonReader reader, VectorBuilder vector, int row)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped || !IsoLayout.TryParse(reader.ValueSpan, out var layout, out var value)) return false;
        if (_type.Kind == FieldKind.Date)
        {
            if (!layout.IsDate) return false;
            vector.Values<int>()[row] = (int)value;
            return true;
        }
        if (layout.IsDate) return false;
        // The engine has no zoned type but microseconds (and nanoseconds, which are zoned by the field).
        var unit = _type.Zone is not null && _type.Unit != TimeUnit.Nanosecond ? TimeUnit.Microsecond : _type.Unit;
        var (from, to) = (IsoLayout.PerSecond(layout.Unit), IsoLayout.PerSecond(unit));
        if (to < from) return false;
        vector.Values<long>()[row] = value * (to / from);
        return true;
    }
}
