using System.Collections.Immutable;
using System.Text;
using Zenset.Formats.Csv;
using Zenset.Model;

namespace Zenset.Formats.Tests.Csv;

/// <summary>The law: what is written is read back as it was, types included, or the loss was announced.</summary>
public class CsvRoundTripTests
{
    private static int _tables;

    [Fact]
    public void RoundTrips_RandomTables()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var columns = Enumerable.Range(0, random.Next(1, 7)).Select(_ => Kinds[random.Next(Kinds.Length)]).ToArray();
            var rows = random.Next(1, 40);
            var fields = columns.Select((c, i) => new Field { Name = Names[(i + seed) % Names.Length] + (i == 0 ? "" : i.ToString()), Type = c.Type }).ToImmutableArray();
            var values = Enumerable.Range(0, rows).Select(row => columns.Select(c => row > 0 && random.Next(6) == 0 ? "NULL" : c.Make(random)).ToArray()).ToList();
            Check($"seed {seed}", fields, values, seed % 4 == 0 ? [("line-end", "crlf"), ("delimiter", ";")] : []);
        }
    }

    [Fact]
    public void RoundTrips_TextThatLooksLikeValues()
    {
        var fields = RoundTrip.Fields(("code", FieldType.String), ("word", FieldType.String), ("n", FieldType.Int64));

        Check("codes", fields, [["'007'", "'NA'", "1"], ["'12'", "'true'", "2"], ["NULL", "'2018-01-01'", "3"], ["'1e5'", "''", "4"]]);
    }

    [Fact]
    public void RoundTrips_NamesThatLookLikeValues()
    {
        Check("names", RoundTrip.Fields(("1", FieldType.Int64), ("2018-01-01", FieldType.Int64)), [["1", "2"], ["3", "4"]]);
        Check("names of text", RoundTrip.Fields(("1", FieldType.String), ("true", FieldType.String)), [["'a'", "'b'"], ["'c'", "'d'"]]);
    }

    [Fact]
    public void RoundTrips_OneColumn_WithMissingValues()
    {
        Check("one column", RoundTrip.Fields(("a", FieldType.Int64)), [["1"], ["NULL"], ["3"], ["NULL"]]);
        Check("one column of text", RoundTrip.Fields(("a", FieldType.String)), [["'x'"], ["NULL"], ["''"], ["NULL"]]);
    }

    [Fact]
    public void Announces_TextThatWouldComeBackAsNumbers()
    {
        var fields = RoundTrip.Fields(("a", FieldType.String), ("b", FieldType.String));
        var rule = CsvFormat.Comma().FindLosses(new TableShape("t", fields, 2, ImmutableSortedDictionary<string, string>.Empty), OptionValues.Empty).First(r => r.Predicate is not null);

        Assert.Equal(("1", "0"), (Count("('1', '2'), ('x', '3')"), Count("('1', 'y'), ('x', '3')")));

        string Count(string values)
        {
            using var connection = CsvCase.Engine.Connect();
            using var query = connection.Query($"SELECT count(*) FILTER (WHERE {rule.Predicate}) FROM (VALUES {values}) AS v(a, b)");
            return CsvCase.Rows(query)[0][0]!;
        }
    }

    private static readonly string[] Names = ["a", "größe", "with blank", "with,comma", "with \"quotes\"", "x;y", "🦆", "1st", "two\nlines"];

    private static readonly (FieldType Type, Func<Random, string> Make)[] Kinds =
    [
        (FieldType.Int64, r => r.Next(3) == 0 ? r.NextInt64(long.MinValue + 1, long.MaxValue).ToString() : r.Next(-1000, 1000).ToString()),
        (FieldType.Float64, r => $"CAST('{(r.Next(8) == 0 ? new[] { "-0.0", "NaN", "Infinity", "-Infinity" }[r.Next(4)] : BitConverter.Int64BitsToDouble(r.NextInt64()) is var d && double.IsFinite(d) ? d.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "1.5")}' AS DOUBLE)"),
        (FieldType.Boolean, r => r.Next(2) == 0 ? "true" : "false"),
        (FieldType.Date, r => $"DATE '0001-01-01' + {r.Next(0, 3_652_059)}"),
        (FieldType.Timestamp(TimeUnit.Microsecond), r => $"make_timestamp({r.NextInt64(-62_135_596_800_000_000, 253_402_300_799_999_999)})"),
        (FieldType.Timestamp(TimeUnit.Microsecond, "UTC"), r => $"CAST(make_timestamp({r.NextInt64(0, 253_402_300_799_999_999)}) AS TIMESTAMPTZ)"),
        (FieldType.Timestamp(TimeUnit.Nanosecond), r => $"make_timestamp_ns({r.NextInt64(0, 4_000_000_000_000_000_000)})"),
        (FieldType.Time(TimeUnit.Microsecond), r => $"CAST(make_timestamp({r.NextInt64(0, 86_400_000_000)}) AS TIME)"),
        // Always a word, so that the field is text by what it holds.
        (FieldType.String, r => Sql.Text("w" + Text(r))),
        (FieldType.String, r => Sql.Text(r.Next(3) == 0 ? "word" : Text(r))),
    ];

    private static string Text(Random random)
    {
        string[] pieces = ["a", "B c", ",", "\"", "\n", "\r\n", "ü", "🦆", " ", "1", "NA", "-5", "2018-01-01", ";", "\t", "#", "'", "\\"];
        return string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)]));
    }

    private static void Check(string label, ImmutableArray<Field> fields, List<string[]> values, params (string, string)[] options)
    {
        var name = $"r{Interlocked.Increment(ref _tables)}";
        using var connection = CsvCase.Engine.Connect();
        connection.Execute($"SET TimeZone = 'UTC'; CREATE TABLE {name} ({string.Join(", ", fields.Select((f, i) => $"c{i} {FieldEngine.TypeOf(f)}"))})");
        connection.Execute($"INSERT INTO {name} VALUES {string.Join(", ", values.Select(v => $"({string.Join(", ", v)})"))}");
        var table = new TableShape("t", fields, values.Count, ImmutableSortedDictionary<string, string>.Empty);
        // A field whose only values are missing has no type to come back with.
        var expected = Rows(connection, name);
        for (var i = 0; i < fields.Length; i++) if (expected.TrueForAll(r => r[i] is null)) return;
        // Text alone that looks like values is an announced loss.
        if (fields.All(f => f.Type.Kind == FieldKind.String) && CsvFormat.Comma().FindLosses(table, OptionValues.Empty).Any(r => r.Condition is null) && label.StartsWith("seed", StringComparison.Ordinal)) return;

        var bytes = RoundTrip.Write(table, $"SELECT * FROM {name}", options);
        connection.Execute($"DROP TABLE {name}");
        var read = CsvCase.Read(bytes);

        Assert.Equal((label, string.Join(", ", fields.Select(f => $"{f.Name} {f.Type}"))), (label, read.Table.Types));
        Assert.Equal((label, string.Join('\n', expected.Select(r => string.Join(" | ", r.Select(v => v ?? "·"))))), (label, read.Table.ToString()));
    }

    private static List<string?[]> Rows(DuckDb.Connection connection, string table)
    {
        using var query = connection.Query($"SELECT * FROM {table}");
        return CsvCase.Rows(query);
    }
}
