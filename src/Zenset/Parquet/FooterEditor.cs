using System.Text;

namespace Zenset.Parquet;

/// <summary>A change of one schema element. Null leaves what is there.</summary>
internal sealed record SchemaEdit
{
    /// <summary>New name.</summary>
    public string? Name { get; init; }

    /// <summary>New ConvertedType; -1 removes it.</summary>
    public int? Converted { get; init; }

    /// <summary>Writes the LogicalType structure, its stop included.</summary>
    public Action<ThriftWriter>? Logical { get; init; }
}

/// <summary>
/// Writes a footer anew with other key-value metadata, names and annotations. Everything else is copied as it stands, known or not; only
/// field headers are written again, because each counts from the one before it.
/// </summary>
/// <remarks>Field numbers of parquet.thrift: FileMetaData 2 schema, 4 row_groups, 5 key_value_metadata; see <see cref="FooterParser"/>.</remarks>
internal sealed class FooterEditor(byte[] footer, IReadOnlyDictionary<int, SchemaEdit>? edits)
{
    private readonly ThriftWriter _writer = new();
    private readonly List<(string Name, int Children, bool IsColumn)> _elements = [];
    private readonly List<string[]> _paths = [];

    public ThriftWriter Edit(IReadOnlyDictionary<string, string?> entries)
    {
        var reader = new ThriftReader(footer);
        var pairs = new List<(byte[] Key, byte[]? Value)>();
        var arePairsWritten = false;
        // The pairs may stand in several places only in a hostile footer; the first pass takes all of them.
        var first = new ThriftReader(footer);
        first.BeginStruct();
        while (first.ReadField(out var id, out var type))
        {
            if (id == 5) ReadPairs(ref first, type, pairs);
            else first.Skip(type);
        }
        pairs.RemoveAll(p => entries.ContainsKey(Encoding.UTF8.GetString(p.Key)));
        pairs.AddRange(entries.Where(e => e.Value is not null).Select(e => (Encoding.UTF8.GetBytes(e.Key), (byte[]?)Encoding.UTF8.GetBytes(e.Value!))));

        reader.BeginStruct();
        _writer.BeginStruct();
        while (reader.ReadField(out var id, out var type))
        {
            if (id > 5 && !arePairsWritten) arePairsWritten = WritePairs(pairs);
            switch (id)
            {
                case 5:
                    reader.Skip(type);
                    break;
                case 2 when edits is { Count: > 0 }:
                    EditSchema(ref reader, type);
                    break;
                case 4 when edits is not null && edits.Values.Any(e => e.Name is not null):
                    EditRowGroups(ref reader, type);
                    break;
                default:
                    Copy(ref reader, id, type);
                    break;
            }
        }
        if (!arePairsWritten) WritePairs(pairs);
        _writer.EndStruct();
        return _writer;
    }

    private bool WritePairs(List<(byte[] Key, byte[]? Value)> pairs)
    {
        if (pairs.Count == 0) return true;
        _writer.List(5, ThriftType.Struct, pairs.Count);
        foreach (var (key, value) in pairs)
        {
            _writer.BeginStruct();
            _writer.Field(1, ThriftType.Binary);
            _writer.Binary(key);
            if (value is not null)
            {
                _writer.Field(2, ThriftType.Binary);
                _writer.Binary(value);
            }
            _writer.EndStruct();
        }
        return true;
    }

    // SchemaElement: 1 type, 4 name, 5 num_children, 6 converted_type, 10 logicalType.
    private void EditSchema(ref ThriftReader reader, ThriftType type)
    {
        var count = reader.ReadStructListHead(type);
        _writer.List(2, ThriftType.Struct, count);
        for (var i = 0; i < count; i++)
        {
            var edit = edits!.GetValueOrDefault(i) ?? new SchemaEdit();
            var (name, children, isColumn) = ("", 0, false);
            var isConvertedDue = edit.Converted is >= 0;
            var isLogicalDue = edit.Logical is not null;
            var outer = reader.BeginStruct();
            _writer.BeginStruct();
            while (reader.ReadField(out var id, out var field))
            {
                if (id >= 6 && isConvertedDue)
                {
                    _writer.I32(6, edit.Converted!.Value);
                    isConvertedDue = false;
                }
                if (id >= 10 && isLogicalDue)
                {
                    WriteLogical(edit);
                    isLogicalDue = false;
                }
                switch (id)
                {
                    case 4:
                        var old = reader.ReadBinary(field);
                        name = edit.Name ?? Encoding.UTF8.GetString(old);
                        _writer.Text(4, name);
                        break;
                    case 6 when edit.Converted is not null:
                    case 10 when edit.Logical is not null:
                        reader.Skip(field);
                        break;
                    default:
                        var start = reader.Position;
                        if (id == 5) children = reader.ReadI32(field);
                        else reader.Skip(field);
                        isColumn |= id == 1;
                        _writer.Field(id, field);
                        _writer.Raw(footer.AsSpan(start, reader.Position - start));
                        break;
                }
            }
            if (isConvertedDue) _writer.I32(6, edit.Converted!.Value);
            if (isLogicalDue) WriteLogical(edit);
            reader.EndStruct(outer);
            _writer.EndStruct();
            _elements.Add((name, children, isColumn));
        }
        var at = 0;
        FindPaths(ref at, []);
    }

    private void WriteLogical(SchemaEdit edit)
    {
        _writer.Field(10, ThriftType.Struct);
        edit.Logical!(_writer);
    }

    private void FindPaths(ref int at, string[] above)
    {
        if (at >= _elements.Count || above.Length > 100) throw new ThriftException(0, "the schema is not a tree");
        var isRoot = at == 0;
        var (name, children, isColumn) = _elements[at++];
        string[] path = isRoot ? [] : [.. above, name];
        if (isColumn) _paths.Add(path);
        for (var i = 0; i < children; i++) FindPaths(ref at, path);
    }

    // RowGroup 1 columns → ColumnChunk 3 meta_data → ColumnMetaData 3 path_in_schema.
    private void EditRowGroups(ref ThriftReader reader, ThriftType type)
    {
        var groups = reader.ReadStructListHead(type);
        _writer.List(4, ThriftType.Struct, groups);
        for (var g = 0; g < groups; g++)
        {
            var outer = reader.BeginStruct();
            _writer.BeginStruct();
            while (reader.ReadField(out var id, out var field))
            {
                if (id != 1)
                {
                    Copy(ref reader, id, field);
                    continue;
                }
                var columns = reader.ReadStructListHead(field);
                if (columns != _paths.Count) throw new ThriftException(reader.Position, "a row group has another number of columns than the schema");
                _writer.List(1, ThriftType.Struct, columns);
                for (var c = 0; c < columns; c++) EditColumn(ref reader, _paths[c]);
            }
            reader.EndStruct(outer);
            _writer.EndStruct();
        }
    }

    private void EditColumn(ref ThriftReader reader, string[] path)
    {
        var outer = reader.BeginStruct();
        _writer.BeginStruct();
        while (reader.ReadField(out var id, out var field))
        {
            if (id != 3 || field != ThriftType.Struct)
            {
                Copy(ref reader, id, field);
                continue;
            }
            _writer.Field(3, ThriftType.Struct);
            var inner = reader.BeginStruct();
            _writer.BeginStruct();
            while (reader.ReadField(out var metaId, out var metaField))
            {
                if (metaId != 3)
                {
                    Copy(ref reader, metaId, metaField);
                    continue;
                }
                reader.Skip(metaField);
                _writer.List(3, ThriftType.Binary, path.Length);
                foreach (var name in path) _writer.Binary(Encoding.UTF8.GetBytes(name));
            }
            reader.EndStruct(inner);
            _writer.EndStruct();
        }
        reader.EndStruct(outer);
        _writer.EndStruct();
    }

    private void Copy(ref ThriftReader reader, int id, ThriftType type)
    {
        var start = reader.Position;
        reader.Skip(type);
        _writer.Field(id, type);
        _writer.Raw(footer.AsSpan(start, reader.Position - start));
    }

    private static void ReadPairs(ref ThriftReader reader, ThriftType type, List<(byte[] Key, byte[]? Value)> pairs)
    {
        var count = reader.ReadStructListHead(type);
        for (var i = 0; i < count; i++)
        {
            byte[] key = [];
            byte[]? value = null;
            var outer = reader.BeginStruct();
            while (reader.ReadField(out var id, out var field))
            {
                switch (id)
                {
                    case 1: key = reader.ReadBinary(field).ToArray(); break;
                    case 2: value = reader.ReadBinary(field).ToArray(); break;
                    default: reader.Skip(field); break;
                }
            }
            reader.EndStruct(outer);
            pairs.Add((key, value));
        }
    }
}
