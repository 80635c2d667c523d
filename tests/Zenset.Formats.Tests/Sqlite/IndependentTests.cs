using System.Collections.Immutable;
using Zenset.Formats.Sqlite;
using Zenset.Formats.Tests.Contract;
using Zenset.Model;

namespace Zenset.Formats.Tests.Sqlite;

/// <summary>What Python and pandas write is read, and what is written Python reads.</summary>
public sealed class IndependentTests
{
    [Fact]
    public void Reads_WhatPandasAndPythonWrite()
    {
        var read = DatabaseReading.Read(SharedData.Own("sqlite/people.sqlite"), new SqliteFormat(), null, null);

        Assert.Equal(["frame", "people of the wörld", "membership", "nobody"], read.Tables.Select(t => t.Name));
        var frame = read["frame"];
        Assert.Equal("int64, timestamp[us], date, int64, float64, int64, string, float64", string.Join(", ", frame.Fields.Select(f => f.Type)));
        Assert.Equal("yyyy-MM-dd HH:mm:ss[.SSSSSS]", frame.Fields[1].SourceFormat);
        Assert.Equal(
            ["0|2020-01-31 12:30:00|2020-02-29|1|0.1|1|naïve 数据 😀|1.0", "1|1969-12-31 23:59:59.123456|0001-01-01|0|NULL|-9223372036854775808||2.5", "2|NULL|NULL|1|-1e+300|9223372036854775807|it's|NULL"],
            frame.Rows.Select(Text));
        var people = read["people of the wörld"];
        Assert.Equal("int64, date, timestamp[us], binary, boolean, decimal(5,2), int64", string.Join(", ", people.Fields.Select(f => f.Type)));
        Assert.Equal(
            ["1|1990-05-17|2024-02-29 12:00:00|00FF|true|1.75|NULL", "2|NULL|2024-02-29 12:00:00.00025||false|2.00|1", "3|1815-12-10|NULL|NULL|NULL|NULL|2"], people.Rows.Select(Text));
        Assert.Equal(["a club|1|3.0000|6.0", "a club|2|0.0001|0.0002", "z club|1|12.5000|25.0"], read["membership"].Rows.Select(Text));
        Assert.Equal("club name, person", string.Join(", ", read.Shape("membership").PrimaryKey));
        Assert.Equal("boss -> (id)", Keys(read.Shape("people of the wörld")));
        Assert.Equal("person -> people of the wörld(id)", Keys(read.Shape("membership")));
    }

    [Fact]
    public async Task GivesBack_WhatPandasAndPythonWrote()
    {
        using var bench = new Workbench();
        var original = SharedData.Own("sqlite/people.sqlite");

        await bench.ImportAsync(original, "people");
        await bench.ExportAsync("people", new SqliteFormat(), bench["back.db"], isLossy: false);

        Python.Run("check_people.py", original, bench["back.db"]);
    }

    [Fact]
    public async Task Python_ReadsWhatIsWritten()
    {
        ImmutableArray<Field> fields = [.. RichTable.Names.Select(RichTable.FieldOf)];
        using var bench = new Workbench();
        await bench.ImportSqlAsync("rich", RichTable.Sql([.. RichTable.Names], true), fields);
        await bench.ExportAsync("rich", new SqliteFormat(), bench["rich.sqlite"]);

        Python.Run("check_rich.py", bench["rich.sqlite"]);
    }

    private static string Text(string?[] row) => string.Join('|', row.Select(v => v ?? "NULL"));

    private static string Keys(ITable table) => string.Join("; ", table.ForeignKeys.Select(k => $"{string.Join(',', k.Fields)} -> {k.ReferenceResource}({string.Join(',', k.ReferenceFields)})"));
}
