using System.Collections.Immutable;
using Zenset.Model;

namespace Zenset.Formats.Tests.Contract;

/// <summary>One field of nearly every kind with the values that formats stumble over, as SQL.</summary>
internal static class RichTable
{
    /// <summary>Number of rows.</summary>
    public const int Rows = 12;

    private static readonly (string Name, FieldType Type, Categories? Categories, string[] Values)[] Columns =
    [
        ("text", FieldType.String, null, ["'plain'", "''", "' blank '", "'a,b;c'", "'say \"hi\"'", "'it''s'", "'naïve 数据 😀'", "'?'", "'NA'", "'null'", "'{x} % @data'", "'back\\slash'"]),
        ("lines", FieldType.String, null, ["'a' || chr(10) || 'b'", "chr(13) || chr(10)", "chr(9) || 'tab'", "'x'", "'y'", "'#z'", "'1'", "'2.5'", "'true'", "'2020-01-01'", "'-'", "repeat('long ', 20000)"]),
        ("nominal", FieldType.String, new Categories(["low", "mid dle", "high", "un,used"]), ["'low'", "'mid dle'", "'high'", "'low'", "'low'", "'high'", "'high'", "'low'", "'low'", "'low'", "'low'", "'low'"]),
        ("ordered", FieldType.String, new Categories(["s", "m", "l"], Ordered: true), ["'s'", "'m'", "'l'", "'s'", "'s'", "'l'", "'m'", "'s'", "'s'", "'s'", "'m'", "'l'"]),
        ("flag", FieldType.Boolean, null, ["true", "false", "true", "true", "false", "false", "true", "true", "false", "false", "true", "false"]),
        ("i8", FieldType.Int8, null, ["-128", "127", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]),
        ("i32", FieldType.Int32, null, ["-2147483648", "2147483647", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]),
        ("i64", FieldType.Int64, null, ["-9223372036854775808", "9223372036854775807", "0", "-1", "9007199254740993", "3", "4", "5", "6", "7", "8", "9"]),
        ("u64", FieldType.UInt64, null, ["18446744073709551615", "0", "1", "9223372036854775808", "2", "3", "4", "5", "6", "7", "8", "9"]),
        ("f32", FieldType.Float32, null, ["1.5", "-0.0", "'nan'", "'inf'", "'-inf'", "3.4028235e38", "1e-45", "0.1", "0", "1", "2", "3"]),
        ("f64", FieldType.Float64, null, ["0.1", "'-0.0'", "'nan'", "'inf'", "'-inf'", "1.7976931348623157e308", "5e-324", "1e16", "123456789.123456789", "0", "1", "-2.5"]),
        ("dec", FieldType.Decimal(20, 4), null, ["1.5", "-0.0001", "9999999999999999.9999", "0", "1", "2", "3", "4", "5", "6", "7", "8"]),
        ("day", FieldType.Date, null, ["'2020-02-29'", "'1969-12-31'", "'0001-01-01'", "'9999-12-31'", "'2000-01-01'", "'2000-01-02'", "'2000-01-03'", "'2000-01-04'", "'2000-01-05'", "'2000-01-06'", "'2000-01-07'", "'2000-01-08'"]),
        ("time", FieldType.Time(TimeUnit.Microsecond), null, ["'00:00:00'", "'23:59:59.999999'", "'12:00:00.5'", "'01:02:03'", "'01:02:04'", "'01:02:05'", "'01:02:06'", "'01:02:07'", "'01:02:08'", "'01:02:09'", "'01:02:10'", "'01:02:11'"]),
        ("stamp", FieldType.Timestamp(TimeUnit.Microsecond), null, ["'2020-02-29 12:34:56.789012'", "'1969-12-31 23:59:59'", "'2000-01-01'", "'2000-01-01 00:00:01'", "'2000-01-01 00:00:02'", "'2000-01-01 00:00:03'", "'2000-01-01 00:00:04'", "'2000-01-01 00:00:05'", "'2000-01-01 00:00:06'", "'2000-01-01 00:00:07'", "'2000-01-01 00:00:08'", "'2000-01-01 00:00:09'"]),
        ("nanos", FieldType.Timestamp(TimeUnit.Nanosecond), null, ["'2020-02-29 12:34:56.789012345'", "'1969-12-31 23:59:59.999999999'", "'2000-01-01'", "'2000-01-01 00:00:01'", "'2000-01-01 00:00:02'", "'2000-01-01 00:00:03'", "'2000-01-01 00:00:04'", "'2000-01-01 00:00:05'", "'2000-01-01 00:00:06'", "'2000-01-01 00:00:07'", "'2000-01-01 00:00:08'", "'2000-01-01 00:00:09'"]),
        ("zoned", FieldType.Timestamp(TimeUnit.Microsecond, "UTC"), null, ["'2020-02-29 12:34:56.789012+00'", "'1969-12-31 23:59:59+00'", "'2000-01-01 00:00:00+00'", "'2000-01-01 00:00:01+00'", "'2000-01-01 00:00:02+00'", "'2000-01-01 00:00:03+00'", "'2000-01-01 00:00:04+00'", "'2000-01-01 00:00:05+00'", "'2000-01-01 00:00:06+00'", "'2000-01-01 00:00:07+00'", "'2000-01-01 00:00:08+00'", "'2000-01-01 00:00:09+00'"]),
        ("bytes", FieldType.Binary, null, ["'\\x00\\xFF'::BLOB", "''::BLOB", "'abc'::BLOB", "'a'::BLOB", "'b'::BLOB", "'c'::BLOB", "'d'::BLOB", "'e'::BLOB", "'f'::BLOB", "'g'::BLOB", "'h'::BLOB", "'i'::BLOB"]),
        ("list", FieldType.List(FieldType.Int64), null, ["[1, NULL, 3]", "[]", "[4]", "[5]", "[6]", "[7]", "[8]", "[9]", "[10]", "[11]", "[12]", "[13]"]),
        ("vector", FieldType.FixedList(FieldType.Float32, 2), null, ["[1, 2]", "[3, 4]", "[5, 6]", "[7, 8]", "[1, 2]", "[3, 4]", "[5, 6]", "[7, 8]", "[1, 2]", "[3, 4]", "[5, 6]", "[7, 8]"]),
        ("none", FieldType.String, null, ["NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL"]),
        ("iso", FieldType.String, null, ["'2020-02-01'", "'2020-02-02'", "'2020-02-03'", "'2020-02-04'", "'2020-02-05'", "'2020-02-06'", "'2020-02-07'", "'2020-02-08'", "'2020-02-09'", "'2020-02-10'", "'2020-02-11'", "'2020-02-12'"]),
        ("map", FieldType.Map(FieldType.String, FieldType.Int64), null, ["MAP {'a': 1, 'b c': NULL}", "MAP {}", "MAP {'d': 3}", "MAP {'a': 4}", "MAP {'a': 4}", "MAP {'a': 4}", "MAP {'a': 4}", "MAP {'a': 4}", "MAP {'a': 4}", "MAP {'a': 4}", "MAP {'a': 4}", "MAP {'a': 4}"]),
        ("struct", FieldType.Struct(new FieldMember("a b", FieldType.Int64), new FieldMember("c", FieldType.String)), null,
            ["{'a b': 1, 'c': 'x'}", "{'a b': NULL, 'c': ''}", "{'a b': 3, 'c': 'z'}", "{'a b': 1, 'c': 'x'}", "{'a b': 1, 'c': 'x'}", "{'a b': 1, 'c': 'x'}", "{'a b': 1, 'c': 'x'}", "{'a b': 1, 'c': 'x'}", "{'a b': 1, 'c': 'x'}", "{'a b': 1, 'c': 'x'}", "{'a b': 1, 'c': 'x'}", "{'a b': 1, 'c': 'x'}"]),
    ];

    /// <summary>Names of the columns.</summary>
    public static IEnumerable<string> Names => Columns.Select(c => c.Name);

    /// <summary>The field of a column, under a name of which nothing is easy.</summary>
    public static Field FieldOf(string column)
    {
        var (name, type, categories, _) = Columns.First(c => c.Name == column);
        return new Field { Name = name, Type = type, Categories = categories };
    }

    /// <summary>The rows of some columns; every fourth value from the fourth on is missing when <paramref name="hasMissing"/>.</summary>
    public static string Sql(IReadOnlyList<string> columns, bool hasMissing)
    {
        var chosen = columns.Select(name => Columns.First(c => c.Name == name)).ToList();
        var rows = Enumerable.Range(0, Rows).Select(row => $"({row}, {string.Join(", ", chosen.Select(c =>
            $"CAST({(hasMissing && row % 4 == 3 ? "NULL" : c.Values[row])} AS {FieldEngine.TypeOf(c.Type)})"))})");
        return $"SELECT {string.Join(", ", chosen.Select((_, i) => $"v{i}"))} FROM (VALUES {string.Join(", ", rows)}) AS t(i, {string.Join(", ", chosen.Select((_, i) => $"v{i}"))}) ORDER BY i";
    }
}
