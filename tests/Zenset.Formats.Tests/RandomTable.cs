using System.Collections.Immutable;
using System.Globalization;
using Zenset.Model;

namespace Zenset.Formats.Tests;

/// <summary>Tables of random types and values from a seed, as SQL.</summary>
internal sealed class RandomTable
{
    private static readonly string[] Texts =
        ["", " ", "a", "A", "ä", "日本語", "🙂", "it's", "\"quoted\"", "back\\slash", "line\nbreak", "tab\t", "a,b;c", "null", "NaN", "2020-02-30", "\u0001", "\u007f", "e\u0301", "\u202eabc", "true", "007", "[1]", "{\"a\": 1}"];

    private readonly Random _random;

    private RandomTable(int seed, Func<Random, ImmutableArray<Field>> fields, int rows)
    {
        _random = new Random(seed);
        Fields = fields(_random);
        RowCount = rows;
        var columns = string.Join(", ", Fields.Select((f, i) => $"CAST(c{i} AS {FieldEngine.TypeOf(f)}) AS c{i}"));
        var values = string.Join(", ", Enumerable.Range(0, Math.Max(1, rows)).Select(_ => $"({string.Join(", ", Fields.Select(Literal))})"));
        Sql = $"SELECT {columns} FROM (VALUES {values}) AS v({string.Join(", ", Fields.Select((_, i) => $"c{i}"))}){(rows == 0 ? " LIMIT 0" : "")}";
    }

    public ImmutableArray<Field> Fields { get; }

    public int RowCount { get; }

    /// <summary>The rows; columns are called c0, c1 …</summary>
    public string Sql { get; }

    public static RandomTable Make(int seed, Func<Random, FieldType> type, bool hasCategories = true)
    {
        var shape = new Random(seed);
        return new RandomTable(seed, random => [.. Enumerable.Range(0, random.Next(1, 7)).Select(i => MakeField(random, i, type, hasCategories))], shape.Next(4) == 0 ? 0 : shape.Next(1, 40));
    }

    /// <summary>A type of any kind.</summary>
    public static FieldType AnyType(Random random, int depth = 0) => random.Next(depth < 2 ? 27 : 20) switch
    {
        0 => FieldType.Boolean,
        1 => FieldType.Int8,
        2 => FieldType.Int16,
        3 => FieldType.Int32,
        4 => FieldType.Int64,
        5 => FieldType.Int128,
        6 => FieldType.UInt8,
        7 => FieldType.UInt16,
        8 => FieldType.UInt32,
        9 => FieldType.UInt64,
        10 => random.Next(2) == 0 ? FieldType.Float32 : FieldType.Float16,
        11 => FieldType.Float64,
        12 => random.Next(1, 39) is var precision ? FieldType.Decimal(precision, random.Next(0, precision + 1)) : FieldType.Null,
        13 => FieldType.String,
        14 => FieldType.Binary,
        15 => FieldType.Uuid,
        16 => FieldType.Date,
        17 => FieldType.Time((TimeUnit)random.Next(4)),
        18 => FieldType.Timestamp((TimeUnit)random.Next(4), random.Next(3) switch { 0 => null, 1 => "UTC", _ => "Europe/Berlin" }),
        19 => depth == 0 && random.Next(3) == 0 ? FieldType.Null : FieldType.Interval,
        20 or 21 => FieldType.List(AnyType(random, depth + 1)),
        22 => FieldType.FixedList(AnyType(random, depth + 1), random.Next(1, 4)),
        23 or 24 => FieldType.Struct(Enumerable.Range(0, random.Next(1, 4)).Select(i => new FieldMember(random.Next(3) == 0 ? $"m {i}" : $"m{i}", AnyType(random, depth + 1)))),
        25 => FieldType.Map(random.Next(2) == 0 ? FieldType.String : FieldType.Int32, AnyType(random, depth + 1)),
        _ => FieldType.Sparse(FieldType.Float64, 100),
    };

    private static Field MakeField(Random random, int index, Func<Random, FieldType> type, bool hasCategories)
    {
        var name = random.Next(6) switch { 0 => $"field {index}", 1 => $"f\"{index}'", 2 => $"日{index}", 3 => $"F{index}", _ => $"f{index}" };
        if (!hasCategories || random.Next(5) != 0) return new Field { Name = name, Type = type(random) };
        var categories = Texts.OrderBy(_ => random.Next()).Take(random.Next(0, 6)).ToImmutableArray();
        return new Field { Name = name, Type = FieldType.String, Categories = new Categories(categories, random.Next(2) == 0), Role = (FieldRole)random.Next(7) };
    }

    private string Literal(Field field)
    {
        if (_random.Next(5) == 0) return "NULL";
        return field.Categories is { } categories
            ? categories.Values.IsEmpty ? "NULL" : Quote(categories.Values[_random.Next(categories.Values.Length)], field)
            : Literal(field.Type);
    }

    // Every literal has its type, or the engine would look for one that all rows of the column fit.
    private static string Quote(string text, Field field) => $"CAST({Model.Sql.Text(text)} AS {FieldEngine.TypeOf(field)})";

    private string Literal(FieldType type) => $"CAST({Value(type)} AS {FieldEngine.TypeOf(type)})";

    private string ItemLiteral(FieldType type) => _random.Next(6) == 0 ? $"CAST(NULL AS {FieldEngine.TypeOf(type)})" : Literal(type);

    private string Value(FieldType type)
    {
        string[] edges = type.Kind switch
        {
            FieldKind.Null => ["NULL"],
            FieldKind.Boolean => ["true", "false"],
            FieldKind.Int8 => ["-128", "127", "0"],
            FieldKind.Int16 => ["-32768", "32767", "0"],
            FieldKind.Int32 => ["-2147483648", "2147483647", "0", "7"],
            FieldKind.Int64 => ["-9223372036854775808", "9223372036854775807", "0", "9007199254740993"],
            FieldKind.Int128 => ["-170141183460469231731687303715884105727", "170141183460469231731687303715884105727", "18446744073709551616"],
            FieldKind.UInt8 => ["255", "0"],
            FieldKind.UInt16 => ["65535", "0"],
            FieldKind.UInt32 => ["4294967295", "0"],
            FieldKind.UInt64 => ["18446744073709551615", "0", "9223372036854775808"],
            FieldKind.Float16 => ["'0.5'", "'-0.0'", "'nan'", "'inf'", "'-inf'", "'65504'"],
            FieldKind.Float32 => ["'1.5'", "'-0.0'", "'nan'", "'inf'", "'-inf'", "'3.4028235e38'", "'1e-45'", "'0.1'"],
            FieldKind.Float64 => ["'1.5'", "'-0.0'", "'nan'", "'inf'", "'-inf'", "'1.7976931348623157e308'", "'5e-324'", "'0.1'", "'1e22'"],
            FieldKind.Uuid => ["'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'", "'12345678-9abc-def0-1234-56789abcdef0'"],
            FieldKind.Date => ["'1970-01-01'", "'0001-01-01'", "'9999-12-31'", "'1969-12-31'", "'2024-02-29'"],
            FieldKind.Interval => ["INTERVAL 1 MONTH", "INTERVAL '14 months 3 days 4 milliseconds'", "INTERVAL '-1 day'", "INTERVAL '1 microsecond'", "INTERVAL 0 DAY", "INTERVAL '100 hours'"],
            _ => [],
        };
        if (edges.Length > 0) return edges[_random.Next(edges.Length)];
        return type.Kind switch
        {
            FieldKind.Decimal => Decimal(type),
            FieldKind.String => Model.Sql.Text(Texts[_random.Next(Texts.Length)]),
            FieldKind.Binary => $"from_hex('{Convert.ToHexString(Bytes(_random.Next(0, 20)))}')",
            FieldKind.Time => type.Unit switch
            {
                TimeUnit.Second => "'23:59:59'",
                TimeUnit.Millisecond => "'12:00:00.123'",
                TimeUnit.Microsecond => "'00:00:00.000001'",
                _ => "'01:02:03.123456789'",
            },
            FieldKind.Timestamp => (type.Unit, _random.Next(3)) switch
            {
                (TimeUnit.Nanosecond, 0) => "TIMESTAMP_NS '2262-04-11 23:47:16.854775806'",
                (TimeUnit.Nanosecond, _) => "TIMESTAMP_NS '1969-12-31 23:59:59.999999999'",
                (_, 0) => $"'1969-12-31 23:59:58{Zone(type)}'",
                (TimeUnit.Second, _) => $"'0001-01-01 00:00:00{Zone(type)}'",
                (TimeUnit.Millisecond, _) => $"'2020-01-01 00:00:00.001{Zone(type)}'",
                _ => $"'9999-12-31 23:59:59.999999{Zone(type)}'",
            },
            FieldKind.List => List(_random.Next(0, 4), type.Item!),
            FieldKind.FixedList => List((int)type.Length, type.Item!),
            FieldKind.Struct => $"{{{string.Join(", ", type.Members.Select(m => $"{Model.Sql.Text(m.Name)}: {ItemLiteral(m.Type)}"))}}}",
            FieldKind.Map => $"MAP {{{string.Join(", ", Enumerable.Range(0, _random.Next(0, 3)).Select(i => $"CAST({i} AS {FieldEngine.TypeOf(type.Key!)}): {ItemLiteral(type.Item!)}"))}}}",
            FieldKind.Sparse => $"{{'indices': CAST([0, 7] AS INTEGER[]), 'values': CAST([{Value(type.Item!)}, {Value(type.Item!)}] AS DOUBLE[])}}",
            _ => throw new InvalidOperationException(type.ToString()),
        };
    }

    private static string Zone(FieldType type) => type.Zone is null ? "" : "+00";

    private string List(int count, FieldType item) => $"CAST([{string.Join(", ", Enumerable.Range(0, count).Select(_ => ItemLiteral(item)))}] AS {FieldEngine.TypeOf(item)}[])";

    private string Decimal(FieldType type)
    {
        var digits = string.Concat(Enumerable.Range(0, type.Precision).Select(_ => _random.Next(10).ToString(CultureInfo.InvariantCulture)));
        var text = type.Scale == 0 ? digits : $"{digits[..^type.Scale]}.{digits[^type.Scale..]}";
        return $"'{(_random.Next(2) == 0 ? "-" : "")}{(text.StartsWith('.') ? "0" : "")}{text}'";
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
