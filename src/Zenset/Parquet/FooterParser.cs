using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zenset.Model;

namespace Zenset.Parquet;

/// <summary>From the bytes of a footer to <see cref="ParquetMetadata"/>, checking that what it says can be.</summary>
/// <remarks>Numbers of fields are those of parquet.thrift 2.11: FileMetaData, SchemaElement, RowGroup, ColumnChunk, ColumnMetaData.</remarks>
internal sealed class FooterParser(string name, long footerOffset)
{
    // Far deeper than real data; keeps recursion, here and in the engine, within the stack.
    private const int MaxDepth = 50;

    private readonly List<(ParquetNode Node, int Children)> _elements = [];
    private readonly ImmutableArray<ParquetNode>.Builder _columns = ImmutableArray.CreateBuilder<ParquetNode>();

    public ParquetMetadata Parse(ReadOnlySpan<byte> footer)
    {
        var reader = new ThriftReader(footer);
        long rows = -1;
        ParquetNode? root = null;
        var groups = ImmutableArray.CreateBuilder<ParquetRowGroup>();
        var pairs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        string? createdBy = null;
        reader.BeginStruct();
        while (reader.ReadField(out var id, out var type))
        {
            switch (id)
            {
                case 2:
                    root = ReadSchema(ref reader, type);
                    break;
                case 3:
                    rows = reader.ReadI64(type);
                    break;
                case 4:
                    if (root is null) throw Wrong("row groups come before the schema");
                    var count = reader.ReadStructListHead(type);
                    for (var i = 0; i < count; i++) groups.Add(ReadRowGroup(ref reader, i));
                    break;
                case 5:
                    ReadPairs(ref reader, type, pairs);
                    break;
                case 6:
                    createdBy = Text(reader.ReadBinary(type));
                    break;
                case 8:
                    throw ParquetFooter.Encrypted(name);
                default:
                    reader.Skip(type);
                    break;
            }
        }
        if (root is null) throw Wrong("it has no schema");
        var sum = groups.Sum(g => (decimal)g.Rows);
        if (rows < 0 || sum != rows) throw Wrong(string.Create(CultureInfo.InvariantCulture, $"it says {rows:N0} rows, its row groups {sum:N0}"));
        return new ParquetMetadata
        {
            Rows = rows, Root = root, RowGroups = groups.ToImmutable(), KeyValues = pairs.ToImmutable(), CreatedBy = createdBy, FooterOffset = footerOffset,
        };
    }

    private ParquetNode ReadSchema(ref ThriftReader reader, ThriftType type)
    {
        var count = reader.ReadStructListHead(type);
        if (count == 0) throw Wrong("the schema is empty");
        for (var i = 0; i < count; i++) _elements.Add(ReadElement(ref reader));
        var at = 0;
        var root = Build(ref at, 0);
        if (at != count) throw Wrong("the schema has elements outside its tree");
        return root;
    }

    // The schema is the tree in depth-first order, each group followed by its children.
    private ParquetNode Build(ref int at, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new NotSupportedSourceException(
                ParquetErrors.Unsupported, $"the schema is nested more than {MaxDepth} levels deep", new SourceLocation { Source = name });
        }
        if (at >= _elements.Count) throw Wrong("the schema ends early");
        var (node, children) = _elements[at++];
        node.FirstColumn = _columns.Count;
        if (node.IsGroup)
        {
            if (children > _elements.Count - at) throw Wrong("the schema ends early");
            var below = ImmutableArray.CreateBuilder<ParquetNode>(children);
            for (var i = 0; i < children; i++) below.Add(Build(ref at, depth + 1));
            node.Children = below.MoveToImmutable();
        }
        else _columns.Add(node);
        node.ColumnCount = _columns.Count - node.FirstColumn;
        return node;
    }

    private (ParquetNode, int) ReadElement(ref ThriftReader reader)
    {
        int? type = null, converted = null;
        int length = 0, repetition = 0, children = 0, scale = 0, precision = 0;
        var nodeName = "";
        var logical = default(Logical);
        var outer = reader.BeginStruct();
        while (reader.ReadField(out var id, out var field))
        {
            switch (id)
            {
                case 1: type = reader.ReadI32(field); break;
                case 2: length = reader.ReadI32(field); break;
                case 3: repetition = reader.ReadI32(field); break;
                case 4: nodeName = Text(reader.ReadBinary(field)); break;
                case 5: children = reader.ReadI32(field); break;
                case 6: converted = reader.ReadI32(field); break;
                case 7: scale = reader.ReadI32(field); break;
                case 8: precision = reader.ReadI32(field); break;
                case 10: logical = ReadLogical(ref reader, field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.EndStruct(outer);
        if (type is < 0 or > 7) throw Wrong($"'{Quoting.Shorten(nodeName)}' has the unknown physical type {type}");
        if (repetition is < 0 or > 2) throw Wrong($"'{Quoting.Shorten(nodeName)}' has the unknown repetition {repetition}");
        if (children < 0 || length < 0) throw Wrong($"'{Quoting.Shorten(nodeName)}' has a negative size");
        if (type == (int)ParquetType.FixedLenByteArray && length == 0) throw Wrong($"'{Quoting.Shorten(nodeName)}' has values of fixed length 0");
        if (logical.Meaning == ParquetMeaning.None && converted is { } old) logical = OfConverted(old);
        if (logical.Meaning == ParquetMeaning.Decimal && !logical.HasDigits) logical = logical with { Scale = scale, Precision = precision };
        if (logical.Meaning == ParquetMeaning.Decimal && (logical.Precision < 1 || logical.Scale < 0 || logical.Scale > logical.Precision))
        {
            throw Wrong($"'{Quoting.Shorten(nodeName)}' is a decimal of {logical.Precision} digits with {logical.Scale} after the point");
        }
        var node = new ParquetNode
        {
            Name = nodeName, Type = (ParquetType?)type, TypeLength = length, Repetition = (ParquetRepetition)repetition, ConvertedType = converted,
            Meaning = logical.Meaning, Precision = logical.Precision, Scale = logical.Scale, BitWidth = logical.BitWidth, IsSigned = logical.IsSigned,
            Unit = logical.Unit, IsUtc = logical.IsUtc,
        };
        return (node, children);
    }

    private readonly record struct Logical(
        ParquetMeaning Meaning, int Scale = 0, int Precision = 0, bool HasDigits = false, TimeUnit Unit = TimeUnit.Microsecond, bool IsUtc = false, int BitWidth = 0, bool IsSigned = false);

    private static Logical ReadLogical(ref ThriftReader reader, ThriftType type)
    {
        if (type != ThriftType.Struct) throw new ThriftException(reader.Position, "a logical type was expected");
        var logical = default(Logical);
        var outer = reader.BeginStruct();
        while (reader.ReadField(out var id, out var field))
        {
            logical = new Logical(id switch
            {
                1 => ParquetMeaning.String,
                2 => ParquetMeaning.Map,
                3 => ParquetMeaning.List,
                4 => ParquetMeaning.Enum,
                5 => ParquetMeaning.Decimal,
                6 => ParquetMeaning.Date,
                7 => ParquetMeaning.Time,
                8 => ParquetMeaning.Timestamp,
                10 => ParquetMeaning.Integer,
                11 => ParquetMeaning.Null,
                12 => ParquetMeaning.Json,
                13 => ParquetMeaning.Bson,
                14 => ParquetMeaning.Uuid,
                15 => ParquetMeaning.Float16,
                _ => ParquetMeaning.Other,
            });
            if (field != ThriftType.Struct) throw new ThriftException(reader.Position, "a logical type was expected");
            logical = ReadParameters(ref reader, logical);
        }
        reader.EndStruct(outer);
        return logical;
    }

    private static Logical ReadParameters(ref ThriftReader reader, Logical logical)
    {
        var outer = reader.BeginStruct();
        while (reader.ReadField(out var id, out var field))
        {
            switch (logical.Meaning, id)
            {
                case (ParquetMeaning.Decimal, 1): logical = logical with { Scale = reader.ReadI32(field), HasDigits = true }; break;
                case (ParquetMeaning.Decimal, 2): logical = logical with { Precision = reader.ReadI32(field), HasDigits = true }; break;
                case (ParquetMeaning.Integer, 1): logical = logical with { BitWidth = reader.ReadI32(field) }; break;
                case (ParquetMeaning.Integer, 2): logical = logical with { IsSigned = reader.BooleanOf(field) }; break;
                case (ParquetMeaning.Time or ParquetMeaning.Timestamp, 1): logical = logical with { IsUtc = reader.BooleanOf(field) }; break;
                case (ParquetMeaning.Time or ParquetMeaning.Timestamp, 2): logical = logical with { Unit = ReadUnit(ref reader, field) }; break;
                default: reader.Skip(field); break;
            }
        }
        reader.EndStruct(outer);
        return logical;
    }

    private static TimeUnit ReadUnit(ref ThriftReader reader, ThriftType type)
    {
        if (type != ThriftType.Struct) throw new ThriftException(reader.Position, "a time unit was expected");
        var unit = TimeUnit.Second;
        var outer = reader.BeginStruct();
        while (reader.ReadField(out var id, out var field))
        {
            unit = id switch { 1 => TimeUnit.Millisecond, 2 => TimeUnit.Microsecond, 3 => TimeUnit.Nanosecond, _ => throw new ThriftException(reader.Position, "an unknown time unit") };
            reader.Skip(field);
        }
        reader.EndStruct(outer);
        return unit == TimeUnit.Second ? throw new ThriftException(reader.Position, "a time has no unit") : unit;
    }

    // Of times that only the older annotation describes nothing is said about UTC; every reader takes them as local.
    private static Logical OfConverted(int converted) => converted switch
    {
        0 => new(ParquetMeaning.String),
        1 or 2 => new(ParquetMeaning.Map),
        3 => new(ParquetMeaning.List),
        4 => new(ParquetMeaning.Enum),
        5 => new(ParquetMeaning.Decimal),
        6 => new(ParquetMeaning.Date),
        7 => new(ParquetMeaning.Time, Unit: TimeUnit.Millisecond),
        8 => new(ParquetMeaning.Time, Unit: TimeUnit.Microsecond),
        9 => new(ParquetMeaning.Timestamp, Unit: TimeUnit.Millisecond),
        10 => new(ParquetMeaning.Timestamp, Unit: TimeUnit.Microsecond),
        >= 11 and <= 14 => new(ParquetMeaning.Integer, BitWidth: 8 << converted - 11),
        >= 15 and <= 18 => new(ParquetMeaning.Integer, BitWidth: 8 << converted - 15, IsSigned: true),
        19 => new(ParquetMeaning.Json),
        20 => new(ParquetMeaning.Bson),
        21 => new(ParquetMeaning.Interval),
        _ => new(ParquetMeaning.Other),
    };

    private ParquetRowGroup ReadRowGroup(ref ThriftReader reader, int index)
    {
        long rows = -1;
        var columns = ImmutableArray<ParquetColumnChunk>.Empty;
        var outer = reader.BeginStruct();
        while (reader.ReadField(out var id, out var field))
        {
            switch (id)
            {
                case 1:
                    var count = reader.ReadStructListHead(field);
                    if (count != _columns.Count) throw Wrong($"row group {index + 1} has {count} columns, the schema {_columns.Count}");
                    var chunks = ImmutableArray.CreateBuilder<ParquetColumnChunk>(count);
                    for (var i = 0; i < count; i++) chunks.Add(ReadColumn(ref reader, index, _columns[i]));
                    columns = chunks.MoveToImmutable();
                    break;
                case 3:
                    rows = reader.ReadI64(field);
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }
        reader.EndStruct(outer);
        if (rows < 0 || columns.Length != _columns.Count) throw Wrong($"row group {index + 1} is incomplete");
        return new ParquetRowGroup(rows, columns);
    }

    private ParquetColumnChunk ReadColumn(ref ThriftReader reader, int group, ParquetNode column)
    {
        ParquetColumnChunk? chunk = null;
        var outer = reader.BeginStruct();
        while (reader.ReadField(out var id, out var field))
        {
            switch (id)
            {
                case 1:
                    if (reader.ReadBinary(field).Length > 0)
                    {
                        throw new NotSupportedSourceException(
                            ParquetErrors.Unsupported, "keeps its columns in other files (file_path of a column chunk)",
                            new SourceLocation { Source = name, Field = column.Name }, "Import those files instead.");
                    }
                    break;
                case 3:
                    chunk = ReadColumnMetadata(ref reader, field);
                    break;
                case 8 or 9:
                    throw ParquetFooter.Encrypted(name);
                default:
                    reader.Skip(field);
                    break;
            }
        }
        reader.EndStruct(outer);
        if (chunk is not { } c || c.Type != column.Type)
        {
            throw Wrong($"column '{Quoting.Shorten(column.Name)}' of row group {group + 1} {(chunk is null ? "has no metadata" : "has another type than the schema says")}");
        }
        if (c.Values < 0 || c.CompressedBytes < 0 || c.UncompressedBytes < 0 || c.Offset < 4 || c.DictionaryOffset < 0
            || c.DataOffset > footerOffset || c.CompressedBytes > footerOffset - c.Offset)
        {
            throw Wrong($"column '{Quoting.Shorten(column.Name)}' of row group {group + 1} would lie outside the data of the file");
        }
        return c;
    }

    private static ParquetColumnChunk ReadColumnMetadata(ref ThriftReader reader, ThriftType type)
    {
        if (type != ThriftType.Struct) throw new ThriftException(reader.Position, "column metadata was expected");
        int physical = -1, codec = 0;
        uint encodings = 0, pageEncodings = 0;
        var version2 = false;
        long values = -1, uncompressed = -1, compressed = -1, data = -1, dictionary = 0;
        var outer = reader.BeginStruct();
        while (reader.ReadField(out var id, out var field))
        {
            switch (id)
            {
                case 1: physical = reader.ReadI32(field); break;
                case 2:
                    var count = reader.ReadListHead(field, out var item);
                    for (var i = 0; i < count; i++) encodings |= Bit(reader.ReadI32(item));
                    break;
                case 4: codec = reader.ReadI32(field); break;
                case 5: values = reader.ReadI64(field); break;
                case 6: uncompressed = reader.ReadI64(field); break;
                case 7: compressed = reader.ReadI64(field); break;
                case 9: data = reader.ReadI64(field); break;
                case 11: dictionary = reader.ReadI64(field); break;
                case 13:
                    var stats = reader.ReadStructListHead(field);
                    for (var i = 0; i < stats; i++) ReadPageStatistics(ref reader, ref pageEncodings, ref version2);
                    break;
                default: reader.Skip(field); break;
            }
        }
        reader.EndStruct(outer);
        return new ParquetColumnChunk
        {
            Type = (ParquetType)physical, Codec = (ParquetCodec)codec, Encodings = encodings, PageEncodings = pageEncodings, HasVersion2Pages = version2,
            Values = values, UncompressedBytes = uncompressed, CompressedBytes = compressed, DataOffset = data, DictionaryOffset = dictionary,
        };
    }

    // PageEncodingStats: page type (0 data, 2 dictionary, 3 data version 2), encoding, count.
    private static void ReadPageStatistics(ref ThriftReader reader, ref uint pageEncodings, ref bool version2)
    {
        int page = -1, encoding = 31;
        var outer = reader.BeginStruct();
        while (reader.ReadField(out var id, out var field))
        {
            switch (id)
            {
                case 1: page = reader.ReadI32(field); break;
                case 2: encoding = reader.ReadI32(field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.EndStruct(outer);
        if (page is 0 or 3) pageEncodings |= Bit(encoding);
        version2 |= page == 3;
    }

    // Encodings beyond those known share the last bit.
    private static uint Bit(int encoding) => 1u << (encoding is >= 0 and < 31 ? encoding : 31);

    private static void ReadPairs(ref ThriftReader reader, ThriftType type, ImmutableSortedDictionary<string, string>.Builder pairs)
    {
        var count = reader.ReadStructListHead(type);
        for (var i = 0; i < count; i++)
        {
            string? key = null, value = null;
            var outer = reader.BeginStruct();
            while (reader.ReadField(out var id, out var field))
            {
                switch (id)
                {
                    case 1: key = StrictText(reader.ReadBinary(field)); break;
                    case 2: value = StrictText(reader.ReadBinary(field)); break;
                    default: reader.Skip(field); break;
                }
            }
            reader.EndStruct(outer);
            if (key is not null && value is not null) pairs[key] = value;
        }
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private static string? StrictText(ReadOnlySpan<byte> utf8) => System.Text.Unicode.Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;

    private SourceDataException Wrong(string reason) => ParquetFooter.Damaged(name, reason);
}
