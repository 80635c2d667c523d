using System.Collections.Immutable;
using System.Text;
using Zenset.Formats.Csv;
using Zenset.Model;

namespace Zenset.Formats.Tests.Csv;

public class CsvWritingTests
{
    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    private static string Write((string, FieldType)[] fields, string sql, params (string, string)[] options) =>
        Encoding.UTF8.GetString(RoundTrip.Write(new TableShape("t", RoundTrip.Fields(fields), null, None), sql, options));

    [Fact]
    public void Writes_MissingAsNothing_EmptyTextInQuotes_AndQuotesWhereNeeded()
    {
        Assert.Equal(
            "a,\"b,c\"\n,\n\"\",\" x\"\n\"say \"\"no\"\"\",\"1\"\nplain,\"true\"\n\"two\nlines\",NAN is a word\n",
            Write(
                [("a", FieldType.String), ("b,c", FieldType.String)],
                "SELECT * FROM (VALUES (NULL, NULL), ('', ' x'), ('say \"no\"', '1'), ('plain', 'true'), (E'two\\nlines', 'NAN is a word')) AS v(a, b)"));
    }

    [Fact]
    public void Writes_Numbers_ThatComeBackAsWhatTheyWere()
    {
        Assert.Equal(
            "x,n,d\n1.0,1,1.50\n-0.0,-5,-0.05\nNaN,,\n-Infinity,9223372036854775807,0.00\n0.1,0,12345.67\n1E+300,7,1.00\n",
            Write(
                [("x", FieldType.Float64), ("n", FieldType.Int64), ("d", FieldType.Decimal(10, 2))],
                "SELECT CAST(x AS DOUBLE) x, CAST(n AS BIGINT) n, CAST(d AS DECIMAL(10,2)) d FROM (VALUES ('1', 1, 1.5), ('-0', -5, -0.05), ('NaN', NULL, NULL), ('-Infinity', 9223372036854775807, 0), ('0.1', 0, 12345.67), ('1e300', 7, 1)) AS v(x, n, d)"));
    }

    [Fact]
    public void Writes_IsoDates()
    {
        Assert.Equal(
            "d,t,z,h\n2018-01-28,2018-01-28 07:05:00.25,2018-01-28 05:05:00Z,07:05:00\n",
            Write(
                [("d", FieldType.Date), ("t", FieldType.Timestamp(TimeUnit.Microsecond)), ("z", FieldType.Timestamp(TimeUnit.Microsecond, "UTC")), ("h", FieldType.Time(TimeUnit.Microsecond))],
                "SELECT DATE '2018-01-28' d, TIMESTAMP '2018-01-28 07:05:00.25' t, TIMESTAMPTZ '2018-01-28 07:05:00+02' z, TIME '07:05:00' h"));
    }

    [Fact]
    public void Writes_DatesAsTheSourceDid_WhereTheyAreReadBack()
    {
        Field[] fields = [new() { Name = "d", Type = FieldType.Date, SourceFormat = "dd/MM/yyyy" }, new() { Name = "h", Type = FieldType.Time(TimeUnit.Microsecond), SourceFormat = "HH:mm" }];
        var shape = new TableShape("t", [.. fields], null, None);

        Assert.Equal("d,h\n28/01/2018,07:05\n01/02/2018,08:00\n", Encoding.UTF8.GetString(RoundTrip.Write(shape, "SELECT * FROM (VALUES (DATE '2018-01-28', TIME '07:05'), (DATE '2018-02-01', TIME '08:00')) AS v(d, h)")));
        // All days up to 12 could be months; seconds do not fit the pattern.
        Assert.Equal("d,h\n2018-02-01,07:05:01\n", Encoding.UTF8.GetString(RoundTrip.Write(shape, "SELECT DATE '2018-02-01' d, TIME '07:05:01' h")));
        Assert.Equal("d,h\n2018-01-28,07:05:00\n", Encoding.UTF8.GetString(RoundTrip.Write(shape, "SELECT DATE '2018-01-28' d, TIME '07:05' h", ("dates", "iso"))));
    }

    [Fact]
    public void Obeys_Options()
    {
        Assert.Equal(
            "\uFEFF\"1\";\"a;b\"\r\n;\"c\"\r\n",
            Write([("n", FieldType.Int64), ("t", FieldType.String)], "SELECT * FROM (VALUES (1::BIGINT, 'a;b'), (NULL, 'c')) AS v(n, t)",
                ("delimiter", ";"), ("line-end", "crlf"), ("quoting", "all"), ("bom", "yes"), ("header", "no")));
    }

    [Fact]
    public void Writes_NestedValues_AsJson_AndBytesAsBase64()
    {
        Assert.Equal(
            "l,b\n\"[1,null,3]\",aGk=\n",
            Write([("l", FieldType.List(FieldType.Int64)), ("b", FieldType.Binary)], "SELECT [1, NULL, 3]::BIGINT[] l, 'hi'::BLOB b"));
    }

    [Fact]
    public void Writes_NoNames_WhereTheSourceHadNone()
    {
        var shape = new TableShape("t", RoundTrip.Fields(("column_1", FieldType.Int64)), null, None.Add(CsvTable.NoHeaderKey, "no"));

        Assert.Equal("1\n", Encoding.UTF8.GetString(RoundTrip.Write(shape, "SELECT 1::BIGINT a")));
        Assert.Equal("column_1\n1\n", Encoding.UTF8.GetString(RoundTrip.Write(shape, "SELECT 1::BIGINT a", ("header", "yes"))));
    }

    [Fact]
    public void Names_Losses()
    {
        Field[] fields =
        [
            new() { Name = "id", Type = FieldType.Int32, Role = FieldRole.RowId },
            new() { Name = "class", Type = FieldType.String, Categories = new Categories(["a", "b"], Ordered: true) },
            new() { Name = "x", Type = FieldType.Float64 },
            new() { Name = "at", Type = FieldType.Timestamp(TimeUnit.Millisecond, "Europe/Berlin") },
            new() { Name = "tags", Type = FieldType.List(FieldType.String) },
        ];
        var losses = CsvFormat.Comma().FindLosses(new TableShape("t", [.. fields], 3, None), OptionValues.Empty);

        Assert.Equal(
            [
                "id: its role (rowid) is not kept",
                "id: int32 comes back as int64",
                "class: its 2 ordered categories come back as plain text",
                "at: timestamp[ms,Europe/Berlin] comes back in microseconds",
                "at: its zone (Europe/Berlin) comes back as UTC; the instants stay",
                "at: years before 1 and after 9999 come back as text, with the whole field, where (NOT isfinite(\"at\") OR year(\"at\") < 1 OR year(\"at\") > 9999)",
                "tags: nested values are written as JSON and come back as text",
            ],
            losses.Where(l => l.Condition is null).Select(l => $"{l.Field}: {l.Message}{(l.Predicate is null ? "" : $", where {l.Predicate}")}"));
    }
}
