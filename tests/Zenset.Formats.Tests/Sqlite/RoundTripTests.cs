using System.Collections.Immutable;
using Zenset.Formats.Sqlite;
using Zenset.Model;

namespace Zenset.Formats.Tests.Sqlite;

/// <summary>Random tables of every kind of field come back as they were.</summary>
public sealed class RoundTripTests
{
    private static readonly OptionValues KeepNaN = new(new Dictionary<string, string> { ["nan"] = "text" });

    [Fact]
    public void GivesBackEveryType() => Property.ForAll(
        60,
        (random, _) => RandomTable.Make(random.Next(), r => RandomTable.AnyType(r)),
        table =>
        {
            var path = TableWriting.Write(new SqliteFormat(), table.Fields, Named(table), ".sqlite", options: KeepNaN);
            try
            {
                var read = TableReading.Read(new SqliteFormat(), path);

                Assert.Equal(table.Fields.Select(f => (f.Name, f.Type, f.Categories, f.Role)), read.Fields.Select(f => (f.Name, f.Type, f.Categories, f.Role)));
                Assert.Equal(TableWriting.Show(table.Fields, table.Sql).Select(r => Text(table, r)), read.Rows.Select(r => Text(table, r)));
            }
            finally
            {
                File.Delete(path);
            }
        });

    private static string Named(RandomTable table) => $"SELECT {string.Join(", ", table.Fields.Select((f, i) => $"c{i} AS {Sql.Name(f.Name)}"))} FROM ({table.Sql})";

    // A NaN has no sign that counts, and that of -0 is announced as lost.
    private static string Text(RandomTable table, string?[] row) => string.Join(" | ", row.Select((v, i) => v is null ? "NULL" : v == "-0.0" && IsFloat(table.Fields[i]) ? "0.0" : v)).Replace("-nan", "nan", StringComparison.Ordinal);

    private static bool IsFloat(Field field) => field.Type.Kind is FieldKind.Float16 or FieldKind.Float32 or FieldKind.Float64;
}
