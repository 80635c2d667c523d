using System.Buffers;
using System.Text.Json;
using Zenset.DuckDb;
using Zenset.Model;

namespace Zenset.Formats.Sqlite.Values;

/// <summary>Reads JSON texts, as <see cref="JsonLines.JsonCells"/> writes them, into vectors of lists, structs, maps and vectors. Belongs to one scan.</summary>
internal sealed class NestedReader
{
    /// <summary>Deepest nesting of a type that is read, which bounds the recursion.</summary>
    public const int MaxDepth = 64;

    private readonly FieldType _type;
    private readonly NestedReader[] _parts;
    private readonly string[] _names;
    private int _items;
    private int _capacity;

    public NestedReader(FieldType type)
    {
        _type = type;
        _parts = type.Kind switch
        {
            FieldKind.List or FieldKind.FixedList => [new NestedReader(type.Item!)],
            FieldKind.Map => [new NestedReader(type.Key!), new NestedReader(type.Item!)],
            FieldKind.Struct => [.. type.Members.Select(m => new NestedReader(m.Type))],
            FieldKind.Sparse => [new NestedReader(FieldType.List(FieldType.Int32)), new NestedReader(FieldType.List(type.Item!))],
            _ => [],
        };
        _names = type.Kind switch { FieldKind.Sparse => ["indices", "values"], FieldKind.Map => ["key", "value"], _ => [.. type.Members.Select(m => m.Name)] };
    }

    /// <summary>Begins a chunk.</summary>
    public void Begin()
    {
        _items = _capacity = 0;
        foreach (var part in _parts) part.Begin();
    }

    /// <summary>Ends a chunk of some rows: tells the engine how many items there are.</summary>
    public void Finish(VectorBuilder vector)
    {
        switch (vector.Type.Id)
        {
            case EngineTypeId.List:
                vector.SetItemCount(_items);
                _parts[0].Finish(vector.Items);
                break;
            case EngineTypeId.Array:
                _parts[0].Finish(vector.Items);
                break;
            case EngineTypeId.Map:
                vector.SetItemCount(_items);
                for (var i = 0; i < 2; i++) _parts[i].Finish(vector.Items.Member(i));
                break;
            case EngineTypeId.Struct:
                for (var i = 0; i < _parts.Length; i++) _parts[i].Finish(vector.Member(i));
                break;
            default:
                break;
        }
    }

    /// <summary>There is no value.</summary>
    public void SetMissing(VectorBuilder vector, int row)
    {
        vector.SetMissing(row);
        Clear(vector, row);
    }

    /// <summary>Marks a row, and everything in it that has its place by the row, as having a value again.</summary>
    public void Undo(VectorBuilder vector, int row)
    {
        vector.Validity()[row >> 6] |= 1UL << (row & 63);
        if (vector.Type.Id == EngineTypeId.Struct)
        {
            for (var i = 0; i < _parts.Length; i++) _parts[i].Undo(vector.Member(i), row);
        }
        else if (vector.Type.Id == EngineTypeId.Array)
        {
            for (var i = 0; i < vector.Type.Length; i++) _parts[0].Undo(vector.Items, row * vector.Type.Length + i);
        }
    }

    /// <summary>Reads a whole text; false when it is not JSON of the type.</summary>
    public bool TryRead(ReadOnlySpan<byte> json, VectorBuilder vector, int row)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 2 * MaxDepth });
            return reader.Read() && TryRead(ref reader, vector, row) && !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // The latter two: an escape that spells half a character, and text that is not UTF-8.
            return false;
        }
    }

    /// <summary>Room for the items of one more row of a list; where they begin.</summary>
    public int Reserve(VectorBuilder vector, int row, int count)
    {
        var first = _items;
        _items += count;
        if (_items > _capacity) vector.ReserveItems(_capacity = Math.Max(Math.Max(2048, _items), _capacity * 2));
        vector.Entries[row] = new ListEntry((ulong)first, (ulong)count);
        return first;
    }

    // Lists of rows that have none are empty, also inside structs that are missing.
    private void Clear(VectorBuilder vector, int row)
    {
        if (vector.Type.Id is EngineTypeId.List or EngineTypeId.Map) vector.Entries[row] = default;
        else if (vector.Type.Id == EngineTypeId.Struct)
        {
            for (var i = 0; i < _parts.Length; i++) _parts[i].Clear(vector.Member(i), row);
        }
        else if (vector.Type.Id == EngineTypeId.Array)
        {
            for (var i = 0; i < vector.Type.Length; i++) _parts[0].Clear(vector.Items, row * vector.Type.Length + i);
        }
    }

    private bool TryRead(ref Utf8JsonReader reader, VectorBuilder vector, int row)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            SetMissing(vector, row);
            return true;
        }
        return _type.Kind switch
        {
            FieldKind.Null => false,
            FieldKind.List => TryList(ref reader, vector, row),
            FieldKind.FixedList => vector.Type.Id == EngineTypeId.Array ? TryArray(ref reader, vector, row) : TryList(ref reader, vector, row) && (long)vector.Entries[row].Length == _type.Length,
            FieldKind.Struct => TryStruct(ref reader, vector, row),
            FieldKind.Sparse => TryStruct(ref reader, vector, row) && IsSparse(vector, row),
            FieldKind.Map => TryMap(ref reader, vector, row),
            _ => TryScalar(ref reader, vector, row),
        };
    }

    private bool TryScalar(ref Utf8JsonReader reader, VectorBuilder vector, int row)
    {
        if (reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False) return _type.Kind is FieldKind.Boolean or (>= FieldKind.Int8 and <= FieldKind.Decimal) && ScalarReader.TryText(_type, reader.ValueSpan, vector, row);
        if (reader.TokenType != JsonTokenType.String) return false;
        if (!reader.ValueIsEscaped) return TryText(reader.ValueSpan, vector, row);
        // Escapes only shrink.
        var rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return TryText(rented.AsSpan(0, reader.CopyString(rented)), vector, row);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private bool TryText(ReadOnlySpan<byte> text, VectorBuilder vector, int row)
    {
        switch (_type.Kind)
        {
            case FieldKind.String:
                vector.SetText(row, text);
                return true;
            case FieldKind.Binary:
                var bytes = ArrayPool<byte>.Shared.Rent(System.Buffers.Text.Base64.GetMaxDecodedFromUtf8Length(text.Length));
                var isBase64 = System.Buffers.Text.Base64.DecodeFromUtf8(text, bytes, out var read, out var written) == OperationStatus.Done && read == text.Length;
                if (isBase64) vector.SetText(row, bytes.AsSpan(0, written));
                ArrayPool<byte>.Shared.Return(bytes);
                return isBase64;
            case FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64:
                var special = text.SequenceEqual("NaN"u8) ? ScalarReader.NaN : text.SequenceEqual("Infinity"u8) ? double.PositiveInfinity : text.SequenceEqual("-Infinity"u8) ? double.NegativeInfinity : 0;
                return special != 0 && ScalarReader.TryReal(_type, special, vector, row);
            case FieldKind.Uuid or FieldKind.Date or FieldKind.Time or FieldKind.Timestamp or FieldKind.Interval:
                return ScalarReader.TryText(_type, text, vector, row);
            default:
                return false;
        }
    }

    private bool TryList(ref Utf8JsonReader reader, VectorBuilder vector, int row)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        var first = _items;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = Reserve(vector, row, 1);
            if (!_parts[0].TryRead(ref reader, vector.Items, item)) return false;
        }
        vector.Entries[row] = new ListEntry((ulong)first, (ulong)(_items - first));
        return true;
    }

    private bool TryArray(ref Utf8JsonReader reader, VectorBuilder vector, int row)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count >= vector.Type.Length || !_parts[0].TryRead(ref reader, vector.Items, row * vector.Type.Length + count)) return false;
        }
        return count == vector.Type.Length;
    }

    private bool TryStruct(ref Utf8JsonReader reader, VectorBuilder vector, int row)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        // As they were written: each member once, in order.
        for (var i = 0; i < _parts.Length; i++)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(_names[i])) return false;
            if (!reader.Read() || !_parts[i].TryRead(ref reader, vector.Member(i), row)) return false;
        }
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    // An object when keys are texts, otherwise a list of pairs.
    private bool TryMap(ref Utf8JsonReader reader, VectorBuilder vector, int row)
    {
        var isObject = _type.Key!.Kind == FieldKind.String;
        if (reader.TokenType != (isObject ? JsonTokenType.StartObject : JsonTokenType.StartArray)) return false;
        var first = _items;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            var item = Reserve(vector, row, 1);
            var pair = vector.Items;
            if (isObject)
            {
                var key = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
                pair.Member(0).SetText(item, key.AsSpan(0, reader.CopyString(key)));
                ArrayPool<byte>.Shared.Return(key);
                if (!reader.Read() || !_parts[1].TryRead(ref reader, pair.Member(1), item)) return false;
                continue;
            }
            for (var i = 0; i < 2; i++)
            {
                if (!reader.Read() || !reader.ValueTextEquals(_names[i]) || !reader.Read() || !_parts[i].TryRead(ref reader, pair.Member(i), item)) return false;
            }
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndObject) return false;
        }
        vector.Entries[row] = new ListEntry((ulong)first, (ulong)(_items - first));
        return true;
    }

    // As many values as indices, which increase within the dimension.
    private bool IsSparse(VectorBuilder vector, int row)
    {
        var indices = vector.Member(0);
        var values = vector.Member(1);
        var entry = indices.Entries[row];
        if (entry.Length != values.Entries[row].Length) return false;
        var numbers = indices.Items.Values<int>().Slice((int)entry.Offset, (int)entry.Length);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] < 0 || numbers[i] >= _type.Length || (i > 0 && numbers[i] <= numbers[i - 1])) return false;
        }
        return true;
    }
}
