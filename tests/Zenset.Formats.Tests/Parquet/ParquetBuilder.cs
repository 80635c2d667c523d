using System.Buffers.Binary;
using System.Text;
using Zenset.Parquet;

namespace Zenset.Formats.Tests.Parquet;

/// <summary>Makes small Parquet files with any schema, plain and uncompressed, as no program writes them today.</summary>
internal sealed class ParquetBuilder
{
    public const int String = 1, Map = 2, List = 3, Enum = 4, Decimal = 5, Date = 6, Time = 7, Timestamp = 8, Integer = 10, Null = 11, Json = 12, Bson = 13, Uuid = 14, Float16 = 15;

    private readonly List<Action<ThriftWriter>> _elements = [];
    private readonly List<(ParquetType Type, byte[] Body, int Values, string[] Path)> _columns = [];
    private readonly List<(string Key, byte[] Value)> _pairs = [];
    private int _fields;
    private int _rows;

    /// <summary>An optional column of the given values, null being missing.</summary>
    public ParquetBuilder Column(string name, ParquetType type, int? converted = null, Action<ThriftWriter>? logical = null, int length = 0, int scale = 0, int precision = 0, params byte[]?[] values)
    {
        Element(name, type, 1, 0, converted, logical, length, scale, precision);
        _fields++;
        _rows = values.Length;
        _columns.Add((type, Body(values), values.Length, [name]));
        return this;
    }

    /// <summary>A schema element alone; its columns follow by <see cref="Data"/>.</summary>
    public ParquetBuilder Element(
        string name, ParquetType? type, int repetition, int children = 0, int? converted = null, Action<ThriftWriter>? logical = null, int length = 0, int scale = 0, int precision = 0)
    {
        _elements.Add(writer =>
        {
            writer.BeginStruct();
            if (type is { } t) writer.I32(1, (int)t);
            if (length > 0) writer.I32(2, length);
            writer.I32(3, repetition);
            writer.Text(4, name);
            if (children > 0) writer.I32(5, children);
            if (converted is { } c) writer.I32(6, c);
            if (precision > 0)
            {
                writer.I32(7, scale);
                writer.I32(8, precision);
            }
            if (logical is not null)
            {
                writer.Field(10, ThriftType.Struct);
                writer.BeginStruct();
                logical(writer);
                writer.EndStruct();
            }
            writer.EndStruct();
        });
        return this;
    }

    /// <summary>Pages of a nested column: levels as given (one bit or more each), values plain.</summary>
    public ParquetBuilder Data(string[] path, ParquetType type, int rows, byte[] repetition, byte[] definition, params byte[][] values)
    {
        _rows = rows;
        _columns.Add((type, [.. Levels(repetition), .. Levels(definition), .. values.SelectMany(v => v)], Math.Max(definition.Length, values.Length), path));
        return this;
    }

    public ParquetBuilder TopLevel(int fields)
    {
        _fields = fields;
        return this;
    }

    public ParquetBuilder Pair(string key, string value)
    {
        _pairs.Add((key, Encoding.UTF8.GetBytes(value)));
        return this;
    }

    public static Action<ThriftWriter> Logical(int id) => writer =>
    {
        writer.Field(id, ThriftType.Struct);
        writer.BeginStruct();
        writer.EndStruct();
    };

    /// <summary>Time or timestamp. <paramref name="unit"/>: 1 ms, 2 µs, 3 ns.</summary>
    public static Action<ThriftWriter> LogicalTime(int id, int unit, bool isUtc) => writer =>
    {
        writer.Field(id, ThriftType.Struct);
        writer.BeginStruct();
        writer.Boolean(1, isUtc);
        writer.Field(2, ThriftType.Struct);
        writer.BeginStruct();
        writer.Field(unit, ThriftType.Struct);
        writer.BeginStruct();
        writer.EndStruct();
        writer.EndStruct();
        writer.EndStruct();
    };

    public static Action<ThriftWriter> LogicalInteger(sbyte bits, bool isSigned) => writer =>
    {
        writer.Field(Integer, ThriftType.Struct);
        writer.BeginStruct();
        writer.Byte(1, bits);
        writer.Boolean(2, isSigned);
        writer.EndStruct();
    };

    public static byte[] I32(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, unchecked((int)value));
        return bytes;
    }

    public static byte[] I64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Words(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    public static byte[] Bytes(params byte[] value) => [.. I32(value.Length), .. value];

    public static byte[] Int96(long nanoseconds, int julianDay) => [.. I64(nanoseconds), .. I32(julianDay)];

    /// <summary>The file.</summary>
    public byte[] Build()
    {
        using var file = new MemoryStream();
        file.Write("PAR1"u8);
        var places = new List<(long Offset, int Length)>();
        foreach (var (_, body, values, _) in _columns)
        {
            var header = new ThriftWriter();
            header.BeginStruct();
            header.I32(1, 0);
            header.I32(2, body.Length);
            header.I32(3, body.Length);
            header.Field(5, ThriftType.Struct);
            header.BeginStruct();
            header.I32(1, values);
            header.I32(2, 0);
            header.I32(3, 3);
            header.I32(4, 3);
            header.EndStruct();
            header.EndStruct();
            places.Add((file.Position, header.Bytes.Length + body.Length));
            file.Write(header.Bytes);
            file.Write(body);
        }
        var footer = Footer(places);
        file.Write(footer);
        file.Write(I32(footer.Length));
        file.Write("PAR1"u8);
        return file.ToArray();
    }

    /// <summary>The file under a temporary path; the caller removes it.</summary>
    public string Save()
    {
        var path = Path.Combine(Path.GetTempPath(), $"zenset-test-{Guid.NewGuid():N}.parquet");
        File.WriteAllBytes(path, Build());
        return path;
    }

    private byte[] Footer(List<(long Offset, int Length)> places)
    {
        var writer = new ThriftWriter();
        writer.BeginStruct();
        writer.I32(1, 1);
        writer.List(2, ThriftType.Struct, _elements.Count + 1);
        writer.BeginStruct();
        writer.Text(4, "schema");
        writer.I32(5, _fields);
        writer.EndStruct();
        foreach (var element in _elements) element(writer);
        writer.I64(3, _rows);
        writer.List(4, ThriftType.Struct, 1);
        writer.BeginStruct();
        writer.List(1, ThriftType.Struct, _columns.Count);
        for (var i = 0; i < _columns.Count; i++)
        {
            writer.BeginStruct();
            writer.I64(2, places[i].Offset);
            writer.Field(3, ThriftType.Struct);
            writer.BeginStruct();
            writer.I32(1, (int)_columns[i].Type);
            writer.List(2, ThriftType.I32, 2);
            writer.ZigZag(0);
            writer.ZigZag(3);
            writer.List(3, ThriftType.Binary, _columns[i].Path.Length);
            foreach (var name in _columns[i].Path) writer.Binary(Encoding.UTF8.GetBytes(name));
            writer.I32(4, 0);
            writer.I64(5, _columns[i].Values);
            writer.I64(6, places[i].Length);
            writer.I64(7, places[i].Length);
            writer.I64(9, places[i].Offset);
            writer.EndStruct();
            writer.EndStruct();
        }
        writer.I64(2, places.Sum(p => (long)p.Length));
        writer.I64(3, _rows);
        writer.EndStruct();
        if (_pairs.Count > 0)
        {
            writer.List(5, ThriftType.Struct, _pairs.Count);
            foreach (var (key, value) in _pairs)
            {
                writer.BeginStruct();
                writer.Text(1, key);
                writer.Field(2, ThriftType.Binary);
                writer.Binary(value);
                writer.EndStruct();
            }
        }
        writer.EndStruct();
        return writer.Bytes.ToArray();
    }

    private static byte[] Body(byte[]?[] values) => [.. Levels([.. values.Select(v => (byte)(v is null ? 0 : 1))]), .. values.OfType<byte[]>().SelectMany(v => v)];

    // RLE runs of one value each (Encodings.md): a count of one, shifted left, and the level in a byte.
    private static byte[] Levels(byte[] levels) => levels.Length == 0 ? [] : [.. I32(levels.Length * 2), .. levels.SelectMany(l => new byte[] { 2, l })];
}
